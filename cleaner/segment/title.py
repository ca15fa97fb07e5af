"""The headline among an article's lines.

In clean text it is the first line that can be one. On a page with furniture it is weighed: what stands above the text,
and which of it the page itself points at (a copy, a clock below it, the words of the address). A cleaned text, headline
on top, shows the same one again.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import numpy as np

from ..line import Line, parted
from ..shapes import SUFFIX, fold
from ..weights import Matrix, Steps, read

FILE = "headlines"
_MAX_WORDS = 32
_MAX_CHARS = 220
_REACH = 15  # kept lines from the article's first in which a headline with clues may stand
_ABOVE = 60  # lines above the text among which a headline is looked for
_BELOW = 4  # and down to this many paragraphs of it: some furniture reads as text
_ENOUGH = 1.5  # clues from which on a line of clean text is the headline wherever it stands
_ASKING = re.compile(r"^[^.!?]*(?:[?!]|\.\.\.|…)['\"”’»]*$")  # one question or exclamation: a headline may end so, however long
_WORD = re.compile(r"[^\W\d_]{2,}")
_GROUPS = (("clock", "hour"), ("byline", "author-box"), ("share", "button", "link", "platform"), ("reading-time", "caption"))

FEATURES = (
    ("lines-to-text", "lines down to the text"), ("kept-to-text", "lines down to the text that no rule removes"), ("rivals-below", "headline-like lines between it and the text"), ("text-above", "paragraphs above it"),
    ("words", "number of words"), ("chars", "length in characters"), ("again", "printed again"), ("times", "times the line stands in the page"),
    ("clock-below", "a clock below"), ("byline-below", "a byline below"), ("share-below", "share buttons below"), ("other-below", "reading time or caption below"),
    ("in-address", "share of its words in the address"), ("in-head", "share of its words in the page's first line"), ("first", "the page's first line"),
    ("in-text", "share of its words in the text"), ("chance", "its chance as a line of text"), ("stop", "ends as a sentence does"), ("upper", "capitals throughout"),
    ("title", "a capital on every word"), ("digits", "holds a digit"), ("gap", "blank line above"), ("gap-below", "blank line below"), ("known", "a rule speaks on it"),
    ("removed-above", "the line above is removed"), ("removed-below", "the line below is removed"),
)  # fmt: skip


def find_title(lines: list[Line], url: str | None) -> Line | None:
    """The headline's line among those that no rule removes; None when there is none. One that only the weights remove is given back."""
    if any(line.weighed_out for line in lines):
        able = rivals(lines)
        if able:
            title = lines[able[int(np.argmax(_model().scores(describe(lines, able, url))))]]
            if title.weighed_out:
                title.taken = None
            return title
    return _first([line for line in lines if not line.gone], lines, url)


def plain(title: Line, lines: list[Line]) -> str:
    """The headline's words: a page title that stands first on a page with furniture goes without the outlet's name behind it."""
    dressed = title is lines[0] and any(line.weighed_out for line in lines)
    return SUFFIX.sub("", title.text) if dressed else title.text


def rivals(lines: list[Line]) -> list[int]:
    """Indexes of the lines about the beginning of the text that could be its headline."""
    text = _text_start(lines)
    if text is None:
        return []
    prose = [i for i, line in enumerate(lines[text:], text) if line.shape.prose and not line.gone][:_BELOW]
    near = range(max(0, text - _ABOVE), prose[-1] + 1)
    return [i for i in near if not lines[i].ruled_out and _title_like(lines[i]) and lines[i].shape.words >= 2]


def describe(lines: list[Line], able: list[int], url: str | None) -> Matrix:
    """One row of FEATURES a rival."""
    text = _text_start(lines) or 0
    clues = Clues(lines, url)
    vocabulary = frozenset(word for line in lines[text : text + 14] if not line.gone for word in _WORD.findall(line.text[:400].lower()) if len(word) > 3)
    kept_before = np.cumsum([not line.ruled_out for line in lines])
    long = [i for i in able if lines[i].shape.words >= 4]
    return np.array([_row(lines, i, text, clues, vocabulary, kept_before, long) for i in able], np.float32)


def _row(lines: list[Line], i: int, text: int, clues: Clues, vocabulary: frozenset[str], kept_before: Matrix, long: list[int]) -> tuple[float, ...]:
    line, shape = lines[i], lines[i].shape
    words = [word for word in _WORD.findall(line.text.lower()) if len(word) > 3]
    below = {other.taken.rule.group for other in lines[i + 1 : i + 5] if other.taken is not None}
    following = lines[i + 1] if i + 1 < len(lines) else None
    return (
        text - i,
        float(kept_before[text] - kept_before[i]) if text > i else 0,
        sum(i < other < text for other in long),
        sum(line.shape.prose and not line.gone for line in lines[text:i]),
        shape.words,
        shape.chars,
        clues.again(line),
        clues.times(line),
        *(bool(below & set(groups)) for groups in _GROUPS),
        clues.in_address(line),
        clues.in_head(line) if i else 1,
        i == 0,
        sum(word in vocabulary for word in words) / len(words) if words else 0,
        line.chance,
        shape.stop,
        shape.upper,
        shape.title,
        shape.digits,
        min(line.block.gap, 2),
        min(following.block.gap, 2) if following else 1,
        bool(line.hits),
        i > 0 and lines[i - 1].ruled_out,
        following is not None and following.ruled_out,
    )


@lru_cache(maxsize=1)
def _model() -> Steps:
    return Steps.of(read(FILE)["headline"], FEATURES)


def _text_start(lines: list[Line]) -> int | None:
    """The first paragraph that stays."""
    return next((i for i, line in enumerate(lines) if line.shape.prose and not line.gone and not _title_like(line)), None)


def _first(body: list[Line], lines: list[Line], url: str | None) -> Line | None:
    """In clean text: the first line that can be a headline, or one that clues point at."""
    near = body[:_REACH]
    able = [i for i, line in enumerate(near) if _title_like(line) and i + 1 < len(body) and parted(line, body[i + 1])]
    if not able:
        return None
    clues = Clues(lines, url)
    place = {id(line): i for i, line in enumerate(lines)}
    shown = {i: clues.weight(place[id(near[i])]) for i in able}
    best = max(shown, key=lambda i: (shown[i], -i))
    if shown[best] >= _ENOUGH:
        return near[best]
    first_prose = next((i for i, line in enumerate(near) if line.shape.prose and not _title_like(line)), len(near))
    head = [i for i in able if i < first_prose]
    if not head:
        return None
    kicker = near[head[0]].shape.words < 3 and head[0] == 0
    if kicker and 1 in head and near[1].shape.words >= 3 and first_prose == 2:  # a section's label above the headline
        return near[1]
    return near[head[0]] if head[0] == 0 or near[head[0]].shape.words >= 3 else None


def _title_like(line: Line) -> bool:
    """Whether the line could be a headline by its form."""
    shape, text = line.shape, line.text
    if shape.bullet or shape.words > _MAX_WORDS or shape.chars > _MAX_CHARS or (shape.prose and not _ASKING.search(text)):
        return False
    if text.endswith((":", ",", ";", "。", "．")) or (text.endswith(".") and shape.words > 3):
        return False
    return any(map(str.isalpha, text)) and not re.match(r"\d+[.)]\s", text)


class Clues:
    """What on the page points at a line as its headline."""

    def __init__(self, lines: list[Line], url: str | None) -> None:
        self.lines = lines
        path = unquote(urlsplit(url).path).lower() if url else ""
        self.address = frozenset(word for word in _WORD.findall(path) if len(word) > 2)
        self.head = frozenset(_WORD.findall(lines[0].text.lower())) if lines else frozenset()
        self.copies = [fold(line.text) for line in lines if line.taken is not None and line.taken.rule.kind == "repeat"]
        self.keys = [line.shape.key for line in lines]

    def again(self, line: Line) -> bool:
        return any(copy.startswith(line.shape.key) for copy in self.copies)

    def times(self, line: Line) -> int:
        return min(self.keys.count(line.shape.key), 4)

    def in_address(self, line: Line) -> float:
        words = frozenset(_WORD.findall(line.text.lower()))
        return len(words & self.address) / max(4, len(words)) if self.address else 0.0

    def in_head(self, line: Line) -> float:
        words = frozenset(_WORD.findall(line.text.lower()))
        return len(words & self.head) / max(3, len(words))

    def weight(self, i: int) -> float:
        """The clues for line `i` of clean text, added up."""
        line = self.lines[i]
        if line.shape.words < 3:
            return 0.0
        below = any(other.taken is not None and other.taken.rule.group in ("clock", "hour", "byline", "share", "button", "link", "reading-time") for other in self.lines[i + 1 : i + 4])
        address = self.in_address(line)
        head = self.in_head(line) if i and self.lines[0].gone else 0.0
        return 2.0 * self.again(line) + 1.5 * below + (2.0 * address if address >= 0.5 else 0.0) + (1.8 * head if head >= 0.6 else 0.0)

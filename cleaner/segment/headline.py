"""Headlines weighed: on a page with furniture, which of the lines about the beginning of the text is its headline?"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ..line import Line
from ..weights import Matrix, Steps, read
from .clues import WORD, Clues, form, title_like

FILE = "headlines"
_ABOVE = 60  # lines above the text among which a headline is looked for
_BELOW = 4  # and down to this many paragraphs of it: some furniture reads as text
_SURE = 0.1  # chance below which a page has no headline
_GROUPS = (("clock", "hour"), ("byline", "author-box"), ("share", "button", "link", "platform"), ("reading-time", "caption"))

FEATURES = (
    ("lines-to-text", "lines down to the text"), ("kept-to-text", "lines down to the text that no rule removes"), ("rivals-below", "headline-like lines between it and the text"), ("text-above", "paragraphs above it"),
    ("words", "number of words"), ("chars", "length in characters"), ("again", "printed again"), ("times", "times the line stands in the page"),
    ("clock-below", "a clock below"), ("byline-below", "a byline below"), ("share-below", "share buttons below"), ("other-below", "reading time or caption below"),
    ("in-address", "share of its words in the address"), ("in-head", "share of its words in the page's first line"), ("first", "the page's first line"),
    ("opens-head", "the page's first line begins with it"), ("copy", "a copy of another line"),
    ("in-text", "share of its words in the text"), ("chance", "its chance as a line of text"), ("stop", "ends as a sentence does"), ("upper", "capitals throughout"),
    ("title", "a capital on every word"), ("digits", "holds a digit"), ("gap", "blank line above"), ("gap-below", "blank line below"), ("known", "a rule speaks on it"),
    ("removed-above", "the line above is removed"), ("removed-below", "the line below is removed"),
)  # fmt: skip


def choose(lines: list[Line], url: str | None) -> Line | None:
    """The likeliest headline; None when no line is likely to be one."""
    able = rivals(lines)
    if not able:
        return None
    chances = _model().chances(describe(lines, able, url))
    if chances.max() < _SURE:
        return None
    best = lines[able[int(np.argmax(chances))]]
    copies = [line for line in lines if line.shape.key == best.shape.key]
    return next((line for line in copies if not line.ruled_out), best)  # of its copies the first


def rivals(lines: list[Line]) -> list[int]:
    """Indexes of the lines that could be the headline: the page's first, and those about the beginning of the text, copies too."""
    text = _text_start(lines)
    if text is None:
        return []
    prose = [i for i, line in enumerate(lines[text:], text) if line.shape.prose and not line.gone][:_BELOW]
    near = range(max(1, text - _ABOVE), prose[-1] + 1)
    return [i for i in (0, *near) if _open(lines[i]) and form(lines[i])[0]]


def _open(line: Line) -> bool:
    """Not decided by a rule, other than as a copy."""
    return not line.ruled_out or (line.taken is not None and line.taken.rule.kind == "repeat" and bool(line.text))


def describe(lines: list[Line], able: list[int], url: str | None) -> Matrix:
    """One row of FEATURES a rival."""
    text = _text_start(lines) or 0
    clues = Clues(lines, url)
    told = " ".join([line.text[:400] for line in lines[text : text + 14] if not line.gone])
    vocabulary = frozenset(WORD.findall(told.lower()))
    kept_before = np.cumsum([not line.ruled_out for line in lines])
    long = [i for i in able if lines[i].shape.words >= 4]
    return np.array([_row(lines, i, text, clues, vocabulary, kept_before, long) for i in able], np.float32)


def _row(
    lines: list[Line], i: int, text: int, clues: Clues, vocabulary: frozenset[str], kept_before: Matrix, long: list[int]
) -> tuple[float, ...]:
    line, shape = lines[i], lines[i].shape
    every = WORD.findall(line.text.lower())
    own, words = frozenset(every), [word for word in every if len(word) > 3]
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
        *[not below.isdisjoint(groups) for groups in _GROUPS],
        clues.in_address(own),
        clues.in_head(own) if i else 1,
        i == 0,
        clues.opens_head(line),
        line.taken is not None and line.taken.rule.kind == "repeat",
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
    return next((i for i, line in enumerate(lines) if line.shape.prose and not line.gone and not title_like(line)), None)

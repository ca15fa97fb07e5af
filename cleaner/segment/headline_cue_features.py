"""Cues for a headline: its form, and its copies in the URL and elsewhere on the page."""

from __future__ import annotations

import re
from collections import Counter

from ..languages.marks import CLOSING_QUOTES, LATIN_ENDS, one_of
from ..lines.line import Line
from ..text.shape import Shape, fold
from .url_slug import spelled, words

_MAX_WORDS = 28
_MAX_CHARS = 200
_ASKING = re.compile(
    rf"^[^{LATIN_ENDS}]*(?:[?!]|\.\.\.|…){one_of(CLOSING_QUOTES)}*$"
)  # one question or exclamation, which may be a headline of any length
_UNFINISHED = re.compile(r"(?:[:,;。．(\[„]|\s[“«‘])$")  # text that introduces something or breaks off; also full stops of other scripts
NUMBERED = re.compile(r"\d+[.)]\s")  # the first point of a list
WORD = re.compile(r"[^\W\d_]{2,}")


_HOUR, _YEAR = re.compile(r"\b\d{1,2}[:.]\d{2}\b"), re.compile(r"\b(?:19|20)\d{2}\b")
_DATE_WORDS = 9


def stated_time(line: Line) -> bool:
    """Whether a line is short and holds a time of day and a year: a date of publication, not a headline."""
    return line.shape.words <= _DATE_WORDS and _HOUR.search(line.text) is not None and _YEAR.search(line.text) is not None


def title_like(line: Line) -> bool:
    """Whether the line could be a headline by its form."""
    return has_title_form(line.text, line.shape)


def has_title_form(text: str, shape: Shape) -> bool:
    """Whether a text of this shape could be a headline by its form."""
    if shape.bullet or shape.words > _MAX_WORDS or shape.chars > _MAX_CHARS or (shape.prose and not _ASKING.search(text)):
        return False
    if _UNFINISHED.search(text) or (text.endswith(".") and shape.words > 3):
        return False
    return any(map(str.isalpha, text)) and not NUMBERED.match(text)


def could_be_title(line: Line) -> bool:
    """Whether the line could be a headline given other evidence. Looser than `title_like`: allows a list mark or a sentence inside."""
    return _could_be_title(line.text, line.shape)


def _could_be_title(text: str, shape: Shape) -> bool:
    if not 2 <= shape.words <= _MAX_WORDS or shape.chars > _MAX_CHARS:
        return False
    return _UNFINISHED.search(text) is None and not (text.endswith(".") and shape.words > 3) and any(map(str.isalpha, text))


def form(text: str, shape: Shape) -> tuple[bool, bool]:
    """(has at least two words and a headline's form, could be a headline given other evidence)."""
    return shape.words >= 2 and has_title_form(text, shape), bool(text) and _could_be_title(text, shape)


class Clues:
    """Evidence on the page that a line is its headline: copies of it, the page's first line and the URL."""

    def __init__(self, lines: list[Line], url: str | None) -> None:
        self.lines = lines
        self.address = spelled(url)
        self.head = frozenset(WORD.findall(lines[0].text.lower())) if lines else frozenset()
        self.copies = [fold(line.text) for line in lines if line.taken is not None and line.taken.rule.kind == "repeat"]
        self.keys = [line.shape.key for line in lines]
        self.counts = Counter(self.keys)

    def again(self, line: Line) -> bool:
        """Whether a removed copy begins with the line."""
        return any(copy.startswith(line.shape.key) for copy in self.copies)

    def opens_head(self, line: Line) -> bool:
        """Whether the page's first line begins with this line."""
        return self.keys[0].startswith(line.shape.key)

    def times(self, line: Line) -> int:
        """How often the page prints the line, at most 4."""
        return min(self.counts[line.shape.key], 4)

    def in_address(self, text: str) -> tuple[float, float, float]:
        """(share of the text's words that are in the URL, share of the URL's words that are in the text, 1 if both begin with the same word)."""
        own = words(text)
        if not self.address or not own:
            return 0.0, 0.0, 0.0
        covered = sum(word in self.address for word in own) / max(4, len(own))
        return covered, sum(word in own for word in self.address) / len(self.address), float(own[0] == self.address[0])

"""What marks a headline: its form, and what on the page points at it."""

from __future__ import annotations

import re
from collections import Counter

from ..lines.line import Line
from ..text.cache import Memory
from ..text.shape import Shape, fold
from .url_slug import spelled, words

_MAX_WORDS = 28
_MAX_CHARS = 200
_ASKING = re.compile(r"^[^.!?]*(?:[?!]|\.\.\.|…)['\"”’»]*$")  # one question or exclamation: a headline may end so, however long
_UNFINISHED = re.compile(r"(?:[:,;。．(\[„]|\s[“«‘])$")  # what leads to something, or breaks off; a full stop of another script
NUMBERED = re.compile(r"\d+[.)]\s")  # the first point of a list
WORD = re.compile(r"[^\W\d_]{2,}")


_HOUR, _YEAR = re.compile(r"\b\d{1,2}[:.]\d{2}\b"), re.compile(r"\b(?:19|20)\d{2}\b")
_DATE_WORDS = 9


def stated_time(line: Line) -> bool:
    """Whether a line is short and tells an hour and a year: when something was published, and no headline."""
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
    """Whether the line could be a headline where other evidence decides: behind a list mark or with a sentence inside it, too."""
    return _could_be_title(line.text, line.shape)


def _could_be_title(text: str, shape: Shape) -> bool:
    if not 2 <= shape.words <= _MAX_WORDS or shape.chars > _MAX_CHARS:
        return False
    return _UNFINISHED.search(text) is None and not (text.endswith(".") and shape.words > 3) and any(map(str.isalpha, text))


_forms: Memory[tuple[bool, bool]] = Memory()


def form(text: str, shape: Shape) -> tuple[bool, bool]:
    """Whether a line of at least two words is like a headline, and whether it could be one where other evidence decides."""
    found = _forms.known.get(text)
    if found is None:
        found = (shape.words >= 2 and has_title_form(text, shape), bool(text) and _could_be_title(text, shape))
        _forms.keep(text, found)
    return found


class Clues:
    """What on the page points at a line as its headline."""

    def __init__(self, lines: list[Line], url: str | None) -> None:
        self.lines = lines
        self.address = spelled(url)
        self.head = frozenset(WORD.findall(lines[0].text.lower())) if lines else frozenset()
        self.copies = [fold(line.text) for line in lines if line.taken is not None and line.taken.rule.kind == "repeat"]
        self.keys = [line.shape.key for line in lines]
        self.counts = Counter(self.keys)

    def again(self, line: Line) -> bool:
        return any(copy.startswith(line.shape.key) for copy in self.copies)

    def opens_head(self, line: Line) -> bool:
        """Whether the page's first line is a title that begins with this line."""
        return self.keys[0].startswith(line.shape.key)

    def times(self, line: Line) -> int:
        return min(self.counts[line.shape.key], 4)

    def in_address(self, text: str) -> tuple[float, float, float]:
        """Shares of a headline's words that the address spells, and of the address's words that it has; whether both begin with one word."""
        own = words(text)
        if not self.address or not own:
            return 0.0, 0.0, 0.0
        told = sum(word in self.address for word in own) / max(4, len(own))
        return told, sum(word in own for word in self.address) / len(self.address), float(own[0] == self.address[0])

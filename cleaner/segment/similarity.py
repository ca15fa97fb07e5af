"""How the articles of a file stand to one another, and whether one breaks off."""

from __future__ import annotations

from ..lines.line import Line
from ..text.cohesion import Words, words

_OPEN = (",", ";", "–", "—", "-", "(", "“", "„", "«")  # a last line that ends so goes on elsewhere
_SENTENCE = 5  # words that may be a sentence's beginning


def words_of(lines: list[Line]) -> Words:
    """The words of an article. Two articles are as alike as the share of the shorter one's words that stand in the other."""
    return frozenset[int]().union(*(words(line.text) for line in lines))


def breaks_off(lines: list[Line]) -> bool:
    """Whether the last paragraph ends in the middle of a sentence: with an ellipsis behind a word, an open mark, or no stop at all."""
    if not lines:
        return False
    last = lines[-1]
    if last.text.endswith((*_OPEN, "...", "…")):
        return last.shape.words >= _SENTENCE
    return last.shape.prose and not last.shape.stop

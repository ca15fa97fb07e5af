"""The vocabulary of an article, for its similarity to others, and whether its text is truncated."""

from __future__ import annotations

from ..lines.line import Line
from ..text.cohesion import Words, words

_OPEN = (",", ";", "–", "—", "-", "(", "“", "„", "«")  # a last line with such an end is incomplete
_SENTENCE = 5  # words of the shortest beginning of a sentence


def words_of(lines: list[Line]) -> Words:
    """The vocabulary of an article. The similarity of two articles is the share of the smaller vocabulary that is in the other one."""
    return frozenset[int]().union(*(words(line.text) for line in lines))


def breaks_off(lines: list[Line]) -> bool:
    """Whether the text is truncated: its last paragraph ends with an ellipsis, with a mark that continues, or without a full stop."""
    if not lines:
        return False
    last = lines[-1]
    if last.text.endswith((*_OPEN, "...", "…")):
        return last.shape.words >= _SENTENCE
    return last.shape.prose and not last.shape.stop

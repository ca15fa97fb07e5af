"""The headline among an article's kept lines.

It is looked for in what is left after cleaning, so that a cleaned text, headline on top, shows the same one.
"""

from __future__ import annotations

from ..scan import Line
from .paragraphs import parted

_MAX_WORDS = 32
_MAX_CHARS = 220


def is_title(body: list[Line]) -> bool:
    """Whether the first kept line is the headline of what follows."""
    if len(body) < 2:
        return False
    first, second = body[0], body[1]
    shape = first.shape
    if shape.prose or shape.bullet or shape.words > _MAX_WORDS or shape.chars > _MAX_CHARS:
        return False
    if first.text.endswith((":", ",", ";", "。", "．")) or (first.text.endswith(".") and shape.words > 3):
        return False
    return any(c.isalpha() for c in first.text) and parted(first, second)

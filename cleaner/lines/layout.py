"""How kept lines form paragraphs: which are one block (verse, a list, a table), and which are paragraphs of their own."""

from __future__ import annotations

import re

from .line import Line

_SHORT = 80  # characters: two longer lines in a row are two paragraphs, not lines of one
_ITEM = re.compile(r"(?:\(?\w{1,3}[.)]|§)\s")  # a numbered item belongs to its list


def adjacent(upper: Line, lower: Line) -> bool:
    """Whether nothing is between two lines."""
    return lower.block.gap == 0 and lower.block.line - upper.last_line <= 1


def is_long(line: Line) -> bool:
    """Whether a line is a paragraph by itself rather than one of verse, a list or a table."""
    return (line.shape.prose or len(line.text) > _SHORT) and not _ITEM.match(line.text)


def parted(upper: Line, lower: Line) -> bool:
    """Whether two kept lines are separate paragraphs: a blank or removed line is between them, or one is long."""
    return not adjacent(upper, lower) or is_long(upper) or is_long(lower)

"""Kept lines to text: which stand in one block (verse, list, question and answer) and which are paragraphs of their own."""

from __future__ import annotations

from itertools import pairwise

from ..lines.layout import adjacent, is_long, parted
from ..lines.line import Line

_BLANK_PARTED = 0.25  # share of paragraphs with a blank line about them from which on blank lines are the file's way to part them

_FULL = 160  # characters: two such lines are paragraphs even without a blank line between
_FEW = 3  # pairs of paragraphs


def join(source: str, lines: list[Line]) -> str:
    """The text of an article's lines: paragraphs parted by a blank line, the lines of one block by a line end, indents in a block kept.

    Some files have a paragraph a line, others a blank line between paragraphs; the lines themselves tell which.
    """
    if not lines:
        return ""
    texts, tight = pieces(source, lines)
    out = [("\n" if near else "\n\n") + text for text, near in zip(texts, tight, strict=True)]
    return "".join(out).strip("\n")


def pieces(source: str, lines: list[Line]) -> tuple[list[str], list[bool]]:
    """The text of each line, with its indent in a block, and whether only a line end parts it from the line above."""
    blank_parted = _blank_parted(lines)
    between = [_apart(upper, lower) if blank_parted else parted(upper, lower) for upper, lower in pairwise(lines)]
    breaks = [True, *between, True]
    texts = [_indent(source, line) + line.text if not (breaks[i] and breaks[i + 1]) else line.text for i, line in enumerate(lines)]
    return texts, [not apart for apart in breaks[:-1]]


def _apart(upper: Line, lower: Line) -> bool:
    """Where blank lines part paragraphs: whether one stands here, or both lines are too long to belong to one, or one was joined from several."""
    if not adjacent(upper, lower) or min(len(upper.text), len(lower.text)) >= _FULL:
        return True
    return (len(upper.blocks) > 1 or len(lower.blocks) > 1) and is_long(upper) and is_long(lower)


def _blank_parted(lines: list[Line]) -> bool:
    """Whether blank lines are the file's way to part paragraphs: told by the pairs with a paragraph in them, or by all where those are few."""
    pairs = [(upper, lower) for upper, lower in pairwise(lines) if _neighbours(upper, lower)]
    telling = [(upper, lower) for upper, lower in pairs if is_long(upper) or is_long(lower)]
    close = [adjacent(upper, lower) for upper, lower in (telling if len(telling) >= _FEW else pairs)]
    return close.count(False) >= (_BLANK_PARTED if len(telling) >= _FEW else _BLANK_PARTED / 2) * len(close)


def _neighbours(upper: Line, lower: Line) -> bool:
    """Nothing but blank lines between the two: what was removed there tells nothing of the file's own way."""
    return lower.block.line - upper.last_line - lower.block.gap <= 1


def _indent(source: str, line: Line) -> str:
    """The blanks before a line, where nothing was cut from its head."""
    if line.pieces is not None:
        return ""
    at = line.block.start
    while at and source[at - 1] in " \t\u3000":
        at -= 1
    return source[at : line.block.start]

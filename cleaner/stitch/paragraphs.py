"""Join kept lines to text: decide which are in one block (verse, list, question and answer) and which are paragraphs of their own."""

from __future__ import annotations

from itertools import pairwise

from ..lines.layout import adjacent, is_long, parted
from ..lines.line import Line

_BLANK_PARTED = 0.25  # least share of pairs with a blank line between them in a file that separates paragraphs by blank lines

_FULL = 160  # characters; two lines of this length are separate paragraphs even without a blank line between
_FEW = 3  # least number of pairs with a long line that decide about a file


def join(source: str, lines: list[Line]) -> str:
    """The text of an article: paragraphs separated by a blank line, the lines of one block by a line end. Indents in a block are kept.

    Some files have one paragraph per line, others a blank line between paragraphs; the lines themselves decide which.
    """
    if not lines:
        return ""
    texts, tight = pieces(source, lines)
    out = [("\n" if near else "\n\n") + text for text, near in zip(texts, tight, strict=True)]
    return "".join(out).strip("\n")


def pieces(source: str, lines: list[Line]) -> tuple[list[str], list[bool]]:
    """(the text of each line, with its indent if it is in a block; whether only a line end separates each from the line above)."""
    blank_parted = _blank_parted(lines)
    between = [_apart(upper, lower) if blank_parted else parted(upper, lower) for upper, lower in pairwise(lines)]
    breaks = [True, *between, True]
    texts = [_indent(source, line) + line.text if not (breaks[i] and breaks[i + 1]) else line.text for i, line in enumerate(lines)]
    return texts, [not apart for apart in breaks[:-1]]


def _apart(upper: Line, lower: Line) -> bool:
    """Whether two lines are separate paragraphs in a file that separates them by blank lines.

    They are if a blank line is between them, if both are too long for one paragraph, or if either was joined from several lines.
    """
    if not adjacent(upper, lower) or min(len(upper.text), len(lower.text)) >= _FULL:
        return True
    return (len(upper.blocks) > 1 or len(lower.blocks) > 1) and is_long(upper) and is_long(lower)


def _blank_parted(lines: list[Line]) -> bool:
    """Whether the file separates paragraphs by blank lines, by the pairs with a long line, or by all pairs if there are few of these."""
    pairs = [(upper, lower) for upper, lower in pairwise(lines) if _neighbours(upper, lower)]
    with_long = [(upper, lower) for upper, lower in pairs if is_long(upper) or is_long(lower)]
    close = [adjacent(upper, lower) for upper, lower in (with_long if len(with_long) >= _FEW else pairs)]
    return close.count(False) >= (_BLANK_PARTED if len(with_long) >= _FEW else _BLANK_PARTED / 2) * len(close)


def _neighbours(upper: Line, lower: Line) -> bool:
    """Whether nothing but blank lines was between two lines; removed lines there hide how the file separates paragraphs."""
    return lower.block.line - upper.last_line - lower.block.gap <= 1


def _indent(source: str, line: Line) -> str:
    """The white space before a line, if nothing inside the line was changed."""
    if line.pieces is not None:
        return ""
    at = line.block.start
    while at and source[at - 1] in " \t\u3000":
        at -= 1
    return source[at : line.block.start]

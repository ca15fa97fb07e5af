"""Text in columns, wrapped to their widths, without trailing blanks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text


class Cell(NamedTuple):
    """One column of one row: its text, its width, and the number of blanks to its left."""

    text: Text
    width: int
    gap: int


def lines(drawn: Console, cells: Sequence[Cell]) -> Iterator[Text]:
    """The cells side by side as lines, each wrapped to its width, without trailing blanks."""
    from rich.text import Text

    wrapped = [list(cell.text.wrap(drawn, cell.width, overflow="fold")) for cell in cells]
    for pieces in zip_longest(*wrapped):
        line = Text(no_wrap=True, overflow="ignore")
        start = 0
        for piece, cell in zip(pieces, cells, strict=True):
            start += cell.gap
            if piece is not None:
                piece.rstrip()
                line.pad_right(max(0, start - line.cell_len))
                line.append_text(piece)
            start += cell.width
        line.rstrip()
        yield line


def indented(drawn: Console, text: Text, by: int) -> Iterator[Text]:
    """`text` wrapped, with every line indented by `by` columns."""
    return lines(drawn, [Cell(text, max(drawn.width - by, 1), by)])

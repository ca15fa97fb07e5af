"""Distinguishes data tables, which are read row by row, from layout tables, which are read as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

_LOOKED_AT = 60  # rows that are examined
_LONG = 250  # characters: a longer cell is not data
_BLOCKS = frozenset(
    ["table", "div", "p", "ul", "ol", "dl", "pre", "blockquote", "form", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "nav"]
)
_MULTIPLE = 0.5  # share of rows with several cells


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table is tabular data: several cells per row, most of them short, without block-level content."""
    if table.get("role") in ("presentation", "none"):
        return False
    rows = list(islice(table.iter("tr"), _LOOKED_AT))
    if len(rows) < 2:
        return False
    several = long = 0
    for row in rows:
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        several += len(cells) > 1
        for cell in cells:
            blocks = list(cell.iter(*_BLOCKS))
            if len(blocks) > 1 or (blocks and blocks[0].tag not in ("p", "div")):
                return False
            long += len(cell.text_content()) > _LONG
    return several >= _MULTIPLE * len(rows) and long * 4 <= len(rows)


def rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    """The caption and the rows of a table, in order."""
    yield from table.iter("caption", "tr")

"""Splits text into blocks: every non-blank line, with its position."""

import re
from collections.abc import Sequence

from ..data import Block, Place

_ODD_BREAK = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what str.splitlines breaks at besides \n and \r


def lines(text: str, start: int = 0, places: Sequence[Place | None] | None = None) -> list[Block]:
    """The blocks of text[start:]. Line ends are LF, CRLF or CR; a separator such as U+2028 divides a line into blocks.

    `places` holds the place of each block in the tree of an HTML page. Raises ValueError if there are more or fewer of them.
    """
    pieces = text[start:].splitlines(keepends=True)
    odd = _ODD_BREAK.search(text) is not None
    number = 1 + _count_lines(text[:start])
    blocks: list[Block] = []
    place_of = iter(places or ())
    at, gap = start, 0
    for piece in pieces:
        stripped = piece.strip()
        if stripped:
            begin = at + piece.index(stripped)
            blocks.append(Block(stripped, begin, begin + len(stripped), number, gap, next(place_of, None)))
            gap = 0
        else:
            gap += 1
        at += len(piece)
        if not odd or piece[-1] in "\r\n":
            number += 1
    if places is not None and len(places) != len(blocks):
        raise ValueError(f"{len(places)} places for {len(blocks)} blocks")
    return blocks


def _count_lines(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def last_line(text: str) -> int:
    """The 1-based number of the last line of `text`: a final line end does not start another line."""
    return max(1, _count_lines(text) + (0 if text.endswith(("\n", "\r")) else 1))

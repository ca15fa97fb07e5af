"""The outline of a page: its blocks of text in reading order, and the boxes (block-level elements) around them.

A block is a run of text without a block-level tag or line break in it. The outline has every block of the page, including hidden
ones; which are article text is decided later. Boxes are in document order with the range of blocks in each, so that a sum over a box
is the difference of two running sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from ...languages.marks import ARMENIAN_END, CJK, ENDS_BUT_URDU, QUOTES_OR_BRACKET, one_of
from .elements import Element
from .tree import is_permalink

_END = re.compile(rf"{one_of(ENDS_BUT_URDU, ARMENIAN_END, ':;')}{one_of(QUOTES_OR_BRACKET, '“」』）')}*$")
_LONG = 80  # characters: a shorter block is not running text
BELOW = -1  # the offset of an image below a block
_LINKED = 0.4  # share of characters in links with which a text is a list of links
_CJK = re.compile(f"[{CJK}]")


class Mark(NamedTuple):
    """A link or emphasis on text[start:end] of a block; `kind` is link, strong, em, code or strike; `target` is a link's URL."""

    start: int
    end: int
    kind: str
    target: str = ""


class Image(NamedTuple):
    """An image before text[at:] of a block, or, if `at` is BELOW, between it and the next block."""

    at: int
    source: str
    alt: str


class TreeBlock(NamedTuple):
    """One block of text.

    `kind`: paragraph, heading, item, row, code, term, definition, caption, button or summary. `level`: a heading's 1 to 6, or how many
    lists an item is nested in. `number`: of an item of a numbered list. `quoted`: inside a block quote. `hidden`: not visible before a
    script acts. `soft`: only a line break or list border divides it from the block above. `box`: index of the box it is in.
    """

    text: str
    element: HtmlElement
    box: int
    kind: str = "paragraph"
    level: int = 0
    number: int | None = None
    linked: int = 0  # characters in links
    bold: int = 0  # characters in <b> or <strong>
    quoted: bool = False
    hidden: bool = False
    soft: bool = False
    marks: tuple[Mark, ...] = ()
    images: tuple[Image, ...] = ()
    cells: tuple[int, ...] = ()  # offsets in a table row at which the second and later cells begin
    depth: int = 0  # block quotes around it

    @property
    def shown(self) -> str:
        """The text without a permalink sign at its end or beginning."""
        for start, end, kind, target in self.marks:
            if "#" in target and kind == "link" and is_permalink(self.text[start:end], target):
                if not self.text[end:].strip():
                    return self.text[:start].rstrip() or self.text
                if not self.text[:start].strip():
                    return self.text[end:].lstrip()
        return self.text

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of running text."""
        length = len(self.text)
        if length <= _LONG and not (length > _LONG // 2 and _CJK.search(self.text)):
            return False
        return self.linked < _LINKED * length and self.kind not in ("row", "code") and _END.search(self.text) is not None


OpenedBox = tuple[HtmlElement, Element, int, int, int]  # a box without its end: the fields of Boxes for one element


@dataclass(frozen=True, slots=True)
class Boxes:
    """The block-level elements of a page in document order: parallel sequences with one entry per box."""

    elements: Sequence[HtmlElement]
    named: Sequence[Element]  # tag, names and flags of each element
    parents: Sequence[int]  # index of the box around; -1 at the top
    depths: Sequence[int]
    firsts: Sequence[int]  # each box contains the blocks from `first` up to, not including, `end`
    ends: Sequence[int]

    @classmethod
    def of(cls, opened: Sequence[OpenedBox], ends: Sequence[int]) -> Boxes:
        """The boxes in the order in which they were opened, at least one."""
        elements, named, parents, depths, firsts = zip(*opened, strict=True)
        return cls(elements, named, parents, depths, firsts, ends)

    def around(self, box: int) -> Iterator[int]:
        """The box and those around it, innermost first; nothing for -1."""
        while box >= 0:
            yield box
            box = self.parents[box]


@dataclass(frozen=True, eq=False)
class Outline:
    """The blocks of a page in reading order, and its boxes."""

    blocks: Sequence[TreeBlock]
    boxes: Boxes

    @cached_property
    def prose(self) -> list[bool]:
        """For each block, whether it reads as a paragraph of running text."""
        return [block.prose for block in self.blocks]

    @cached_property
    def distinct(self) -> tuple[list[Element], NDArray[np.intp]]:
        """The distinct elements of `boxes.named` in order, and the index of each box's own among them: templates repeat their elements."""
        known: dict[Element, int] = {}
        numbers = [known.setdefault(element, len(known)) for element in self.boxes.named]
        return list(known), np.array(numbers, np.intp)

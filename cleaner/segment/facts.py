"""A scanned file as arrays: what the evidence for a boundary is worked out from.

A *gap* is the place between two neighbouring paragraphs that stay: one may be the end of a story and the other the
lead of the next. Between them stand headlines, clocks, footers and blank lines, or nothing.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..line import Line
from ..memory import Memory
from ..weights import Matrix
from .clues import could_be_title, title_like
from .cohesion import Cohesion

Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]

# rule groups -> the class of furniture they tell of
_CLASSES = {
    "clock": ("clock", "hour"),
    "byline": ("byline",),
    "share": ("share", "button", "link", "platform"),
    "reading": ("reading-time", "caption"),
    "summary": ("summary",),
    "copyright": ("copyright",),
    "comments": ("comments",),
    "related": ("related",),
    "author": ("tags", "author-box"),
    "offer": ("newsletter", "paywall", "prompt", "advertising", "consent"),
    "nav": ("nav", "label"),
    "copy": ("headline",),
}
CLASSES = tuple(_CLASSES)
_CLASS_OF = {group: index for index, groups in enumerate(_CLASSES.values()) for group in groups}
_DOUBT = 0.2  # chance of text below which a paragraph that the weights remove tells nothing of a story
_RETURN = 12  # lines above within which a line's copy is no return of the page's furniture


class Facts:
    """Arrays over lines end in s; arrays over gaps are made of them by `upper` and `lower`, the indexes of the two paragraphs."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        count = len(lines)
        shapes = [line.shape for line in lines]

        def column(values: list[float]) -> Matrix:
            return np.array(values, np.float32)

        self.blanks = column([min(line.block.gap, 6) for line in lines])
        self.words = column([min(shape.words, 200) for shape in shapes])
        self.gone = np.array([line.gone for line in lines], bool)
        self.ruled = np.array([line.ruled_out for line in lines], bool)
        self.chances = column([line.chance for line in lines])
        self.prose = np.array([shape.prose for shape in shapes], bool) & ~self.ruled & (~self.gone | (self.chances > _DOUBT))
        self.stops = np.array([shape.stop for shape in shapes], bool)
        self.classes = np.zeros((count, len(CLASSES)), np.float32)
        for i, line in enumerate(lines):
            if line.hits or line.taken is not None or line.pieces is not None:
                for group in _groups(line):
                    index = _CLASS_OF.get(group)
                    if index is not None:
                        self.classes[i, index] = 1
        paragraphs = np.flatnonzero(self.prose)
        self.paragraphs: Ints = paragraphs
        self.upper, self.lower = paragraphs[:-1], paragraphs[1:]

    @cached_property
    def cohesion(self) -> Cohesion:
        return Cohesion([self.lines[i].text for i in self.paragraphs])

    @cached_property
    def titles(self) -> Flags:
        """The lines that could be a headline by their form."""
        found: Flags = np.array([form[0] for form in self._forms], bool) & ~self.ruled
        return found

    @cached_property
    def openings(self) -> Flags:
        """The lines that could open a story: headlines of any form, kept or held for furniture, and copies."""
        return np.array([form[1] for form in self._forms], bool)

    @cached_property
    def _forms(self) -> list[tuple[bool, bool]]:
        return [_forms.known.get(line.text) or _form(line) for line in self.lines]

    @cached_property
    def keys(self) -> Ints:
        """The same number for lines that read the same."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(line.shape.key, len(known)) for line in self.lines], np.intp)

    @cached_property
    def returns(self) -> Flags:
        """Lines, not paragraphs, that stood further up in the file already: furniture that comes again with each page."""
        out = np.zeros(len(self.lines), bool)
        last: dict[int, int] = {}
        for i, key in enumerate(self.keys.tolist()):
            out[i] = i - last.get(key, i) > _RETURN and not self.prose[i]
            last.setdefault(key, i)
        return out

    def total(self, values: Matrix | Flags, first: Ints, end: Ints) -> Matrix:
        """For each gap the sum of a column (or of each column) over lines first to end - 1."""
        sums = np.concatenate([np.zeros((1, *values.shape[1:]), np.float32), np.cumsum(values, axis=0, dtype=np.float32)])
        out: Matrix = sums[np.maximum(end, first)] - sums[first]
        return out

    def highest(self, values: Matrix, first: Ints, end: Ints) -> Matrix:
        """For each gap the highest value over lines first to end - 1, which must be at least one."""
        if not len(first):
            return np.zeros(0, np.float32)
        padded = np.append(values, np.float32(0))
        bounds = np.stack([first, end], axis=1).ravel()
        found: Matrix = np.maximum.reduceat(padded, bounds)[::2]
        return found


_forms: Memory[tuple[bool, bool]] = Memory()


def _form(line: Line) -> tuple[bool, bool]:
    """(like a headline, able to be one where other clues decide), for a line not seen before."""
    found = (line.shape.words >= 2 and title_like(line), bool(line.text) and could_be_title(line))
    _forms.keep(line.text, found)
    return found


def _groups(line: Line) -> set[str]:
    found = {hit.rule.group for hit in line.hits}
    if line.taken is not None:
        found.add(line.taken.rule.group)
    found.update(piece.hit.rule.group for piece in line.edits() if piece.hit)
    return found

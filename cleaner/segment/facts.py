"""A scanned file as arrays: what the evidence for a boundary is worked out from.

A *gap* is the place between two neighbouring paragraphs that stay: one may be the end of a story and the other the
lead of the next. Between them stand headlines, clocks, footers and blank lines, or nothing.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..line import Line
from ..models import Matrix
from .clues import form
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
GONE, TITLES, RETURNS, CLASSED = 0, 1, 2, slice(3, None)  # columns of `Facts.counts`
_DOUBT = 0.2  # chance of text below which a paragraph that the weights remove tells nothing of a story
_RETURN = 12  # lines above within which a line's copy is no return of the page's furniture


class Facts:
    """Arrays over lines end in s; arrays over gaps are made of them by `upper` and `lower`, the indexes of the two paragraphs."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        shapes = [line.shape for line in lines]
        self.blanks: Matrix = np.minimum(np.array([line.block.gap for line in lines], np.float32), 6)
        self.words: Matrix = np.minimum(np.array([shape.words for shape in shapes], np.float32), 200)
        self.gone: Flags = np.array([line.gone for line in lines], bool)
        self.ruled: Flags = np.array([line.ruled_out for line in lines], bool)
        self.chances: Matrix = np.array([line.chance for line in lines], np.float32)
        self.prose: Flags = np.array([shape.prose for shape in shapes], bool) & ~self.ruled & (~self.gone | (self.chances > _DOUBT))
        self.stops: Flags = np.array([shape.stop for shape in shapes], bool)
        self.classes: Matrix = np.zeros((len(lines), len(CLASSES)), np.float32)
        self.classes.ravel()[_class_cells(lines)] = 1
        paragraphs = np.flatnonzero(self.prose)
        self.paragraphs: Ints = paragraphs
        self.upper, self.lower = paragraphs[:-1], paragraphs[1:]

    @cached_property
    def cohesion(self) -> Cohesion:
        return Cohesion([self.lines[i].text for i in self.paragraphs.tolist()])

    @cached_property
    def titles(self) -> Flags:
        """The lines that could be a headline by their form."""
        found: Flags = np.array([title for title, _ in self._forms], bool) & ~self.ruled
        return found

    @cached_property
    def openings(self) -> Flags:
        """The lines that could open a story: headlines of any form, kept or held for furniture, and copies."""
        return np.array([opening for _, opening in self._forms], bool)

    @cached_property
    def _forms(self) -> list[tuple[bool, bool]]:
        return [form(line.text, line.shape) for line in self.lines]

    @cached_property
    def copies(self) -> list[tuple[int, int, int]]:
        """(the line where its words stand first, the last one above that reads the same, its own index) of each line that stands again."""
        keys = [line.shape.key for line in self.lines]
        if len(set(keys)) == len(keys):
            return []
        out = []
        first: dict[str, int] = {}
        last: dict[str, int] = {}
        for i, key in enumerate(keys):
            if key in first:
                out.append((first[key], last[key], i))
            else:
                first[key] = i
            last[key] = i
        return out

    @cached_property
    def returns(self) -> Flags:
        """Lines, not paragraphs, that stood further up in the file already: furniture that comes again with each page."""
        out = np.zeros(len(self.lines), bool)
        out[[i for first, _, i in self.copies if i - first > _RETURN]] = True
        return out & ~self.prose

    @cached_property
    def blank_most(self) -> Matrix:
        """For each gap the most blank lines above one of its lines, those above the lower paragraph among them."""
        found: Matrix = np.maximum.reduceat(self.blanks[: self.paragraphs[-1] + 1], self.upper + 1)
        return found

    @cached_property
    def usual_blank(self) -> float:
        """The blank lines above a paragraph of this file."""
        return median(self.blanks[self.lower])

    def counts(self, first: Ints, end: Ints) -> Matrix:
        """A row for each pair: how many of the lines first to end - 1 are GONE, TITLES, RETURNS, and of each of CLASSES."""
        rows: Matrix = self._sums.take(np.maximum(end, first), axis=0)
        rows -= self._sums.take(first, axis=0)
        return rows

    @cached_property
    def _sums(self) -> Matrix:
        """The counts of all lines above each line."""
        sums = np.zeros((len(self.lines) + 1, CLASSED.start + len(CLASSES)), np.float32)
        below = sums[1:]
        below[:, GONE], below[:, TITLES], below[:, RETURNS], below[:, CLASSED] = self.gone, self.titles, self.returns, self.classes
        np.cumsum(below, axis=0, out=below)
        return sums


def median(values: Matrix) -> float:
    """As numpy's, which takes its time with a few numbers."""
    ordered, half = np.sort(values), len(values) // 2
    middle: float = ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return middle


def _class_cells(lines: list[Line]) -> list[int]:
    """The cells of a table with a row a line and a column a class at which a rule of the class speaks, removes or changes something."""
    cells: list[int] = []
    for row, line in enumerate(lines):
        groups = line.said.groups
        if line.taken is not None and line.taken.rule.group not in groups:
            groups |= {line.taken.rule.group}
        if line.pieces is not None:
            groups |= {piece.hit.rule.group for piece in line.pieces if piece.hit is not None}
        if groups:
            cells += [row * len(CLASSES) + _CLASS_OF[group] for group in groups if group in _CLASS_OF]
    return cells

"""A scanned file as arrays with one entry per line; the boundary features are computed from them.

Hard-wrapped files are unwrapped first: the lines of one wrapped paragraph count as one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ..lines.line import Line
from ..lines.wrapping import unwrapped
from ..models import Matrix
from .line_form_features import FORM, forms

Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]

# rule groups -> the class of boilerplate they identify
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
    "separator": ("separator",),
    "record": ("record",),
}
CLASSES = tuple(_CLASSES)
_CLASS_OF = {group: index for index, groups in enumerate(_CLASSES.values()) for group in groups}
_MOST_BLANKS = 6


@dataclass(frozen=True, eq=False)
class FileLines:
    """Arrays with one entry per line of the file, without blank lines; `first` are indexes into the scanned lines."""

    first: Ints
    texts: list[str]
    keys: list[str]  # the folded text, to find copies
    blanks: Matrix  # blank lines directly above, at most 6
    ruled: Flags  # removed by a rule; the line model alone does not count
    classes: Matrix  # (lines, CLASSES): 1 where a rule of the class matches, removes or changes something
    forms: Matrix  # (lines, FORM)
    chances: Matrix

    @classmethod
    def of(cls, lines: Sequence[Line], unwrap: bool = True) -> FileLines:
        """The arrays of scanned lines; `unwrap` joins the lines of a wrapped paragraph into one."""
        groups = unwrapped(lines) if unwrap else [[i] for i in range(len(lines))]
        first = np.array([group[0] for group in groups], np.intp)
        heads = [lines[i] for i in first.tolist()]
        texts = [
            line.text or line.block.text if len(group) == 1 else " ".join(lines[i].block.text for i in group)
            for line, group in zip(heads, groups, strict=True)
        ]
        classes = np.zeros((len(heads), len(CLASSES)), np.float32)
        classes.ravel()[_class_cells(heads)] = 1
        return cls(
            first,
            texts,
            [line.shape.key for line in heads],
            np.minimum(np.array([line.block.gap for line in heads], np.float32), _MOST_BLANKS),
            np.array([line.ruled_out for line in heads], bool),
            classes,
            forms(texts),
            np.array([line.probability for line in heads], np.float32),
        )

    def __len__(self) -> int:
        return len(self.texts)

    def form(self, name: str) -> Matrix:
        """One column of `forms`."""
        column: Matrix = self.forms[:, FORM[name]]
        return column

    @cached_property
    def paragraphs(self) -> Ints:
        """Indexes of the lines that read as running text by their form, and that no rule removes."""
        return np.flatnonzero((self.form("prose") > 0) & ~self.ruled)


def _class_cells(lines: Sequence[Line]) -> list[int]:
    """The flat indexes in a table (lines, CLASSES) of the cells where a rule of the class matches, removes or changes something."""
    cells: list[int] = []
    for row, line in enumerate(lines):
        groups = line.matches.groups
        if line.taken is not None and line.taken.rule.group not in groups:
            groups |= {line.taken.rule.group}
        if line.begin is not None:
            groups |= {line.begin.rule.group}
        if line.pieces is not None:
            groups |= {piece.hit.rule.group for piece in line.pieces if piece.hit is not None}
        if groups:
            cells += [row * len(CLASSES) + _CLASS_OF[group] for group in groups if group in _CLASS_OF]
    return cells

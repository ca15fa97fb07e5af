"""Detect hard-wrapped text, whose paragraphs were broken into lines at a fixed width."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .line import Line

_NARROWEST, _WIDEST = 40, 130  # characters of a wrap width
_PAIRS = 5  # minimum of pairs of lines without a blank line between them
_FULL = 0.5  # share of those pairs whose upper line is filled to the width
_OVER = 0.25  # share of lines that may be longer: headlines are not wrapped
_EDGE = 14  # characters: a filled line ends this near to the width


def unwrapped(lines: Sequence[Line]) -> list[list[int]]:
    """The indexes of the lines of each paragraph, in order; one list per line if the file is not hard-wrapped."""
    width = wrap_width(lines)
    if not width:
        return [[i] for i in range(len(lines))]
    groups: list[list[int]] = []
    for i, line in enumerate(lines):
        if groups and line.block.gap == 0 and _filled(lines[groups[-1][-1]], line, width):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def wrap_width(lines: Sequence[Line]) -> int:
    """The width in characters at which a file was wrapped; 0 if it was not."""
    pairs = [(upper, lower) for upper, lower in pairwise(lines) if lower.block.gap == 0]
    joined = np.array([_last_length(upper) for upper, _ in pairs], np.intp)
    if not could_be_wrapped(joined):
        return 0
    counts = np.bincount(np.minimum(joined, _WIDEST + _EDGE), minlength=_WIDEST + _EDGE + 1)
    sums = np.concatenate([[0], np.cumsum(counts)])
    widths = np.arange(_NARROWEST, _WIDEST + 1)
    edge = sums[widths + 1] - sums[widths + 1 - _EDGE]
    width = int(widths[np.argmax(edge - 2 * counts[widths + 1])])
    while width > _NARROWEST and not counts[width]:
        width -= 1
    if (joined > width).mean() > _OVER:
        return 0
    filled = sum(_filled(upper, lower, width) for upper, lower in pairs)
    running = sum(_filled(upper, lower, width) and not upper.shape.stop for upper, lower in pairs)
    return width if filled >= _FULL * len(pairs) and running >= 0.6 * filled else 0


def could_be_wrapped(lengths: NDArray[np.intp]) -> bool:
    """Whether lines of these lengths, each followed by a line without a blank line between, can be those of a wrapped file."""
    return len(lengths) >= _PAIRS and _NARROWEST / 2 <= _median(lengths) <= _WIDEST


def _last_length(line: Line) -> int:
    """Characters of the last line of the source that a line is made of."""
    return len(line.blocks[-1].text)


def _filled(upper: Line, lower: Line, width: int) -> bool:
    """Whether the first word of the lower line would not have fitted on the upper one."""
    length = _last_length(upper)
    return length <= width and length + 1 + len(lower.blocks[0].text.split(" ", 1)[0]) > width


def _median(values: NDArray[np.int_]) -> float:
    """The median, as numpy computes it, without the load time of numpy's masked arrays."""
    ordered, half = np.sort(values), len(values) // 2
    return float(ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2)

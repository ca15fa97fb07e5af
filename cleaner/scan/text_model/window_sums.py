"""Sums and distances over windows of lines, computed for all lines of a page at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...models import Matrix

Flags = NDArray[np.bool_]
FAR = 60.0  # lines; the largest distance, also used if there is none


class Runs:
    """Runs of neighbouring lines with equal keys: for each line the length of its run, and the number of the run's lines above."""

    def __init__(self, keys: NDArray[np.int_] | Flags) -> None:
        count = len(keys)
        changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
        self.starts = np.concatenate([[0], changes]).astype(np.intp)
        self.lengths = np.diff(np.append(self.starts, count))
        self.length = np.repeat(self.lengths, self.lengths)
        self.above = np.arange(count) - np.repeat(self.starts, self.lengths)

    def sums(self, values: Matrix) -> Matrix:
        """The sum over each run: (runs,)."""
        found: Matrix = np.add.reduceat(values, self.starts)
        return found

    def spread(self, values: Matrix) -> Matrix:
        """Repeat one value per run for each of its lines: (lines,)."""
        return np.repeat(values, self.lengths)


def shifted(rows: Matrix, step: int, beyond: float) -> Matrix:
    """For each line the values `step` lines away: (features, lines); `beyond` outside the page."""
    out = np.full_like(rows, beyond)
    if step < 0:
        out[:, -step:] = rows[:, :step]
    else:
        out[:, :-step] = rows[:, step:]
    return out


def sides(rows: Matrix, reaches: Sequence[int]) -> tuple[Matrix, Matrix]:
    """Sums of rows over the lines above and below within each reach: (rows, reaches, 2, lines), and the counts of those lines."""
    count = rows.shape[1]
    index, reach = np.arange(count), np.array(reaches)[:, None]
    low, high = (
        np.maximum(index - reach, 0),
        np.minimum(index + reach + 1, count),
    )  # the first line within reach, and the one after the last
    sums = np.zeros((len(rows), count + 1), np.float64)
    np.cumsum(rows, axis=1, out=sums[:, 1:])
    found = np.empty((len(rows), len(reaches), 2, count), np.float32)
    found[:, :, 0] = sums[:, None, :-1] - sums.take(low, axis=1)
    found[:, :, 1] = sums.take(high, axis=1) - sums[:, None, 1:]
    lines = np.empty((len(reaches), 2, count), np.float32)
    lines[:, 0], lines[:, 1] = index - low, high - index - 1
    return found, lines


def means(rows: Matrix, reaches: Sequence[int]) -> Matrix:
    """Means over the lines above and below within each reach: one row per (reach, side, row), in this order."""
    sums, lines = sides(rows, reaches)
    found: Matrix = np.divide(sums.transpose(1, 2, 0, 3), np.maximum(lines, 1)[:, :, None], dtype=np.float32)
    return found.reshape(-1, rows.shape[1])


def distances(masks: Flags) -> Matrix:
    """Distance up and down to the nearest line of each mask, itself included: two rows per mask; at most FAR."""
    count = masks.shape[1]
    index = np.arange(count, dtype=np.float32)
    out = np.empty((len(masks), 2, count), np.float32)
    np.subtract(index, np.maximum.accumulate(np.where(masks, index, np.float32(-1000)), axis=1), out=out[:, 0])
    nearest = np.minimum.accumulate(np.where(masks, index, np.float32(count + 1000))[:, ::-1], axis=1)[:, ::-1]
    np.subtract(nearest, index, out=out[:, 1])
    return np.minimum(out, FAR).reshape(-1, count)

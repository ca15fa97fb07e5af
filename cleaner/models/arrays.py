"""Array types of the models, and functions that read them from a model's file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Indexes = NDArray[np.intp]


def logistic(scores: Matrix) -> Matrix:
    """Convert scores (log odds) to probabilities, elementwise."""
    with np.errstate(over="ignore"):  # a very low score overflows, and its probability is 0
        probabilities: Matrix = (1 / (1 + np.exp(-scores))).astype(np.float32)
    return probabilities


def side_by_side(columns: Sequence[Any]) -> Matrix:
    """Columns of equal length, as arrays or lists of numbers, as one matrix: (length, columns). Faster than `numpy.stack` for few rows."""
    out = np.empty((len(columns[0]), len(columns)), np.float32)
    for at, column in enumerate(columns):
        out[:, at] = column
    return out


def floats(values: Any) -> Matrix:
    """Convert a list of numbers from a model's file to an array; null means infinity."""
    return np.array([np.inf if value is None else value for value in values], np.float32)


def indexes(values: Any, bound: int) -> Indexes:
    """Convert a list of indexes from a model's file to an array. Raises ValueError if one is not from 0 to `bound` - 1."""
    found = np.array(values, np.intp)
    if found.size and not (int(found.min()) >= 0 and int(found.max()) < bound):
        raise ValueError(f"an index is not from 0 to {bound - 1}")
    return found


def slices(count: int, most: int) -> Iterator[slice]:
    """Divide `count` rows into slices of about equal length, of at most max(4, `most`) rows. No slice has a single row unless `count` is 1.

    numpy rounds the sum of one row differently from the sums of several rows, so a row's score must not depend on its batch.
    """
    parts = -(-count // max(4, most))
    for part in range(parts):
        yield slice(count * part // parts, count * (part + 1) // parts)

"""The arrays that models work on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Indexes = NDArray[np.intp]


def logistic(scores: Matrix) -> Matrix:
    """Scores (log odds) as probabilities."""
    with np.errstate(over="ignore"):  # of a very low score: its probability is 0
        probabilities: Matrix = (1 / (1 + np.exp(-scores))).astype(np.float32)
    return probabilities


def floats(values: Any) -> Matrix:
    """A list of numbers from a model's file, in which null stands for infinity."""
    return np.array([np.inf if value is None else value for value in values], np.float32)


def indexes(values: Any, bound: int) -> Indexes:
    """A list of indexes from a model's file. Raises ValueError where one is not from 0 to `bound` - 1."""
    found = np.array(values, np.intp)
    if found.size and not (int(found.min()) >= 0 and int(found.max()) < bound):
        raise ValueError(f"an index is not from 0 to {bound - 1}")
    return found


def slices(count: int, most: int) -> Iterator[slice]:
    """Slices of about equal length that make up `count` rows, of up to `most` where that is at least 4; one of a single row only where there is no more.

    A sum over one row's column is rounded otherwise than over several rows': so a row's score does not depend on how many come with it.
    """
    parts = -(-count // max(4, most))
    for part in range(parts):
        yield slice(count * part // parts, count * (part + 1) // parts)

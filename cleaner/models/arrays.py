"""The arrays that models work on."""

from __future__ import annotations

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

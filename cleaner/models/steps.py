"""Additive models of steps: each feature that exceeds a threshold adds a weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Indexes, Matrix, floats, indexes, logistic

_ROWS = 2_000  # rows at a time: a huge page needs no huge memory


@dataclass(frozen=True, eq=False)
class Steps:
    """score = bias + the weights of all steps whose feature exceeds the threshold; probability = logistic of it."""

    bias: float
    columns: Indexes
    thresholds: Matrix
    weights: Matrix

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes) -> Steps:
        """The model in a file's part, for a matrix in which its features stand in `columns`."""
        at = indexes(part["at"], len(columns))
        return cls(float(part["bias"]), columns[at], floats(part["cuts"]), floats(part["rises"]))

    def scores(self, matrix: Matrix) -> Matrix:
        """The score (log odds) of each row."""
        return summed(matrix, self.columns, self.thresholds, self.weights) + np.float32(self.bias)

    def probabilities(self, matrix: Matrix) -> Matrix:
        """The probability of each row."""
        return logistic(self.scores(matrix))

    def contributions(self, row: Matrix) -> Matrix:
        """What each feature adds to the score of one row; one number a column of the matrix."""
        out = np.zeros(len(row), np.float32)
        np.add.at(out, self.columns, np.where(row[self.columns] > self.thresholds, self.weights, 0))
        return out


def summed(matrix: Matrix, columns: Indexes, thresholds: Matrix, weights: Matrix) -> Matrix:
    """The weights, or each row of weights, of the steps that each row of the matrix passes, summed."""
    rows = np.ascontiguousarray(matrix.T)  # column by column, as memory likes it
    parts = []
    for first in range(0, max(1, len(matrix)), _ROWS):
        passed = rows[:, first : first + _ROWS].take(columns, axis=0)
        np.greater(passed, thresholds[:, None], out=passed)  # as ones and zeros
        parts.append(weights @ passed)
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)

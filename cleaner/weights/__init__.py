"""Weights that add up, kept in data files: the form they all have, and how they are read.

Each file beside this module is made by `benchmarks/fit.py`, and says on what it was fitted and how it scored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Matrix", "Steps", "logistic", "read", "weighed"]

Matrix = NDArray[np.float32]
_CHUNK = 2_000  # rows weighed at a time: a huge page needs no huge memory
Named = tuple[tuple[str, str], ...]  # (name, plain words) of each column


@dataclass(frozen=True, eq=False)
class Steps:
    """An additive model: score = bias + the weights of all steps whose feature exceeds the threshold; chance = logistic of it."""

    bias: float
    columns: NDArray[np.intp]
    thresholds: Matrix
    weights: Matrix

    @classmethod
    def of(cls, record: dict[str, Any], named: Named) -> Steps:
        """The model in a data file's record, for a matrix whose columns are `named`."""
        place = {name: index for index, (name, _) in enumerate(named)}
        rows = [(place[name], threshold, weight) for name, steps in record["steps"].items() for threshold, weight in steps]
        columns, thresholds, weights = (np.array(part) for part in zip(*rows, strict=True))
        return cls(record["bias"], columns.astype(np.intp), thresholds.astype(np.float32), weights.astype(np.float32))

    def scores(self, matrix: Matrix) -> Matrix:
        """The sum of weights of each row; above zero speaks for."""
        return weighed(matrix, self.columns, self.thresholds, self.weights) + np.float32(self.bias)

    def chances(self, matrix: Matrix) -> Matrix:
        """The probability of each row."""
        return logistic(self.scores(matrix))

    def contributions(self, row: Matrix) -> Matrix:
        """What each feature adds for one row; one number a column of the matrix."""
        out = np.zeros(len(row), np.float32)
        np.add.at(out, self.columns, np.where(row[self.columns] > self.thresholds, self.weights, 0))
        return out


def logistic(scores: Matrix) -> Matrix:
    """Scores as probabilities."""
    chances: Matrix = (1 / (1 + np.exp(-scores))).astype(np.float32)
    return chances


def weighed(matrix: Matrix, columns: NDArray[np.intp], thresholds: Matrix, weights: Matrix) -> Matrix:
    """The weights, or each row of weights, of the steps that each row of the matrix passes, summed."""
    rows = np.ascontiguousarray(matrix.T)  # column by column, as memory likes it
    parts = []
    for first in range(0, max(1, len(matrix)), _CHUNK):
        passed = rows[:, first : first + _CHUNK].take(columns, axis=0)
        np.greater(passed, thresholds[:, None], out=passed)  # as ones and zeros
        parts.append(weights @ passed)
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)


@lru_cache(maxsize=8)
def read(name: str) -> dict[str, Any]:
    """The record in the data file `name`.json."""
    record: dict[str, Any] = json.loads(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return record

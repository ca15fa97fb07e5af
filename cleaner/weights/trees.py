"""Weights for pieces of evidence that count together: small decision trees whose values add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import Matrix, Named

_ROWS = 512  # rows at a time: what is held beside the matrix stays small


@dataclass(frozen=True, eq=False)
class Trees:
    """score = bias + the value that each tree gives; chance = logistic of it.

    All trees are full and of one depth, their nodes numbered from the root: the children of node i are 2i + 1, taken while the
    feature is at most the threshold, and 2i + 2. `columns` and `thresholds` have a row a tree and an entry for each inner node,
    `values` one for every node: those of inner nodes are the mean of what lies below, and serve to tell what a feature adds.
    """

    bias: float
    columns: NDArray[np.intp]
    thresholds: Matrix
    values: Matrix

    @classmethod
    def of(cls, record: dict[str, Any], named: Named) -> Trees:
        """The trees in a data file's record, for a matrix whose columns are `named`."""
        place = {name: index for index, (name, _) in enumerate(named)}
        columns = np.array([place[name] for name in record["columns"]], np.intp)[np.array(record["splits"], np.intp)]
        thresholds = np.array([[np.inf if cut is None else cut for cut in row] for row in record["thresholds"]], np.float32)
        return cls(record["bias"], columns, thresholds, np.array(record["values"], np.float32))

    @property
    def depth(self) -> int:
        return int(self.columns.shape[1] + 1).bit_length() - 1

    def scores(self, matrix: Matrix) -> Matrix:
        """The sum of values of each row; above zero speaks for."""
        parts = [self._scores(matrix[first : first + _ROWS]) for first in range(0, len(matrix), _ROWS)]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _scores(self, matrix: Matrix) -> Matrix:
        """All rows go down all trees at once, a level at a time."""
        trees, nodes = self.columns.shape
        columns, thresholds, cells = self.columns.ravel(), self.thresholds.ravel(), np.ascontiguousarray(matrix).ravel()
        tree, row = np.arange(trees), np.arange(len(matrix))[:, None] * matrix.shape[1]
        at = np.zeros((len(matrix), trees), np.intp)
        for _ in range(self.depth):
            node = at + tree * nodes
            at = 2 * at + 1 + (cells.take(row + columns.take(node)) > thresholds.take(node))
        scores: Matrix = self.values.ravel().take(at + tree * self.values.shape[1]).sum(axis=1) + np.float32(self.bias)
        return scores

    def contributions(self, row: Matrix) -> Matrix:
        """What each feature adds for one row against the mean row: along each tree's path, the change of the mean at its splits."""
        out = np.zeros(len(row), np.float32)
        trees = np.arange(len(self.columns))
        node = np.zeros(len(self.columns), np.intp)
        for _ in range(self.depth):
            column = self.columns[trees, node]
            below = 2 * node + 1 + (row[column] > self.thresholds[trees, node])
            np.add.at(out, column, self.values[trees, below] - self.values[trees, node])
            node = below
        return out

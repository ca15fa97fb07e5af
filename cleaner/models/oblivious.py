"""Oblivious boosted trees, with one split per level, as CatBoost grows them: fast, because a tree is a few comparisons and a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Indexes, Matrix, floats, indexes, logistic, slices

_CELLS = 2**17  # rows x trees per batch


@dataclass(frozen=True, eq=False)
class Oblivious:
    """score = bias + sum of the values of the leaves that a row reaches; probability = logistic(score).

    The bits of a leaf's number are the results of the tree's splits, the first split's bit the highest; a bit is 1 if the feature
    exceeds the threshold. `columns` and `thresholds` hold each distinct split once; `questions` (trees, depth) holds the indexes of each
    tree's splits; `values` and `counts` (trees, 2^depth) hold each leaf's value and its share of the training rows.
    """

    bias: float
    columns: Indexes
    thresholds: Matrix
    questions: Indexes
    values: Matrix
    counts: Matrix

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes) -> Oblivious:
        """Read the trees from a part of a file; `columns` are the indexes of their features in the matrix. Raises ValueError."""
        at, cuts = indexes(part["at"], len(columns)), floats(part["cuts"])
        depth = int(part["depth"])
        if len(at) != len(cuts) or not 0 <= depth <= 12:
            raise ValueError("its lists of splits are of different lengths, or its depth is not from 0 to 12")
        questions = indexes(part["questions"], max(1, len(at))).reshape(-1, depth)
        shape = (len(questions), 2**depth)
        counts = floats(part["counts"]) if "counts" in part else np.ones(shape, np.float32)
        return cls(float(part["bias"]), columns[at], cuts, questions, floats(part["values"]).reshape(shape), counts.reshape(shape))

    def scores(self, matrix: Matrix) -> Matrix:
        """The score (log odds) of each row: (rows,)."""
        parts = [self._scores(matrix[rows]) for rows in slices(len(matrix), _CELLS // max(1, len(self.questions)))]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _scores(self, matrix: Matrix) -> Matrix:
        trees, depth = self.questions.shape
        answers = (matrix.T.take(self.columns, axis=0) > self.thresholds[:, None]).view(np.uint8)
        # the narrowest type, because memory access takes most of the time
        leaf = np.zeros((trees, len(matrix)), np.uint8 if depth <= 8 else np.uint16)
        for asked in self.questions.T:
            leaf += leaf
            leaf += answers.take(asked, axis=0)
        cells = leaf + (np.arange(trees) * self.values.shape[1])[:, None]
        scores: Matrix = self.values.ravel().take(cells).sum(axis=0, dtype=np.float32) + np.float32(self.bias)
        return scores

    def probabilities(self, matrix: Matrix) -> Matrix:
        """The probability of each row: (rows,)."""
        return logistic(self.scores(matrix))

    def contributions(self, row: Matrix) -> Matrix:
        """The contribution of each feature to one row's score, relative to the mean row: (columns of the matrix,).

        It is the sum of the changes of the mean value at the feature's splits along each tree's path.
        """
        out = np.zeros(len(row), np.float32)
        answers = (row[self.columns] > self.thresholds).astype(np.intp)
        trees, node = np.arange(len(self.questions)), np.zeros(len(self.questions), np.intp)
        for asked, above, below in zip(self.questions.T, self._means, self._means[1:], strict=False):
            deeper = 2 * node + answers[asked]
            np.add.at(out, self.columns[asked], below[trees, deeper] - above[trees, node])
            node = deeper
        return out

    @cached_property
    def _means(self) -> list[Matrix]:
        """The mean value below each node, one array (trees, 2^level) per level, from the root."""
        values, counts, out = self.values * self.counts, self.counts, [self.values]
        for _ in range(self.questions.shape[1]):
            values, counts = (array.reshape(len(array), -1, 2).sum(axis=2) for array in (values, counts))
            plain = out[0].reshape(len(values), -1, 2).mean(axis=2)  # for nodes that no training row reached
            out.insert(0, np.divide(values, counts, out=plain, where=counts > 0))
        return out

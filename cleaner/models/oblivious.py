"""Boosted trees that ask one question a level, as CatBoost grows them: quick, since a tree is a few comparisons and a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from .arrays import Indexes, Matrix, floats, indexes, logistic, slices

_CELLS = 2**17  # rows x trees at a time


@dataclass(frozen=True, eq=False)
class Oblivious:
    """score = bias + the value of each tree's leaf; probability = logistic of it.

    A leaf's number is made of the answers, the first question's bit the highest; a bit is 1 where the feature exceeds the
    threshold. `columns` and `thresholds` hold each question once; `questions`, trees x depth, says which a tree asks;
    `values` and `counts`, trees x 2^depth, hold each leaf's value and its share of the rows it was fitted on.
    """

    bias: float
    columns: Indexes
    thresholds: Matrix
    questions: Indexes
    values: Matrix
    counts: Matrix

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes) -> Oblivious:
        """The trees in a file's part, for a matrix in which their features stand in `columns`. Raises ValueError."""
        at, cuts = indexes(part["at"], len(columns)), floats(part["cuts"])
        depth = int(part["depth"])
        if len(at) != len(cuts) or not 0 <= depth <= 12:
            raise ValueError("its questions do not fit together")
        questions = indexes(part["questions"], max(1, len(at))).reshape(-1, depth)
        shape = (len(questions), 2**depth)
        counts = floats(part["counts"]) if "counts" in part else np.ones(shape, np.float32)
        return cls(float(part["bias"]), columns[at], cuts, questions, floats(part["values"]).reshape(shape), counts.reshape(shape))

    def scores(self, matrix: Matrix) -> Matrix:
        """The score (log odds) of each row."""
        parts = [self._scores(matrix[rows]) for rows in slices(len(matrix), _CELLS // max(1, len(self.questions)))]
        return np.concatenate(parts) if parts else np.zeros(0, np.float32)

    def _scores(self, matrix: Matrix) -> Matrix:
        trees, depth = self.questions.shape
        answers = matrix.T.take(self.columns, axis=0) > self.thresholds[:, None]
        leaf = np.zeros((trees, len(matrix)), np.uint8 if depth <= 8 else np.uint16)  # as narrow as can be: most of the time is memory's
        for asked in self.questions.T:
            np.left_shift(leaf, 1, out=leaf)
            leaf |= answers.take(asked, axis=0)
        cells = leaf + (np.arange(trees) * self.values.shape[1])[:, None]
        scores: Matrix = self.values.ravel().take(cells).sum(axis=0, dtype=np.float32) + np.float32(self.bias)
        return scores

    def probabilities(self, matrix: Matrix) -> Matrix:
        """The probability of each row."""
        return logistic(self.scores(matrix))

    def contributions(self, row: Matrix) -> Matrix:
        """What each feature adds for one row against the mean row: along each tree's path, the change of the mean at its questions."""
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
        """The mean value below each node, a level at a time from the root: trees x 2^level."""
        values, counts, out = self.values * self.counts, self.counts, [self.values]
        for _ in range(self.questions.shape[1]):
            values, counts = (array.reshape(len(array), -1, 2).sum(axis=2) for array in (values, counts))
            plain = out[0].reshape(len(values), -1, 2).mean(axis=2)  # where no row came
            out.insert(0, np.divide(values, counts, out=plain, where=counts > 0))
        return out

"""Fits weights of hashed words: an L2-penalised logistic regression over the slots that a row's words are hashed to."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..models import Matrix
from ..models.hashed import packed
from .folds import Array, check

_STEPS, _TOLERANCE = 40, 1e-3


class Rows:
    """One row of slots per line; values are divided by the square root of the row's size, as in the program's scoring."""

    def __init__(self, slots: Array, counts: Array, bits: int) -> None:
        import scipy.sparse as sparse

        values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
        pointers = np.append(0, np.cumsum(counts))
        self.table: Any = sparse.csr_matrix((values, slots.astype(np.int32), pointers), shape=(len(counts), 2**bits))
        self.table.sum_duplicates()

    def fit(self, mask: Array, label: Array, weight: Array, penalty: float) -> dict[str, Any]:
        """The weights fitted on the rows of a mask, as a part of a model file. `penalty` is the inverse of the L2 penalty."""
        from sklearn.linear_model import LogisticRegression

        used = mask & (weight > 0)
        check(label[used], weight[used])
        fitted = LogisticRegression(C=penalty, max_iter=_STEPS, tol=_TOLERANCE)
        fitted.fit(self.table[used], label[used] >= 0.5, sample_weight=weight[used])
        return packed(float(fitted.intercept_[0]), fitted.coef_[0].astype(np.float32))

    def scores(self, part: dict[str, Any], mask: Array) -> Matrix:
        """The log odds of the rows of a mask."""
        from ..models import HashedLinear

        model = HashedLinear.of(part)
        found: Matrix = (self.table[mask] @ model.weights + np.float32(model.bias)).astype(np.float32)
        return found

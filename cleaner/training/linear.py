"""Fits linear models over hashed tokens by stochastic gradient descent with averaged weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..models import HashedLinear, Matrix
from ..models.arrays import Indexes
from ..models.hashed import packed
from .boosting import SEED
from .folds import Array, check

_ALPHA, _EPOCHS = 2e-6, 6


def fit(rows: Sequence[Indexes], label: Array, weight: Array, bits: int) -> dict[str, Any]:
    """Weights fitted on the rows of positive weight, as a part of a model file. Labels of at least 0.5 count as 1."""
    import scipy.sparse as sparse
    from sklearn.linear_model import SGDClassifier

    check(label, weight)
    used = np.flatnonzero(weight > 0)
    kept = [rows[index] for index in used.tolist()]
    pointers = np.concatenate([[0], np.cumsum([len(row) for row in kept])])
    columns = np.concatenate(kept)
    table = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, pointers), shape=(len(kept), 1 << bits))
    fitted = SGDClassifier(loss="log_loss", alpha=_ALPHA, max_iter=_EPOCHS, tol=None, random_state=SEED, average=True)
    fitted.fit(table, label[used] >= 0.5, sample_weight=weight[used])
    return packed(float(fitted.intercept_[0]), fitted.coef_[0].astype(np.float32))


def scores(part: dict[str, Any], rows: Sequence[Indexes]) -> Matrix:
    """The scores of rows by a fitted part, computed as the program does."""
    return HashedLinear.of(part).scores(rows)

"""Additive models of steps: each feature is cut at quantiles, a logistic regression weighs the pieces, and neighbouring pieces become steps."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..models import FeatureSet, Matrix, Steps
from .folds import Array, check

PIECES = 10
PENALTY = 0.05  # inverse strength of the ridge


def fit(matrix: Matrix, label: Array, weight: Array, features: FeatureSet[Any], penalty: float = PENALTY) -> dict[str, Any]:
    """Steps fitted on the rows of positive weight, as a part of a model's file. A label from 0.5 on counts as 1."""
    from sklearn.linear_model import LogisticRegression

    check(label, weight)
    used = weight > 0
    table = np.asarray(matrix[used], np.float32)
    cuts = [_cuts(column) for column in table.T]
    fitted = LogisticRegression(C=penalty, max_iter=400).fit(_pieces(table, cuts), label[used] >= 0.5, sample_weight=weight[used])
    return _part(fitted.coef_[0], float(fitted.intercept_[0]), cuts, features)


def scores(part: dict[str, Any], features: FeatureSet[Any], matrix: Matrix) -> Matrix:
    """The scores of rows by a part that was fitted, as the program computes them."""
    return Steps.of(part, features.resolve(part["features"], "fit")).scores(matrix)


def _cuts(column: Matrix) -> Array:
    """The thresholds that cut a column into pieces of about one size."""
    values = np.unique(column)
    if len(values) <= PIECES:
        return (values[1:] + values[:-1]) / 2
    quantiles = np.unique(np.quantile(column, np.linspace(0, 1, PIECES + 1)[1:-1]))
    inner: Array = quantiles[(quantiles >= values[0]) & (quantiles < values[-1])]
    return inner


def _pieces(matrix: Matrix, cuts: list[Array]) -> Any:
    """A sparse matrix with a column for each piece of each feature, 1 where the value lies in it."""
    import scipy.sparse as sparse

    at, offset = [], 0
    for column, cut in zip(matrix.T, cuts, strict=True):
        at.append(np.searchsorted(cut, column, side="left").astype(np.int32) + offset)
        offset += len(cut) + 1
    columns = np.stack(at, axis=1).ravel()
    pointers = np.arange(0, len(columns) + 1, len(cuts))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), columns, pointers), shape=(len(matrix), offset))


def _part(weights: Array, bias: float, cuts: list[Array], features: FeatureSet[Any]) -> dict[str, Any]:
    """A bias and steps: the weight of a piece less that of the piece below it."""
    offset = 0
    steps: list[tuple[int, float, float]] = []
    for column, cut in enumerate(cuts):
        own = weights[offset : offset + len(cut) + 1]
        offset += len(cut) + 1
        bias += float(own[0])
        rises = (round(float(rise), 3) for rise in np.diff(own))
        steps += [(column, round(float(threshold), 4), rise) for threshold, rise in zip(cut, rises, strict=True) if rise]
    used = sorted({column for column, _, _ in steps})
    place = {column: index for index, column in enumerate(used)}
    return {
        "kind": "steps",
        "bias": round(bias, 4),
        "features": features.declare(used),
        "at": [place[column] for column, _, _ in steps],
        "cuts": [cut for _, cut, _ in steps],
        "rises": [rise for _, _, rise in steps],
    }

"""Fitting weights that add up: each feature is cut at quantiles, a logistic regression weighs the pieces, and neighbouring
pieces become steps. Folds are by publisher, never by page.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

from cleaner import weights

SEED = 7
FOLDS = 5
PIECES = 10
PENALTY = 0.05  # inverse strength of the ridge
TARGET = Path(weights.__file__).parent


def folds(groups: Iterable[str]) -> dict[str, int]:
    """The fold of each publisher."""
    names = sorted(set(groups))
    random.Random(SEED).shuffle(names)
    return {group: i % FOLDS for i, group in enumerate(names)}


def cuts(matrix: np.ndarray) -> list[np.ndarray]:
    """For each column the thresholds that cut it into pieces of about one size."""
    out = []
    for column in matrix.T:
        values = np.unique(column)
        quantiles = np.unique(np.quantile(column, np.linspace(0, 1, PIECES + 1)[1:-1]))
        out.append(
            (values[1:] + values[:-1]) / 2 if len(values) <= PIECES else quantiles[(quantiles >= values[0]) & (quantiles < values[-1])]
        )
    return out


def pieces(matrix: np.ndarray, thresholds: list[np.ndarray]) -> sparse.csr_matrix:
    """One column for each piece of each feature, 1 where the value lies in it."""
    at, offset = [], 0
    for column, cut in zip(matrix.T, thresholds, strict=True):
        at.append(np.searchsorted(cut, column, side="left") + offset)
        offset += len(cut) + 1
    indices = np.stack(at, axis=1).ravel()
    pointers = np.arange(0, len(indices) + 1, len(thresholds))
    return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, pointers), shape=(len(matrix), offset))


def fit(matrix: sparse.csr_matrix, label: np.ndarray, weight: np.ndarray, penalty: float = PENALTY) -> LogisticRegression:
    used = weight > 0
    return LogisticRegression(C=penalty, max_iter=400).fit(matrix[used], label[used] >= 0.5, sample_weight=weight[used])


def unseen(matrix: sparse.csr_matrix, label: np.ndarray, weight: np.ndarray, fold: np.ndarray, penalty: float = PENALTY) -> np.ndarray:
    """The chance of each row by weights fitted without its publisher."""
    chances = np.zeros(len(label))
    for number in range(FOLDS):
        seen = fold != number
        chances[~seen] = fit(matrix[seen], label[seen], weight[seen], penalty).predict_proba(matrix[~seen])[:, 1]
    return chances


def steps(fitted: LogisticRegression, thresholds: list[np.ndarray], names: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The fitted pieces as a bias and steps: the weight of a piece less that of the piece below it."""
    weights, offset, bias = fitted.coef_[0], 0, float(fitted.intercept_[0])
    out: dict[str, list[list[float]]] = {}
    for (name, _), cut in zip(names, thresholds, strict=True):
        own = weights[offset : offset + len(cut) + 1]
        offset += len(cut) + 1
        bias += float(own[0])
        rises = [[round(float(threshold), 4), round(float(rise), 3)] for threshold, rise in zip(cut, np.diff(own), strict=True)]
        rises = [rise for rise in rises if rise[1]]
        if rises:
            out[name] = rises
    return {"bias": round(bias, 4), "steps": out}


def write(name: str, record: dict[str, Any]) -> None:
    path = TARGET / f"{name}.json"
    path.write_text(json.dumps(record, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    print("wrote", path)

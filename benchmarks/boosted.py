"""Fitting small trees whose values add up, by gradient boosting: for evidence that counts together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from additive import FOLDS, SEED
from sklearn.ensemble import HistGradientBoostingClassifier


class Growth(NamedTuple):
    """How trees are grown: few splits each, so that what they tell together stays general."""

    depth: int = 3
    trees: int = 200
    rate: float = 0.06
    ridge: float = 10.0
    features: float = 0.4  # share of the features that each split may choose among
    leaf: int = 20  # rows at least


USUAL = Growth()


def fit(matrix: np.ndarray, label: np.ndarray, weight: np.ndarray, growth: Growth = USUAL) -> HistGradientBoostingClassifier:
    used = weight > 0
    model = HistGradientBoostingClassifier(
        max_depth=growth.depth,
        max_iter=growth.trees,
        learning_rate=growth.rate,
        l2_regularization=growth.ridge,
        max_features=growth.features,
        min_samples_leaf=growth.leaf,
        early_stopping=False,
        random_state=SEED,
    )
    return model.fit(matrix[used], label[used] > 0, sample_weight=weight[used])


def unseen(matrix: np.ndarray, label: np.ndarray, weight: np.ndarray, fold: np.ndarray, growth: Growth = USUAL) -> np.ndarray:
    """The odds of each row by trees fitted without its publisher."""
    odds = np.zeros(len(label))
    for number in range(FOLDS):
        seen = fold != number
        odds[~seen] = fit(matrix[seen], label[seen], weight[seen], growth).decision_function(matrix[~seen])
    return odds


def trees(fitted: HistGradientBoostingClassifier, names: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The fitted trees as `cleaner.weights.trees` reads them: full, their nodes numbered from the root."""
    grown = [_full(predictor[0].nodes, fitted.max_depth) for predictor in fitted._predictors]  # there is no public way to a tree
    used = sorted({column for columns, _, _ in grown for column in columns})
    place = {column: index for index, column in enumerate(used)}
    return {
        "bias": round(float(np.ravel(fitted._baseline_prediction)[0]), 4),
        "columns": [names[column][0] for column in used],
        "splits": [[place[column] for column in columns] for columns, _, _ in grown],
        "thresholds": [[None if np.isinf(cut) else float(f"{cut:.9g}") for cut in cuts] for _, cuts, _ in grown],
        "values": [[round(float(value), 4) for value in values] for _, _, values in grown],
    }


def _full(nodes: np.ndarray, depth: int) -> tuple[list[int], list[float], list[float]]:
    """(columns, thresholds, values) of a tree grown to the full depth: a leaf above it is repeated below."""
    inner, size = 2**depth - 1, 2 ** (depth + 1) - 1
    columns, cuts, values = [0] * inner, [np.inf] * inner, [0.0] * size

    def fill(at: int, node: int) -> None:
        own = nodes[node]
        values[at] = _mean(nodes, node)
        if at >= inner:
            return
        if own["is_leaf"]:
            fill(2 * at + 1, node)
            fill(2 * at + 2, node)
            return
        columns[at], cuts[at] = int(own["feature_idx"]), float(own["num_threshold"])
        fill(2 * at + 1, int(own["left"]))
        fill(2 * at + 2, int(own["right"]))

    fill(0, 0)
    return columns, cuts, values


def _mean(nodes: np.ndarray, node: int) -> float:
    """The mean of the leaves below a node, by the rows in them."""
    own = nodes[node]
    if own["is_leaf"]:
        return float(own["value"])
    sides = [int(own["left"]), int(own["right"])]
    counts = [int(nodes[side]["count"]) for side in sides]
    return sum(_mean(nodes, side) * count for side, count in zip(sides, counts, strict=True)) / sum(counts)

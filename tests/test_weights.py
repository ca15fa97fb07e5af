"""The short ways to a sum of weights give what the plain way gives."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.segment.facts import median
from cleaner.weights import Matrix
from cleaner.weights.trees import Trees

_TREES, _DEPTH, _COLUMNS = 20, 3, 6


def _trees(rng: np.random.Generator) -> Trees:
    inner = 2**_DEPTH - 1
    columns = rng.integers(0, _COLUMNS, (_TREES, inner))
    thresholds = rng.integers(0, 4, (_TREES, inner)).astype(np.float32)
    thresholds[0, 1:] = np.inf  # a tree that asks one question only
    return Trees(0.5, columns, thresholds, rng.normal(size=(_TREES, 2 * inner + 1)).astype(np.float32))


def _followed(trees: Trees, row: Matrix) -> float:
    """The score of a row that goes down each tree by itself."""
    score = trees.bias
    for columns, thresholds, values in zip(trees.columns, trees.thresholds, trees.values, strict=True):
        node = 0
        for _ in range(_DEPTH):
            node = 2 * node + 1 + int(row[columns[node]] > thresholds[node])
        score += float(values[node])
    return score


@pytest.mark.parametrize("count", [0, 1, 7, 1_100])
def test_trees_asked_at_once_score_as_trees_followed(count: int) -> None:
    rng = np.random.default_rng(count)
    trees, matrix = _trees(rng), rng.integers(0, 5, (count, _COLUMNS)).astype(np.float32)
    assert trees.scores(matrix) == pytest.approx([_followed(trees, row) for row in matrix], abs=1e-4)


@pytest.mark.parametrize("values", [[3], [2, 1], [5, 1, 4], [0, 0, 1, 9]])
def test_median_is_numpys(values: list[float]) -> None:
    assert median(np.array(values, np.float32)) == np.median(values)

"""The convolutional network: what the file holds is what is computed, its gradient is right, and it learns from the rows around a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cleaner.errors import InputError
from cleaner.models import Convolution, FeatureGroup, FeatureSet, Matrix
from cleaner.models.convolution import EXACT, REACH, packed, surrounded
from cleaner.training import convolution

FEATURES: FeatureSet[Matrix] = FeatureSet([FeatureGroup("own", 1, tuple((f"own {n}", f"own {n}") for n in range(3)), lambda rows: rows)])
ALL = np.arange(3)


def _part(width: int = 4, distances: tuple[int, ...] = (1, 2), seed: int = 1) -> dict[str, Any]:
    rng = np.random.default_rng(seed)

    def array(*shape: int) -> Matrix:
        return rng.normal(size=shape).astype(np.float16).astype(np.float32)

    weights = {
        "mean": packed(array(3), EXACT),
        "scale": packed(np.abs(array(3)), EXACT),
        "entry": packed(array(3, width)),
        "entry bias": packed(array(width)),
        "pool": packed(array(width, width)),
        "output": packed(array(width)),
    }
    for number in range(len(distances)):
        weights[f"layer {number}"] = packed(array(3 * width, width))
        weights[f"layer {number} bias"] = packed(array(width))
    declared = FEATURES.declare(range(3))
    return {"kind": "convolution", "bias": 0.5, "width": width, "distances": list(distances), "features": declared, "weights": weights}


def _by_hand(network: Convolution, matrix: Matrix) -> list[float]:
    """The scores, row by row and neighbour by neighbour."""
    hidden = [
        np.maximum(np.clip((row - network.mean) * network.scale, -REACH, REACH) @ network.entry + network.entry_bias, 0) for row in matrix
    ]
    nothing = np.zeros_like(hidden[0])
    for layer in network.layers:
        above = [hidden[n - layer.distance] if n >= layer.distance else nothing for n in range(len(hidden))]
        below = [hidden[n + layer.distance] if n + layer.distance < len(hidden) else nothing for n in range(len(hidden))]
        sides = [np.concatenate(rows) for rows in zip(above, hidden, below, strict=True)]
        hidden = [own + np.maximum(side @ layer.weights + layer.bias, 0) for own, side in zip(hidden, sides, strict=True)]
    pooled = np.mean(hidden, axis=0) @ network.pool
    return [float(np.maximum(row + pooled, 0) @ network.output + network.bias) for row in hidden]


@pytest.mark.parametrize("count", [1, 2, 3, 40])
def test_scores_are_those_of_the_layers_row_by_row(count: int) -> None:
    network = Convolution.of(_part(), ALL)
    matrix = np.random.default_rng(count).normal(size=(count, 3)).astype(np.float32)
    assert network.scores(matrix).tolist() == pytest.approx(_by_hand(network, matrix), abs=0.02)


def test_page_without_rows_has_no_scores() -> None:
    assert Convolution.of(_part(), ALL).scores(np.zeros((0, 3), np.float32)).tolist() == []


def test_rows_farther_than_the_layers_reach_meet_in_the_mean_of_the_page_alone() -> None:
    network = Convolution.of({**_part(), "weights": {**_part()["weights"], "pool": packed(np.zeros((4, 4), np.float32))}}, ALL)
    matrix = np.random.default_rng(3).normal(size=(30, 3)).astype(np.float32)
    other = matrix.copy()
    other[20] += 1
    changed = np.flatnonzero(network.scores(matrix) != network.scores(other))
    assert changed.min() >= 20 - 3
    assert changed.max() <= 20 + 3
    assert 20 in changed


def test_extreme_measures_do_not_overflow() -> None:
    matrix = np.array([[1e30, -1e30, 3e38], [0, 0, 0]], np.float32)
    assert np.isfinite(Convolution.of(_part(), ALL).scores(matrix)).all()


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda part: part["weights"].pop(key)


@pytest.mark.parametrize(
    "damage",
    [
        _without("layer 1"),
        _without("mean"),
        lambda part: part.update(width=0),
        lambda part: part.update(width=5),
        lambda part: part.update(width=10**9),
        lambda part: part.update(distances=[0, 1]),
        lambda part: part.update(distances=[1] * 17),
        lambda part: part["weights"].update(entry="not base64!"),
        lambda part: part["weights"].update(output=packed(np.array([1, 2, 3, np.nan], np.float32))),
    ],
)
def test_damaged_network_is_refused(damage: Callable[[dict[str, Any]], None]) -> None:
    part = _part()
    damage(part)
    with pytest.raises((ValueError, KeyError)):
        Convolution.of(part, ALL)


def test_input_gradient_is_the_transpose_of_surrounding() -> None:
    rng = np.random.default_rng(5)
    for count, distance in ((1, 1), (4, 8), (9, 2)):
        rows, gradient = rng.normal(size=(count, 2)).astype(np.float32), rng.normal(size=(count, 6)).astype(np.float32)
        forward = float((surrounded(rows, distance) * gradient).sum())
        assert forward == pytest.approx(float((rows * convolution._input_gradient(gradient, distance)).sum()), rel=1e-4, abs=1e-5)


def test_gradient_is_that_of_finite_differences() -> None:
    rng = np.random.RandomState(0)
    network = convolution._Network(3, convolution.Schedule(width=5, dropout=0.0), rng)
    batch = convolution._Batch([(0, 23), (23, 24), (24, 70)])
    rows = rng.standard_normal((70, 3))[batch.rows] * batch.real
    label = (rng.random_sample(70) > 0.5)[batch.rows].astype(float)
    row_weight = rng.random_sample(70)[batch.rows] * batch.real[:, 0]
    for name, weight in network.weights.items():
        network.weights[name] = weight.astype(float) + rng.standard_normal(weight.shape) * 0.1

    def loss() -> float:
        score, _ = network.gradient(rows, batch, label, row_weight)
        return float((row_weight * (np.logaddexp(0, score) - label * score)).sum())

    _, gradient = network.gradient(rows, batch, label, row_weight)
    for name, weight in network.weights.items():
        at = tuple(rng.randint(size) for size in weight.shape)
        before, step = weight[at], 1e-3
        weight[at] = before + step
        above = loss()
        weight[at] = before - step
        measured = (above - loss()) / (2 * step)
        weight[at] = before
        assert float(gradient[name][at]) == pytest.approx(measured, rel=0.03, abs=3e-4), name


def _pages(count: int) -> tuple[Matrix, list[tuple[int, int]], Matrix]:
    """Pages of which the rows below a marked row, down to the next mark, are text: no row shows it by itself."""
    rng = np.random.default_rng(7)
    matrices, labels, bounds, at = [], [], [], 0
    for _ in range(count):
        size = int(rng.integers(12, 40))
        matrix = rng.normal(size=(size, 3)).astype(np.float32) * 0.1
        start = int(rng.integers(2, size - 8))
        matrix[start, 0], matrix[start + 6, 1] = 3, 3
        inside = np.zeros(size, np.float32)
        inside[start : start + 6] = 1
        matrices.append(matrix)
        labels.append(inside)
        bounds.append((at, at + size))
        at += size
    return np.concatenate(matrices), bounds, np.concatenate(labels)


def test_learns_what_the_rows_around_a_row_say() -> None:
    matrix, bounds, label = _pages(200)
    weight = np.ones(len(label), np.float32)
    held = bounds[150:]
    weight[held[0][0] :] = 0  # not learned from
    schedule = convolution.Schedule(epochs=25, width=16, dropout=0.0, batch=500, rate=0.005)
    part = convolution.fit(matrix, bounds, label, weight, schedule, FEATURES)
    right = (convolution.scores(part, FEATURES, matrix, held) > 0) == (label[held[0][0] :] > 0.5)
    assert right.mean() > 0.97


def test_fit_is_the_same_each_time() -> None:
    matrix, bounds, label = _pages(20)
    schedule = convolution.Schedule(epochs=1, width=8, batch=200)
    assert convolution.fit(matrix, bounds, label, np.ones_like(label), schedule, FEATURES) == convolution.fit(
        matrix, bounds, label, np.ones_like(label), schedule, FEATURES
    )


def test_labels_of_one_kind_are_refused() -> None:
    matrix, bounds, label = _pages(3)
    with pytest.raises(InputError, match="all of one kind"):
        convolution.fit(matrix, bounds, np.ones_like(label), np.ones_like(label), convolution.Schedule(epochs=1), FEATURES)


def test_out_of_fold_scores_come_from_the_network_without_the_rows_fold() -> None:
    matrix, bounds, _ = _pages(6)
    fold = np.zeros(len(matrix), int)
    fold[bounds[2][0] : bounds[4][1]] = 3
    fold[bounds[5][0] + 5 :] = 4  # a page of two folds
    parts = [_part(seed=seed) for seed in range(5)]
    found = convolution.out_of_fold(parts, FEATURES, matrix, bounds, fold)
    for number, part in enumerate(parts):
        assert found[fold == number].tolist() == convolution.scores(part, FEATURES, matrix, bounds)[fold == number].tolist()

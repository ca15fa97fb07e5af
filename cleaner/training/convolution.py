"""Fits the convolutional network over the rows of pages with numpy, by Adam with decoupled weight decay, deterministically.

Sources: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015; Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with
Warm Restarts", 2017 (the falling rate), and "Decoupled Weight Decay Regularization", 2019; Srivastava et al., "Dropout", 2014.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from ..models import Convolution, FeatureSet, Matrix
from ..models.convolution import EXACT, packed, standardised, surrounded
from .boosting import SEED
from .folds import FOLDS, Array, check

_DISTANCES = (1, 2, 4, 8, 16)
_GAP = max(_DISTANCES)  # empty rows between the pages of a batch, so that no layer looks from one page into the next
_LONGEST = 3000  # rows; a longer page is learned in pieces
_SAMPLE = 100_000  # rows that the features' means and scales are computed from, about
_FIRST_STEPS = 100  # during which the rate rises
_LOWEST_RATE = 0.01  # of the highest, at the end
_MEMORY = (0.9, 0.99)  # of Adam's means of the gradient and of its square
_TINY = 1e-8
Bounds = Sequence[tuple[int, int]]


class Schedule(NamedTuple):
    """How a network is fitted. epochs: passes over the pages; width: numbers a row is described by; rate: highest learning rate; decay:
    weight decay; dropout: share of a layer's outputs left out of each step; batch: rows per step."""

    epochs: int = 8
    width: int = 64
    rate: float = 0.002
    decay: float = 0.05
    dropout: float = 0.3
    batch: int = 6000


def fit(matrix: Matrix, bounds: Bounds, label: Array, weight: Array, schedule: Schedule, features: FeatureSet[Any]) -> dict[str, Any]:
    """A network fitted on the pages that have rows of positive weight, as a part of a model file.

    `bounds`: the (first row, last row + 1) of each page. Raises InputError if the labels are all of one kind.
    """
    check(label, weight)
    used = weight > 0
    known = np.flatnonzero(used)
    sample = matrix[known[:: 1 + len(known) // _SAMPLE]]
    columns = np.flatnonzero(np.ptp(sample, axis=0) > 0)
    mean = sample[:, columns].mean(axis=0, dtype=np.float64).astype(np.float32)
    scale = (1 / sample[:, columns].std(axis=0, dtype=np.float64)).astype(np.float32)
    network = _Network(len(columns), schedule, np.random.RandomState(SEED))
    pieces = [(at, min(b, at + _LONGEST)) for a, b in bounds if used[a:b].any() for at in range(a, b, _LONGEST)]
    factor = np.float32(1 / weight[used].mean())
    steps = [list(_batches(pieces, schedule.batch, network.random)) for _ in range(schedule.epochs)]
    count = sum(map(len, steps))
    for step, pages in enumerate(itertools.chain.from_iterable(steps)):
        batch = _Batch(pages)
        rows = standardised(matrix[batch.rows][:, columns], mean, scale) * batch.real
        row_weight = weight[batch.rows] * batch.real[:, 0] * factor / len(batch.rows)
        network.learn(
            rows,
            batch,
            np.clip(label[batch.rows], 0, 1).astype(np.float32),
            row_weight.astype(np.float32),
            _rate(step, count) * schedule.rate,
        )
    return network.part(features.declare(columns.tolist()), mean, scale)


def scores(part: dict[str, Any], features: FeatureSet[Any], matrix: Matrix, bounds: Bounds) -> Matrix:
    """The scores of the rows of the pages in `bounds`, one page after the other, computed as the program does."""
    network = Convolution.of(part, features.resolve(part["features"], "fit"))
    own = [network.scores(matrix[a:b]) for a, b in bounds]
    return np.concatenate(own) if own else np.zeros(0, np.float32)


def out_of_fold(parts: Sequence[dict[str, Any]], features: FeatureSet[Any], matrix: Matrix, bounds: Bounds, fold: Array) -> Matrix:
    """The score of each row by the network fitted without the row's fold, `parts[fold]`; the rows of a page may be of several folds."""
    out = np.zeros(len(fold), np.float32)
    for number in range(FOLDS):
        own = [(a, b) for a, b in bounds if (fold[a:b] == number).any()]
        rows = np.concatenate([np.arange(a, b) for a, b in own]) if own else np.zeros(0, np.intp)
        mine = fold[rows] == number
        out[rows[mine]] = scores(parts[number], features, matrix, own)[mine]
    return out


def _rate(step: int, count: int) -> float:
    """The share of the highest learning rate at a step: rising first, then falling along half a cosine."""
    return min(1.0, (step + 1) / _FIRST_STEPS) * (0.5 * (1 + float(np.cos(np.pi * (step + 1) / count))) + _LOWEST_RATE)


def _batches(pieces: Bounds, size: int, random: np.random.RandomState) -> Iterator[list[tuple[int, int]]]:
    """The pages in random order, in batches of about `size` rows."""
    batch: list[tuple[int, int]] = []
    rows = 0
    for index in random.permutation(len(pieces)).tolist():
        batch.append(pieces[index])
        rows += pieces[index][1] - pieces[index][0] + _GAP
        if rows >= size:
            yield batch
            batch, rows = [], 0
    if batch:
        yield batch


class _Batch:
    """The layout of a batch: pages one below the other with empty rows between.

    rows: each row's index in the matrix (0 for empty rows); real: (rows, 1), 0 for empty rows; starts, sizes: of each page; page: the
    number of each row's page.
    """

    def __init__(self, pages: Bounds) -> None:
        lengths = np.array([b - a for a, b in pages])
        self.starts = np.concatenate([[0], np.cumsum(lengths + _GAP)[:-1]])
        self.sizes = lengths.astype(np.float32)[:, None]
        self.page = np.repeat(np.arange(len(pages)), lengths + _GAP)
        inside = np.arange(len(self.page)) - self.starts[self.page]
        self.real = (inside < lengths[self.page]).astype(np.float32)[:, None]
        self.rows = np.where(self.real[:, 0] > 0, inside + np.array([a for a, _ in pages])[self.page], 0)

    def sums(self, rows: Matrix) -> Matrix:
        """The sum of each page's rows: (pages, width)."""
        out: Matrix = np.add.reduceat(rows, self.starts, axis=0)
        return out


class _Network:
    """The weights while they are fitted; `learn` takes one step."""

    def __init__(self, inputs: int, schedule: Schedule, random: np.random.RandomState) -> None:
        width, self.schedule, self.random, self.steps = schedule.width, schedule, random, 0
        self.weights: dict[str, Matrix] = {
            "entry": _start(random, inputs, width, 0.5),
            "entry bias": np.zeros(width, np.float32),
            "output": _start(random, width, 1, 0.1)[:, 0],
            "pool": _start(random, width, width, 0.3),
            "bias": np.zeros(1, np.float32),
        }
        for number in range(len(_DISTANCES)):
            self.weights[f"layer {number}"] = _start(random, 3 * width, width, 0.3)
            self.weights[f"layer {number} bias"] = np.zeros(width, np.float32)
        self.means = {name: np.zeros_like(value) for name, value in self.weights.items()}
        self.squares = {name: np.zeros_like(value) for name, value in self.weights.items()}

    def learn(self, rows: Matrix, batch: _Batch, label: Matrix, row_weight: Matrix, rate: float) -> None:
        """One step down the gradient of the log loss."""
        self._step(self.gradient(rows, batch, label, row_weight)[1], rate)

    def gradient(self, rows: Matrix, batch: _Batch, label: Matrix, row_weight: Matrix) -> tuple[Matrix, dict[str, Matrix]]:
        """The rows' scores, and the gradient of the log loss by each weight; `row_weight` is the weight of each row in the loss."""
        own, dropout = self.weights, self._dropout_masks(len(rows))
        hidden: list[Any] = [np.maximum(rows @ own["entry"] + own["entry bias"], 0) * batch.real * next(dropout)]
        inputs: list[Any] = []
        outputs: list[Any] = []
        masks: list[Any] = []
        for number, distance in enumerate(_DISTANCES):
            inputs.append(surrounded(hidden[-1], distance))
            masks.append(next(dropout))
            outputs.append(np.maximum(inputs[-1] @ own[f"layer {number}"] + own[f"layer {number} bias"], 0) * masks[-1])
            hidden.append((hidden[-1] + outputs[-1]) * batch.real)
        means = batch.sums(hidden[-1]) / batch.sizes
        last = np.maximum(hidden[-1] + (means @ own["pool"])[batch.page], 0) * batch.real
        score = last @ own["output"] + own["bias"][0]

        error = (1 / (1 + np.exp(-score)) - label) * row_weight
        gradients: dict[str, Matrix] = {"output": last.T @ error, "bias": error.sum(keepdims=True)}
        back: Any = (error[:, None] * own["output"]) * (last > 0)
        pooled = batch.sums(back)
        gradients["pool"] = np.asarray(means.T @ pooled, np.float32)
        back = (back + ((pooled @ own["pool"].T) / batch.sizes)[batch.page]) * batch.real
        for number, distance in reversed(list(enumerate(_DISTANCES))):
            below = back * (outputs[number] > 0) * masks[number]
            gradients[f"layer {number}"], gradients[f"layer {number} bias"] = inputs[number].T @ below, below.sum(axis=0)
            back = (back + _input_gradient(below @ own[f"layer {number}"].T, distance)) * batch.real
        back = back * (hidden[0] > 0) / np.float32(1 - self.schedule.dropout)
        gradients["entry"], gradients["entry bias"] = rows.T @ back, back.sum(axis=0)
        return score, gradients

    def _dropout_masks(self, count: int) -> Iterator[Matrix]:
        """Dropout masks, each (count, width): 0 for outputs left out, and 1 / (1 - dropout) for the others, so that the mean stays."""
        share = self.schedule.dropout
        while True:
            chosen = self.random.random_sample((count, self.schedule.width)) >= share
            yield chosen.astype(np.float32) / np.float32(1 - share)

    def _step(self, gradients: dict[str, Matrix], rate: float) -> None:
        self.steps += 1
        first, second = _MEMORY
        for name, gradient in gradients.items():
            mean, square, weight = self.means[name], self.squares[name], self.weights[name]
            mean += np.float32(1 - first) * (gradient - mean)
            square += np.float32(1 - second) * (gradient * gradient - square)
            move = mean / np.float32(1 - first**self.steps) / (np.sqrt(square / np.float32(1 - second**self.steps)) + np.float32(_TINY))
            decay = 0.0 if name.endswith("bias") else self.schedule.decay
            weight -= np.float32(rate) * (move + np.float32(decay) * weight)

    def part(self, declared: dict[str, dict[str, Any]], mean: Matrix, scale: Matrix) -> dict[str, Any]:
        """The network as a part of a model file."""
        return {
            "kind": "convolution",
            "bias": round(float(self.weights["bias"][0]), 4),
            "width": self.schedule.width,
            "distances": list(_DISTANCES),
            "features": declared,
            "weights": {
                "mean": packed(mean, EXACT),
                "scale": packed(scale, EXACT),
                **{name: packed(value) for name, value in self.weights.items() if name != "bias"},
            },
        }


def _start(random: np.random.RandomState, inputs: int, outputs: int, factor: float) -> Matrix:
    """Random first weights (He et al., "Delving Deep into Rectifiers", 2015), times a factor."""
    start: Matrix = (random.standard_normal((inputs, outputs)) * np.sqrt(2 / inputs) * factor).astype(np.float32)
    return start


def _input_gradient(gradients: Matrix, distance: int) -> Matrix:
    """The gradient at each row, the sum of those of the inputs that it is part of: the transpose of `surrounded`. (rows, width)"""
    width = gradients.shape[1] // 3
    out: Matrix = gradients[:, width : 2 * width].copy()
    if distance < len(gradients):
        out[:-distance] += gradients[distance:, :width]
        out[distance:] += gradients[:-distance, 2 * width :]
    return out

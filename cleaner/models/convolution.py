"""A small convolutional network over the rows of a page (its blocks or its lines): each row is scored with the rows around it in view.

Trees read the measures of a row and a few sums over its surroundings. The network finds for itself what to carry from row to row: its
layers look at a row and at those 1, 2, 4, 8 and 16 rows above and below ("dilated" convolutions: Yu and Koltun, "Multi-Scale Context
Aggregation by Dilated Convolutions", 2016), and at the mean of the page.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from .arrays import Indexes, Matrix

REACH = 4.0  # standardised features are clipped to this many standard deviations
SHORT, EXACT = "<f2", "<f4"  # the formats of arrays in a file: weights, and the features' means and scales, whose range is large
_DECIMALS = 2  # of a score: processors differ in the last digits of a matrix product
_ONE_THREAD = 2**18  # multiplications: OpenBLAS starts threads for more
_MOST_WIDTH, _MOST_LAYERS, _FARTHEST = 1024, 16, 1024


class Layer(NamedTuple):
    """A layer adds max(0, inputs @ weights + bias) to each row; the inputs are the row `distance` above, the row, and that below."""

    distance: int
    weights: Matrix  # (3 * width, width)
    bias: Matrix  # (width,)


@dataclass(frozen=True, eq=False)
class Convolution:
    """score = max(0, h + mean of the page's h @ pool) @ output + bias, where h is what the entry and the layers make of a row."""

    columns: Indexes
    mean: Matrix  # of each feature
    scale: Matrix  # what a feature's distance from its mean is multiplied by
    entry: Matrix  # (features, width)
    entry_bias: Matrix  # (width,)
    layers: Sequence[Layer]
    pool: Matrix  # (width, width)
    output: Matrix  # (width,)
    bias: float

    @classmethod
    def of(cls, part: Mapping[str, Any], columns: Indexes) -> Convolution:
        """Read the network from a part of a file; `columns` are the indexes of its features in the matrix. Raises ValueError."""
        width, distances, weights = int(part["width"]), [int(value) for value in part["distances"]], part["weights"]
        if not (0 < width <= _MOST_WIDTH and len(distances) <= _MOST_LAYERS and all(0 < value <= _FARTHEST for value in distances)):
            raise ValueError("its width, or its layers, are out of bounds")
        layers = [
            Layer(distance, _array(weights[f"layer {number}"], 3 * width, width), _array(weights[f"layer {number} bias"], width))
            for number, distance in enumerate(distances)
        ]
        return cls(
            columns,
            _array(weights["mean"], len(columns), kind=EXACT),
            _array(weights["scale"], len(columns), kind=EXACT),
            _array(weights["entry"], len(columns), width),
            _array(weights["entry bias"], width),
            layers,
            _array(weights["pool"], width, width),
            _array(weights["output"], width),
            float(part["bias"]),
        )

    def scores(self, matrix: Matrix) -> Matrix:
        """The score (log odds) of each row of one page, in the page's order: (rows,)."""
        if not len(matrix):
            return np.zeros(0, np.float32)
        hidden = _rectified(standardised(matrix.take(self.columns, axis=1), self.mean, self.scale), self.entry, self.entry_bias)
        for layer in self.layers:
            hidden += _rectified(surrounded(hidden, layer.distance), layer.weights, layer.bias)
        hidden = np.maximum(hidden + hidden.mean(axis=0) @ self.pool, 0)
        scores: Matrix = np.round((hidden * self.output).sum(axis=1) + np.float32(self.bias), _DECIMALS)
        return scores


def _rectified(rows: Matrix, weights: Matrix, bias: Matrix) -> Matrix:
    """max(0, rows @ weights + bias)."""
    out = _product(rows, weights)
    out += bias
    return np.maximum(out, 0, out=out)


def _product(rows: Matrix, weights: Matrix) -> Matrix:
    """rows @ weights, in blocks so small that BLAS libraries do not divide them among threads: that costs a page far more than it saves."""
    inputs, outputs = weights.shape
    size = max(1, _ONE_THREAD // (inputs * outputs))
    blocks = -(-len(rows) // size)
    padded = np.zeros((blocks * size, inputs), np.float32)
    padded[: len(rows)] = rows
    product: Matrix = np.matmul(padded.reshape(blocks, size, inputs), weights).reshape(-1, outputs)
    return product[: len(rows)]


def standardised(matrix: Matrix, mean: Matrix, scale: Matrix) -> Matrix:
    """The features (rows, columns) in standard deviations from their means, clipped at REACH; `scale` is 1 / standard deviation."""
    out: Matrix = matrix - mean
    out *= scale
    return np.clip(out, -REACH, REACH, out=out)


def surrounded(rows: Matrix, distance: int) -> Matrix:
    """The rows (rows, width) side by side with those `distance` above and below, zeros beyond the ends: (rows, 3 * width)."""
    count, width = rows.shape
    out = np.zeros((count, 3 * width), np.float32)
    out[:, width : 2 * width] = rows
    if distance < count:
        out[distance:, :width] = rows[:-distance]
        out[:-distance, 2 * width :] = rows[distance:]
    return out


def packed(array: Matrix, kind: str = SHORT) -> str:
    """An array as base64 of little-endian floats of a `kind`, row by row."""
    return base64.b64encode(np.ascontiguousarray(array, kind).tobytes()).decode("ascii")


def _array(text: str, *shape: int, kind: str = SHORT) -> Matrix:
    """The array of a shape that `packed` wrote. Raises ValueError if it has another size or a number that is not finite."""
    raw = np.frombuffer(base64.b64decode(text, validate=True), kind).astype(np.float32)
    if not np.isfinite(raw).all():
        raise ValueError("a weight is not a finite number")
    return raw.reshape(shape)

"""How a value stands out among its neighbours."""

from __future__ import annotations

import numpy as np

from ..models import Matrix

_ABOUT = 30  # values to either side


def rank(values: Matrix) -> Matrix:
    """How many of the values about each are higher: in a file of a hundred stories each has its own sharpest break."""
    if len(values) <= _ABOUT:  # all are about each other
        return np.minimum(np.argsort(np.argsort(-values, kind="stable"), kind="stable"), 20)
    padded = np.pad(values, _ABOUT, constant_values=-np.inf)
    higher = np.zeros(len(values), np.float32)
    for shift in range(2 * _ABOUT + 1):
        higher += padded[shift : shift + len(values)] > values
    return np.minimum(higher, 20)


def median(values: Matrix) -> float:
    """As numpy's, which takes its time with a few numbers."""
    ordered, half = np.sort(values), len(values) // 2
    middle: float = ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return middle


def peak(values: Matrix, reach: int) -> Matrix:
    """Each value less the highest of the others within `reach`."""
    others = np.full(len(values), -1e3, np.float32)
    for step in range(1, reach + 1):
        np.maximum(others[step:], values[:-step], out=others[step:])
        np.maximum(others[:-step], values[step:], out=others[:-step])
    return (values - others).clip(-10, 10)

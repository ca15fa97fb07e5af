"""Ranks, medians and peaks: how a value compares with its neighbours."""

from __future__ import annotations

import numpy as np

from ..models import Matrix

_NEIGHBOURS = 30  # values to either side


def rank(values: Matrix) -> Matrix:
    """For each value how many of its neighbours are higher, at most 20.

    Only neighbours count, because in a file of a hundred stories each boundary is the sharpest change only locally.
    """
    if len(values) <= _NEIGHBOURS:  # every value is a neighbour of every other
        return np.minimum(np.argsort(np.argsort(-values, kind="stable"), kind="stable"), 20)
    padded = np.pad(values, _NEIGHBOURS, constant_values=-np.inf)
    higher = np.zeros(len(values), np.float32)
    for shift in range(2 * _NEIGHBOURS + 1):
        higher += padded[shift : shift + len(values)] > values
    return np.minimum(higher, 20)


def median(values: Matrix) -> float:
    """The median. Same as numpy's, but faster for few values."""
    ordered, half = np.sort(values), len(values) // 2
    middle: float = ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
    return middle


def peak(values: Matrix, reach: int) -> Matrix:
    """Each value minus the highest of the others within `reach`, clipped to -10 to 10."""
    others = np.full(len(values), -1e3, np.float32)
    for step in range(1, reach + 1):
        np.maximum(others[step:], values[:-step], out=others[step:])
        np.maximum(others[:-step], values[step:], out=others[:-step])
    return (values - others).clip(-10, 10)

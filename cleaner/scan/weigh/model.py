"""The weights: a data file of steps, each adding its weight where a feature passes its threshold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from .context import around, around_names, features, names
from .signals import Matrix

FILE = "weights.json"


@dataclass(frozen=True, eq=False)
class Steps:
    """An additive model: score = bias + the weights of all steps whose feature exceeds the threshold; chance = logistic of it."""

    bias: float
    columns: np.ndarray
    thresholds: np.ndarray
    weights: np.ndarray

    @classmethod
    def of(cls, record: dict[str, Any], named: tuple[tuple[str, str], ...]) -> Steps:
        place = {name: index for index, (name, _) in enumerate(named)}
        rows = [(place[name], threshold, weight) for name, steps in record["steps"].items() for threshold, weight in steps]
        columns, thresholds, weights = (np.array(part) for part in zip(*rows, strict=True))
        return cls(record["bias"], columns.astype(np.intp), thresholds.astype(np.float32), weights.astype(np.float32))

    def chances(self, matrix: Matrix) -> Matrix:
        """The probability, a row of `matrix`, that it belongs to the text."""
        passed = matrix[:, self.columns] > self.thresholds
        score = passed.astype(np.float32) @ self.weights + self.bias
        chances: Matrix = 1 / (1 + np.exp(-score))
        return chances

    def contributions(self, row: Matrix) -> Matrix:
        """What each feature adds for one row; one number a column of the matrix."""
        out = np.zeros(len(row), np.float32)
        np.add.at(out, self.columns, np.where(row[self.columns] > self.thresholds, self.weights, 0))
        return out


@dataclass(frozen=True, eq=False)
class Model:
    """Two looks: the second knows what the first made of the lines around. `keep` is the chance from which on a line stays."""

    first: Steps
    second: Steps
    keep: float

    def chances(self, matrix: Matrix) -> Matrix:
        """The probability, a line, that it belongs to the text; `matrix` as `context.features` gives it."""
        return self.second.chances(self.wide(matrix))

    def wide(self, matrix: Matrix) -> Matrix:
        """`matrix` with the second look's columns behind it."""
        return np.concatenate([matrix, around(self.first.chances(matrix), matrix[:, 0])], axis=1)

    def reasons(self, matrix: Matrix, line: int, count: int = 3) -> list[tuple[str, float]]:
        """(plain words, weight) of the features that tip a line, strongest first, against the page's mean line."""
        wide = self.wide(matrix)
        told = names() + around_names()
        own, mean = self.second.contributions(wide[line]), np.mean([self.second.contributions(row) for row in wide], axis=0)
        tipped = own - mean
        order = np.argsort(-np.abs(tipped))[:count]
        return [(told[column][1], float(tipped[column])) for column in order]


@lru_cache(maxsize=1)
def load() -> Model:
    """The model that comes with the program."""
    return parse(json.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8")))


def parse(record: dict[str, Any]) -> Model:
    """A model from its data file's content."""
    return Model(Steps.of(record["first"], names()), Steps.of(record["second"], names() + around_names()), record["keep"])


__all__ = ["FILE", "Model", "Steps", "features", "load", "parse"]

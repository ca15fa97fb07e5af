"""The weights of lines: two looks, the second knowing what the first made of the surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...weights import Matrix, Steps, read
from .context import around, around_names, names

FILE = "lines"


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
    record = read(FILE)
    return Model(Steps.of(record["first"], names()), Steps.of(record["second"], names() + around_names()), record["keep"])

"""The weights of lines: two looks, the second knowing what the first made of the surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from ...weights import Matrix, Steps, logistic, read, weighed
from .context import around, around_names, names

FILE = "lines"


@dataclass(frozen=True, eq=False)
class Model:
    """Two looks: the second knows what the first made of the lines around. `keep` is the chance from which on a line stays."""

    first: Steps
    second: Steps
    keep: float

    def chances(self, matrix: Matrix) -> Matrix:
        """The probability, a line, that it belongs to the text; `matrix` as `context.features` gives it.

        The same as `second.chances(wide(matrix))`; both looks mostly ask the same of a line, so it is asked once.
        """
        first, own = weighed(matrix, *self._both)
        late = around(logistic(first + np.float32(self.first.bias)), matrix[:, 0])
        return logistic(own + weighed(late, *self._late) + np.float32(self.second.bias))

    @cached_property
    def _both(self) -> tuple[NDArray[np.intp], Matrix, Matrix]:
        """The columns, thresholds and two rows of weights of the steps on the lines' own matrix."""
        weights: dict[tuple[int, float], list[float]] = {}
        for look, steps in enumerate((self.first, self.second)):
            for column, threshold, weight in zip(steps.columns.tolist(), steps.thresholds.tolist(), steps.weights.tolist(), strict=True):
                if column < len(names()):
                    weights.setdefault((column, threshold), [0.0, 0.0])[look] += weight
        columns, thresholds = zip(*weights, strict=True)
        return np.array(columns, np.intp), np.array(thresholds, np.float32), np.array(list(weights.values()), np.float32).T.copy()

    @cached_property
    def _late(self) -> tuple[NDArray[np.intp], Matrix, Matrix]:
        """The second look's steps on what `around` gives."""
        steps, own = self.second, len(names())
        late = steps.columns >= own
        return steps.columns[late] - own, steps.thresholds[late], steps.weights[late]

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

"""The model of lines: two looks, the second knowing what the first made of the surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ... import models
from ...models import Matrix, Steps, logistic
from ...models.features import strongest
from ...models.steps import summed
from .context import around, names
from .line_features import FEATURES, SECOND_FEATURES, wide

NAME = "lines"


@dataclass(frozen=True, eq=False)
class Model:
    """Two looks: the second knows what the first made of the lines around. `keep` is the probability from which on a line stays."""

    first: Steps
    second: Steps
    keep: float

    def probabilities(self, matrix: Matrix) -> Matrix:
        """The probability, a line, that it belongs to the text; `matrix` is of FEATURES.

        The same as `second.probabilities(wide(matrix))`; both looks mostly ask the same of a line, so it is asked once.
        """
        first, own = summed(matrix, *self._both)
        late = around(logistic(first + np.float32(self.first.bias)), matrix[:, 0])
        return logistic(own + summed(late, *self._late) + np.float32(self.second.bias))

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

    def reasons(self, matrix: Matrix, line: int, count: int = 3) -> list[tuple[str, float]]:
        """(description, contribution) of the features that tip a line, strongest first, against the page's mean line."""
        rows = wide(matrix, self.first.probabilities(matrix))
        own, mean = self.second.contributions(rows[line]), np.mean([self.second.contributions(row) for row in rows], axis=0)
        return strongest(own - mean, SECOND_FEATURES.descriptions, count)


def load() -> Model:
    """The model in use."""
    return _model(models.load(NAME))


@models.once
def _model(model: models.Model) -> Model:
    first, second = model.part("first", Steps, FEATURES), model.part("second", Steps, SECOND_FEATURES)
    return Model(first, second, model.threshold("keep"))

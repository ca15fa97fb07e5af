"""The line model: a linear model of words, a first look at each line with its surroundings, and a second look at the first's results.

The first look is the mean of two scores: one by boosted trees, one by a convolutional network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import models
from ...models import Convolution, HashedLinear, Matrix, Oblivious, Trees, logistic
from ...models.features import strongest
from .features import FEATURES, PageLines
from .second_look_features import SECOND_FEATURES, FirstLook

NAME = "text"
_SAMPLED = 60  # approximate number of lines that the mean line of a page is computed from


@dataclass(frozen=True, eq=False)
class TextModel:
    """The parts of the line model. `doubt` is the threshold of a page's expected F1 (0 to 1) below which the page is flagged."""

    words: HashedLinear
    first: Oblivious
    network: Convolution
    second: Trees
    doubt: float

    def probabilities(self, page: PageLines) -> Matrix:
        """The probability of each line to be article text: (lines,)."""
        matrix = FEATURES.matrix(page)
        first = logistic((self.first.scores(matrix) + self.network.scores(matrix)) * np.float32(0.5))
        return self.second.probabilities(SECOND_FEATURES.matrix(FirstLook(first, page.signal("words"))))

    def reasons(self, page: PageLines, line: int, count: int) -> list[tuple[str, float]]:
        """The strongest reasons for one line as (description, log odds), strongest first; above 0 for text.

        They are the contributions in the first look's trees, minus those of the page's mean line. The network reads the same measures, and
        the second look only the first's results.
        """
        matrix = FEATURES.matrix(page)
        own = self.first.contributions(matrix[line])
        mean = np.mean([self.first.contributions(row) for row in matrix[:: 1 + len(matrix) // _SAMPLED]], axis=0)
        return strongest(own - mean, FEATURES.descriptions, count, least=0.01)


def load() -> TextModel:
    """Load the line model. Raises ModelError if a part is missing or does not fit the features."""
    return _model(models.load(NAME))


@models.once
def _model(model: models.Model) -> TextModel:
    return TextModel(
        model.part("words", HashedLinear),
        model.part("first", Oblivious, FEATURES),
        model.part("network", Convolution, FEATURES),
        model.part("second", Trees, SECOND_FEATURES),
        model.threshold("doubt"),
    )

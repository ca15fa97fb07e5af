"""The model of text lines: a model of words, a first look at each line among the others, and a second at what the first says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ... import models
from ...models import HashedLinear, Matrix, Oblivious, Trees
from ...models.features import strongest
from .features import FEATURES, PageLines
from .second_look_features import SECOND_FEATURES, FirstLook

NAME = "text"
_SAMPLED = 60  # lines of a page, about, of which its mean line is made


@dataclass(frozen=True, eq=False)
class TextModel:
    """`doubt`: the quality of a page, from 0 to 1, below which it is flagged."""

    words: HashedLinear
    first: Oblivious
    second: Trees
    doubt: float

    def probabilities(self, page: PageLines) -> Matrix:
        """The probability, a line, that it belongs to the text."""
        matrix = FEATURES.matrix(page)
        first = self.first.probabilities(matrix)
        return self.second.probabilities(SECOND_FEATURES.matrix(FirstLook(first, page.signal("words"))))

    def reasons(self, page: PageLines, line: int, count: int) -> list[tuple[str, float]]:
        """(description, contribution) of what speaks for text (above zero) or against it on a line, strongest first.

        They are the first look's, against the page's mean line: the second look only weighs what the first says.
        """
        matrix = FEATURES.matrix(page)
        own = self.first.contributions(matrix[line])
        mean = np.mean([self.first.contributions(row) for row in matrix[:: 1 + len(matrix) // _SAMPLED]], axis=0)
        return strongest(own - mean, FEATURES.descriptions, count, least=0.01)


def load() -> TextModel:
    """The model in use. Raises ModelError."""
    return _model(models.load(NAME))


@models.once
def _model(model: models.Model) -> TextModel:
    words, first, second = (
        model.part("words", HashedLinear),
        model.part("first", Oblivious, FEATURES),
        model.part("second", Trees, SECOND_FEATURES),
    )
    return TextModel(words, first, second, model.threshold("doubt"))

"""Which lines of a page stay, by the F1 that may be expected of what stays.

With the probability p of each line to be text, and its size n, what stays has an expected F1 of about 2 Σ n p / (Σ n + Σ' n p),
the first two sums over the lines that stay, the last over all. The best choice keeps a line when p > F / 2, where F is the best
value (Lipton, Elkan and Naryanaswamy, 2014): a page of doubtful lines keeps more of them than one of sure lines.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...models import Matrix

_SURE = 0.2  # the probability below which a line is boilerplate without much doubt
_SOME, _SHARE = 3, 0.15  # so many such lines, and such a share of the page, show that it is not clean


class Choice(NamedTuple):
    """Lines of a probability above `threshold` stay; `quality` is the expected F1 of what stays, from 0 to 1."""

    threshold: float
    quality: float


def choose(probabilities: Matrix, sizes: Matrix) -> Choice:
    """The best choice for a page's lines. `sizes` are above zero."""
    order = np.argsort(-probabilities, kind="stable")
    size = np.cumsum(sizes[order])
    text = np.cumsum((sizes * probabilities)[order])
    expected = 2 * text / np.maximum(size + text[-1], 1e-9)
    best = float(expected.max())
    return Choice(best / 2, best)


def shows_boilerplate(probabilities: Matrix) -> bool:
    """Whether some lines are so surely boilerplate that the page cannot be a clean text."""
    sure = int((probabilities < _SURE).sum())
    return sure >= max(_SOME, _SHARE * len(probabilities))

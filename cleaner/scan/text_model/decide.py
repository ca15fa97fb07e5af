"""Choose which lines of a page are kept, so that the expected F1 of the kept text is highest.

With the probability p of each line to be text, and its size n, the expected F1 is about 2 Σ n p / (Σ n + Σ' n p), where the first two
sums are over the kept lines and the last over all. The best choice keeps a line if p > F / 2, where F is the highest value (Lipton,
Elkan and Naryanaswamy, 2014): a page of uncertain lines keeps more of them than a page of certain ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...models import Matrix

_SURE = 0.2  # probability below which a line is almost certainly boilerplate
_SOME, _SHARE = 3, 0.15  # number and share of such lines that show that a page is not clean


class Choice(NamedTuple):
    """Lines with a probability above `threshold` are kept; `quality` is the expected F1 of the kept text, from 0 to 1."""

    threshold: float
    quality: float


def choose(probabilities: Matrix, sizes: Matrix) -> Choice:
    """The best choice for a page. `probabilities` and `sizes` have one entry per line; sizes are above 0."""
    order = np.argsort(-probabilities, kind="stable")
    size = np.cumsum(sizes[order])
    text = np.cumsum((sizes * probabilities)[order])
    expected = 2 * text / np.maximum(size + text[-1], 1e-9)
    best = float(expected.max())
    return Choice(best / 2, best)


def shows_boilerplate(probabilities: Matrix) -> bool:
    """Whether enough lines are almost certainly boilerplate that the page cannot be clean text."""
    sure = int((probabilities < _SURE).sum())
    return sure >= max(_SOME, _SHARE * len(probabilities))

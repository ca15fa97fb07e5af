"""Features of the second look: the first look's scores of a block, its neighbours, and the blocks of the same boxes or look."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ....models import FeatureGroup, FeatureSet, Matrix, logistic
from .boxes import grouped
from .page_context import PageContext, side_by_side
from .scores import around, columns_around

_LEVELS = 4
_BELOW = 4  # blocks under a heading


@dataclass
class FirstLook:
    """A page, and the first look at each block: the scores (log odds) of the trees and of the network; each (blocks,)."""

    page: PageContext
    trees: Matrix
    network: Matrix

    @cached_property
    def scores(self) -> Matrix:
        return (self.trees + self.network) * np.float32(0.5)

    @cached_property
    def probability(self) -> Matrix:
        return logistic(self.scores)


def _around(look: FirstLook) -> Matrix:
    return around(look.scores)


def _apart(look: FirstLook) -> Matrix:
    return side_by_side(look.trees, look.network)


def _together(look: FirstLook) -> Matrix:
    """Mean probabilities, weighted by length, over the boxes around a block and over the blocks of its look."""
    page, probability = look.page, look.probability
    weight = np.sqrt(page.length)
    expected, weights = page.sum_in_boxes(probability * weight), page.sum_in_boxes(weight)
    columns = []
    for level in range(_LEVELS):
        box = page.around[level]
        rest = np.maximum(weights[box] - weight, 0)
        columns.append(np.where(rest > 0, (expected[box] - probability * weight) / np.maximum(rest, 1e-6), -1))
    for numbers in page.alike[1:]:
        sums = grouped(numbers, np.stack([probability * weight, weight, np.ones(page.count)], axis=1))
        rest = np.maximum(sums[:, 1] - weight, 0)
        columns += [np.where(rest > 0, (sums[:, 0] - probability * weight) / np.maximum(rest, 1e-6), -1), np.minimum(sums[:, 2], 60)]
    return side_by_side(*columns)


def _page(look: FirstLook) -> Matrix:
    """The first look's estimate of the page's text, its probability of the heading above, and of the blocks below a heading."""
    page, probability = look.page, look.probability
    text = float((probability * page.length).sum())
    heads = np.maximum.accumulate(np.where(page.heading > 0, page.index, -1))
    above = np.concatenate([[-1], heads[:-1]])
    sums = np.concatenate([[0.0], np.cumsum(probability, dtype=np.float64)])
    high = np.minimum(page.index + 1 + _BELOW, page.count)
    below = (sums[high] - sums[page.index + 1]) / np.maximum(high - page.index - 1, 1)
    running = np.cumsum(probability * page.length)
    columns = (
        np.where(above >= 0, probability[np.maximum(above, 0)], -1),
        np.where(page.heading > 0, below, -1),
        np.full(page.count, text / page.total),
        np.full(page.count, np.log1p(text)),
        running / max(text, 1),
        np.full(page.count, (probability * (1 - probability) * page.length).sum() / max(text, 1)),
        np.log1p(page.length),
        page.prose,
    )
    return side_by_side(*columns)


AROUND = FeatureGroup("first look", 1, columns_around("first", "the first look's score"), _around)
APART = FeatureGroup("first looks", 1, (("first trees", "the score of the trees"), ("first network", "the score of the network")), _apart)
TOGETHER = FeatureGroup(
    "together",
    1,
    (
        *((f"first up {level}", f"the first look's probability for the rest of the box {level} up") for level in range(_LEVELS)),
        *(
            (f"{name} {levels}", f"{words} that look like it over {levels} levels")
            for levels in (2, 3)
            for name, words in (("first alike", "the first look's probability for blocks"), ("alike", "how many blocks"))
        ),
    ),
    _together,
)
PAGE = FeatureGroup(
    "first look at the page",
    1,
    (
        ("first heading", "the first look's probability for the heading above"),
        ("first headed", "the first look's probability for the blocks below this heading"),
        ("first share", "the share of the page that is text by the first look"),
        ("first chars", "how much text the page has by the first look"),
        ("first above", "how much of that text is above"),
        ("first doubt", "how unsure the first look is on this page"),
        ("size", "its length"),
        ("running", "whether it reads as running text"),
    ),
    _page,
)
SECOND_FEATURES: FeatureSet[FirstLook] = FeatureSet((AROUND, APART, TOGETHER, PAGE))

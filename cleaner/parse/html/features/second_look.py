"""Features of the second look: only what the first look says, of a block, of its neighbours, and of blocks of its look and its boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ....models import FeatureGroup, FeatureSet, Matrix, logistic
from .boxes import grouped
from .page_context import PageContext
from .scores import around, columns_around

_LEVELS = 4
_BELOW = 4  # blocks under a heading


@dataclass
class FirstLook:
    """A page, and the score (log odds) that the first look gives each block."""

    page: PageContext
    scores: Matrix

    @cached_property
    def probability(self) -> Matrix:
        return logistic(self.scores)


def _around(look: FirstLook) -> Matrix:
    return around(look.scores)


def _together(look: FirstLook) -> Matrix:
    """Mean probabilities, by length, of the boxes around a block and of blocks of its look."""
    page, chance = look.page, look.probability
    weight = np.sqrt(page.length)
    held, weights = page.sum_in_boxes(chance * weight), page.sum_in_boxes(weight)
    columns = []
    for level in range(_LEVELS):
        box = page.around[level]
        rest = np.maximum(weights[box] - weight, 0)
        columns.append(np.where(rest > 0, (held[box] - chance * weight) / np.maximum(rest, 1e-6), -1))
    wide = int(page.looks.max()) + 1
    key = page.looks[page.around[0]]
    for level in (1, 2):
        key = key * wide + page.looks[page.around[level]]
        sums = grouped(np.unique(key, return_inverse=True)[1], np.stack([chance * weight, weight, np.ones(page.count)], axis=1))
        rest = np.maximum(sums[:, 1] - weight, 0)
        columns += [np.where(rest > 0, (sums[:, 0] - chance * weight) / np.maximum(rest, 1e-6), -1), np.minimum(sums[:, 2], 60)]
    return np.stack(columns, axis=1, dtype=np.float32)


def _page(look: FirstLook) -> Matrix:
    """What the page holds by the first look, the heading above, and what a heading heads."""
    page, chance = look.page, look.probability
    text = float((chance * page.length).sum())
    heads = np.maximum.accumulate(np.where(page.heading > 0, page.index, -1))
    above = np.concatenate([[-1], heads[:-1]])
    sums = np.concatenate([[0.0], np.cumsum(chance, dtype=np.float64)])
    high = np.minimum(page.index + 1 + _BELOW, page.count)
    below = (sums[high] - sums[page.index + 1]) / np.maximum(high - page.index - 1, 1)
    running = np.cumsum(chance * page.length)
    columns = (
        np.where(above >= 0, chance[np.maximum(above, 0)], -1),
        np.where(page.heading > 0, below, -1),
        np.full(page.count, text / page.total),
        np.full(page.count, np.log1p(text)),
        running / max(text, 1),
        np.full(page.count, (chance * (1 - chance) * page.length).sum() / max(text, 1)),
        np.log1p(page.length),
        page.prose,
    )
    return np.stack(columns, axis=1, dtype=np.float32)


AROUND = FeatureGroup("first look", 1, columns_around("first", "what the first look says"), _around)
TOGETHER = FeatureGroup(
    "together",
    1,
    (
        *((f"first up {level}", f"what the first look says of the rest of the box {level} up") for level in range(_LEVELS)),
        *(
            (f"{name} {levels}", f"{words} that look like it over {levels} levels")
            for levels in (2, 3)
            for name, words in (("first alike", "what the first look says of blocks"), ("alike", "how many blocks"))
        ),
    ),
    _together,
)
PAGE = FeatureGroup(
    "first look at the page",
    1,
    (
        ("first heading", "what the first look says of the heading above"),
        ("first headed", "what the first look says of the blocks below this heading"),
        ("first share", "the share of the page that is text by the first look"),
        ("first chars", "how much text the page has by the first look"),
        ("first above", "how much of that text is above"),
        ("first doubt", "how unsure the first look is on this page"),
        ("size", "its length"),
        ("running", "whether it reads as running text"),
    ),
    _page,
)
SECOND_FEATURES: FeatureSet[FirstLook] = FeatureSet((AROUND, TOGETHER, PAGE))

"""Features from the scores of the linear models of names and of words, for a block and the blocks around it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ....models import FeatureGroup, Matrix
from .page_context import TYPES, PageContext, side_by_side

_SHIFTS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (4, 12)
_OUTSIDE = -3.0  # log odds beyond the page's ends
_TOP = 10  # one block in this many is among the page's best


def around(scores: Matrix) -> Matrix:
    """For each block: its score, its neighbours' scores, means over windows, the page's mean, its rank, and the mean of the best blocks."""
    count, reach = len(scores), max(_SHIFTS)
    index = np.arange(count)
    padded = np.concatenate([np.full(reach, _OUTSIDE), scores, np.full(reach, _OUTSIDE)])
    columns = [scores, *(padded[reach + shift : reach + shift + count] for shift in _SHIFTS)]
    sums = np.concatenate([[0.0], np.cumsum(scores, dtype=np.float64)])
    for window in _WINDOWS:
        low, high = np.maximum(index - window, 0), np.minimum(index + window + 1, count)
        columns.append((sums[high] - sums[low]) / (high - low))
    ordered = np.sort(scores)
    columns += [
        np.full(count, scores.mean()),
        np.searchsorted(ordered, scores) / count,
        np.full(count, ordered[-max(1, count // _TOP) :].mean()),
    ]
    return side_by_side(*columns)


def columns_around(name: str, words: str) -> tuple[tuple[str, str], ...]:
    """The columns of `around`, as (name, description)."""
    return (
        (name, words),
        *((f"{name} {shift:+}", f"{words}, for the block {abs(shift)} {'above' if shift < 0 else 'below'}") for shift in _SHIFTS),
        *((f"{name} within {window}", f"{words}, mean over the {window} blocks on either side") for window in _WINDOWS),
        (f"{name} page", f"{words}, mean over the page"),
        (f"{name} rank", f"{words}, ranked among the page's blocks"),
        (f"{name} best", f"{words}, mean over the page's best blocks"),
    )


def _given(name: str) -> Callable[[PageContext], Matrix]:
    def compute(page: PageContext) -> Matrix:
        scores: Matrix | None = getattr(page, name)
        if scores is None:
            raise ValueError(f"{name} must be set before the features are computed")
        return around(scores)

    return compute


def _types(page: PageContext) -> Matrix:
    if page.types_found is None:
        raise ValueError("types_found must be set before the features are computed")
    return np.repeat(page.types_found[None, :], page.count, axis=0)


NAME_SCORES = FeatureGroup("name scores", 1, columns_around("names", "the score of the names around it"), _given("name_scores"))
WORD_SCORES = FeatureGroup("word scores", 1, columns_around("wording", "the score of its words and its heading"), _given("word_scores"))
TYPE_SCORES = FeatureGroup(
    "page type", 1, tuple((f"page is {name}", f"the probability that the page is of type {name}") for name in TYPES), _types
)

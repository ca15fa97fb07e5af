"""Classifies a page as article, forum, product, documentation, service, listing or collection, or as other if none is likely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...models import FeatureGroup, FeatureSet, Matrix, Model, Trees, load, logistic
from .features.boxes import ABOVE, SIBLINGS
from .features.own_look import CHARACTERS, EDGES, ELEMENT
from .features.page_context import TYPES, PageContext
from .features.whole_page import WHOLE, page_row

NAME = "page_types"
OTHER, USUAL = "other", "article"
_LIKELY = 0.4  # minimum probability of a type
_ONE_DOCUMENT = ("forum", "product", "documentation", "service")  # types whose pages are one document however many headings they have
_SURELY_ONE = 0.6  # minimum total probability of these types with which a page is not divided
_MEANS = (ELEMENT, ABOVE, CHARACTERS, EDGES)
_MOST = (SIBLINGS,)


class PageType(NamedTuple):
    """The type of a page and its probability."""

    name: str
    probability: float


def _make_up(page: PageContext) -> Matrix:
    """Means and maxima of the blocks' features, as one row; shape (1, features)."""
    rows = [page.once(group).mean(axis=0) for group in _MEANS] + [page.once(group).max(axis=0) for group in _MOST]
    return np.concatenate(rows, dtype=np.float32)[None, :]


PAGE_FEATURES: FeatureSet[PageContext] = FeatureSet(
    (
        FeatureGroup("page", WHOLE.version, WHOLE.columns, page_row),
        FeatureGroup(
            "make-up",
            max(group.version for group in (*_MEANS, *_MOST)),
            (
                *((f"mean {name}", f"mean over its blocks: {words}") for group in _MEANS for name, words in group.columns),
                *((f"most {name}", f"maximum over its blocks: {words}") for group in _MOST for name, words in group.columns),
            ),
            _make_up,
        ),
    )
)


def type_probabilities(page: PageContext) -> Matrix:
    """The probabilities of TYPES, which add up to 1; shape (types,)."""
    row, model = PAGE_FEATURES.matrix(page), load(NAME)
    odds = np.array([_odds(model, name, row) for name in TYPES], np.float32)
    found: Matrix = odds / odds.sum()
    return found


def _odds(model: Model, name: str, row: Matrix) -> float:
    """The probability of one type against all others; 0 for a type that the model was not fitted on, except 0.5 for articles."""
    if name not in model.fitted:
        return 0.5 if name == USUAL else 0.0
    return float(logistic(model.part(name, Trees, PAGE_FEATURES).scores(row))[0])


def page_type(probabilities: Matrix) -> PageType:
    """The most probable type; other if its probability is too low."""
    best = int(np.argmax(probabilities))
    sure = float(probabilities[best])
    return PageType(TYPES[best] if sure >= _LIKELY else OTHER, sure)


def is_one_document(probabilities: Matrix) -> bool:
    """Whether the page's type rules out several articles: forum, product, documentation or service."""
    return bool(probabilities[[TYPES.index(name) for name in _ONE_DOCUMENT]].sum() >= _SURELY_ONE)

"""Classifies a page as article, forum, product, documentation, service, listing or collection, or as other if none is likely."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ...models import FeatureGroup, FeatureSet, Matrix, Model, TreeGroup, Trees, load, logistic, once
from .features.boxes import ABOVE, SIBLINGS
from .features.own_look import CHARACTERS, EDGES, ELEMENT
from .features.page_context import TYPES, PageContext
from .features.whole_page import PAGE

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
        replace(PAGE, compute=lambda page: page.once(PAGE)),
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
    model = load(NAME)
    scores = iter(_trees(model).scores(PAGE_FEATURES.matrix(page)) if _fitted(model) else ())
    # each against all others; a type that the model was not fitted on has 0, but articles 0.5
    odds = np.array([logistic(next(scores))[0] if name in model.fitted else 0.5 * (name == USUAL) for name in TYPES], np.float32)
    found: Matrix = odds / odds.sum()
    return found


@once
def _trees(model: Model) -> TreeGroup:
    """The trees of the types that the model was fitted on. Raises ModelError."""
    return TreeGroup.of([model.part(name, Trees, PAGE_FEATURES) for name in _fitted(model)])


def _fitted(model: Model) -> list[str]:
    return [name for name in TYPES if name in model.fitted]


def page_type(probabilities: Matrix) -> PageType:
    """The most probable type; other if its probability is too low."""
    best = int(np.argmax(probabilities))
    sure = float(probabilities[best])
    return PageType(TYPES[best] if sure >= _LIKELY else OTHER, sure)


def is_one_document(probabilities: Matrix) -> bool:
    """Whether the page's type rules out several articles: forum, product, documentation or service."""
    return bool(probabilities[[TYPES.index(name) for name in _ONE_DOCUMENT]].sum() >= _SURELY_ONE)

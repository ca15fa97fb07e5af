"""Fits the article model, which scores the gaps between an HTML page's paragraphs as boundaries between articles."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import models
from ..measure import folded
from ..models import FeatureSet, Matrix, logistic
from ..parse.html import articles
from ..parse.html.article_gap_features import FEATURES, Weighed, describe
from ..parse.html.block_model import NAME as BLOCKS
from ..parse.html.block_model import probabilities
from ..parse.html.contexts import page_context
from . import boosting
from .data import Data, Example
from .folds import Array
from .page_composer import COMPOSED, composed
from .protocol import Nested, Parts
from .record import Scores
from .scrolled_pages import SCROLLED, scrolled_pages

_BEGINNING = 100  # characters of a paragraph that are searched for in the gold
_GROWTH = boosting.Growth(trees=500, leaves=10, depth=5, rate=0.03, ridge=5.0, features=0.3, least=10)  # there is little training data
_STRENGTH = [FEATURES.names.index(name) for name in ("nearer", "less text")]
_SURE = tuple(round(0.02 * step, 2) for step in range(5, 26))  # from 0.1 to 0.5
_COMPOSED = 800  # pages made of gold articles
_ONE_RIGHT = 0.98  # share of pages of one article that must not be divided
_STREAM = 4.0  # weight of a gap on a saved page with several articles
_MADE = 0.6  # weight of a gap on a composed page: there are many, of few forms
_SCROLLED = 0.5  # weight of a gap on a page joined from pages of a site


@dataclass(frozen=True)
class Page:
    """One page. owner: the article that each paragraph belongs to, -1 for none. label, fold: one entry per gap between two paragraphs."""

    example: Example
    matrix: Matrix
    owner: tuple[int, ...]
    label: Array
    fold: Array


class PageArticles:
    """Gaps between paragraphs of HTML pages: does a further article begin there?"""

    name = articles.NAME
    needs: tuple[str, ...] = (BLOCKS,)
    features: dict[str, FeatureSet[Any]] = {"gaps": FEATURES}  # noqa: RUF012
    limits = ("Pages of several articles come from few sites.",)

    def build(self, data: Data, nested: Nested) -> tuple[list[Page], list[Example]]:
        examples = list(data.examples("page stream", "page", doubtful=False))
        made = composed(examples, min(_COMPOSED, len(examples)), boosting.SEED, short=True)
        every = itertools.chain(examples, made, scrolled_pages(data))
        found = [replace(page, example=replace(page.example, text="")) for example in every if (page := _page(example, nested)) is not None]
        return found, [page.example for page in found]

    def fit(self, dataset: list[Page], without: int | None) -> Parts:
        matrix, label, fold = (np.concatenate([getattr(page, name) for page in dataset]) for name in ("matrix", "label", "fold"))
        weight = np.concatenate([np.full(len(page.label), _weight(page.example)) for page in dataset])
        seen = fold != without if without is not None else np.ones(len(fold), bool)
        return {"gaps": boosting.fit(matrix[seen], label[seen], weight[seen], _GROWTH, FEATURES)}

    def score(self, dataset: list[Page], fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        found = {sure: Scores("share of pages divided rightly") for sure in _SURE}
        for page in dataset:
            log_odds = np.zeros(len(page.label), np.float32)
            for fold in set(page.fold.tolist()):
                own = page.fold == fold
                log_odds[own] = boosting.scores(dict(fits[fold]["gaps"]), FEATURES, page.matrix[own])
            for sure, scores in found.items():
                scores.add(page.example, _right(page, logistic(log_odds) > sure))
        best = max(found, key=lambda sure: _rightness(found[sure]))
        return {"sure": best}, found[best]

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        return [FEATURES.matrix(page_) for page in pages if (page_ := _weighed(page, None)) is not None]


def _weight(example: Example) -> float:
    if example.origin == COMPOSED:
        return _MADE
    if example.origin == SCROLLED:
        return _SCROLLED
    return _STREAM if len(example.articles) > 1 else 1.0


def _rightness(scores: Scores) -> tuple[float, float]:
    """The share of saved pages of one article that are right, up to _ONE_RIGHT, and the share of pages of several articles."""
    own: dict[str, Any] = scores.record().get("style", {})
    singles = own.get("page", [0, 1.0])[1]
    several = [(count, value) for name, (count, value) in own.items() if name != "page" and not name.startswith("composed")]
    total = sum(count for count, _ in several)
    return min(float(singles), _ONE_RIGHT), sum(count * value for count, value in several) / total if total else 1.0


def _weighed(markup: str, url: str | None) -> Weighed | None:
    """A page's outline with the probabilities of the block model in use; None for a page without text."""
    context = page_context(markup, url)
    if context is None:
        return None
    return Weighed(context.outline, probabilities(context))


def _page(example: Example, nested: Nested) -> Page | None:
    with models.using(str(nested.directory(example.fold))):
        page = _weighed(example.text, example.url)
    if page is None:
        return None
    gaps = describe(page)
    if not len(gaps.matrix):
        return None
    owner = _owners([page.outline.blocks[i].text for i in gaps.paragraphs], [article.paragraphs for article in example.articles])
    folds, last, of_gap = example.folds, 0, []
    for own in owner[1:]:  # a gap has the fold of the story below it
        last = own if own >= 0 else last
        of_gap.append(folds[last])
    return Page(example, gaps.matrix, tuple(owner), _labels(owner, gaps.matrix), np.array(of_gap))


def _owners(paragraphs: Sequence[str], gold: Sequence[Sequence[str]]) -> list[int]:
    """The index of the article that each paragraph of the page belongs to; -1 for none."""
    texts = [f" {folded(' '.join(article))} " for article in gold]
    keys = [folded(text)[:_BEGINNING] for text in paragraphs]
    return [next((number for number, text in enumerate(texts) if f" {key}" in text), -1) for key in keys]


def _labels(owner: Sequence[int], matrix: Matrix) -> Array:
    """1 for the gap between two articles; if several gaps are between their paragraphs, for the one with the strongest division in the tree."""
    label = np.zeros(len(matrix))
    last = None
    for at, own in enumerate(owner):
        if own < 0:
            continue
        if last is not None and own != owner[last]:
            label[max(range(last, at), key=lambda gap: matrix[gap][_STRENGTH].tolist())] = 1
        last = at
    return label


def _right(page: Page, begins: Array) -> bool:
    part = np.concatenate([[0], np.cumsum(begins)])
    pairs = {(owner, number) for owner, number in zip(page.owner, part.tolist(), strict=True) if owner >= 0}
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})

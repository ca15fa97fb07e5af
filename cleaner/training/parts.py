"""Fitting the model of gaps between paragraphs of HTML pages: where one article of a page ends and another begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..models import FeatureSet, Matrix, logistic
from ..parse.html import parts
from ..parse.html.blocks import TreeBlock, read_blocks
from ..parse.html.weigh import key_of
from . import boosting
from .blocks import _tree
from .data import Data, Example
from .folds import Array
from .protocol import Nested, Parts
from .record import Scores

_BEGINNING = 100  # characters of a paragraph by which it is known in the gold
_GROWTH = boosting.Growth(trees=200, leaves=4, depth=2, ridge=5.0, features=0.3, least=10)  # there are few articles to learn from
_STRENGTH = [parts.FEATURES.names.index(name) for name in ("nearer", "less text")]


@dataclass(frozen=True)
class Page:
    """owner: which article each paragraph belongs to, -1 for none. fold: of each gap between two paragraphs."""

    example: Example
    matrix: Matrix
    owner: tuple[int, ...]
    label: Array
    fold: Array


class PageParts:
    """Gaps between paragraphs of HTML pages: does a further article begin there?"""

    name = parts.NAME
    needs: tuple[str, ...] = ()
    features: dict[str, FeatureSet[Any]] = {"part": parts.FEATURES}  # noqa: RUF012
    limits = ("Pages of several articles come from few sites.",)

    def build(self, data: Data, nested: Nested) -> tuple[list[Page], list[Example]]:
        found = [page for example in data.examples("page stream", "page", doubtful=False) if (page := _page(example)) is not None]
        return found, [page.example for page in found]

    def fit(self, dataset: list[Page], without: int | None) -> Parts:
        matrix, label, fold = (np.concatenate([getattr(page, name) for page in dataset]) for name in ("matrix", "label", "fold"))
        seen = fold != without if without is not None else np.ones(len(fold), bool)
        return {"part": boosting.fit(matrix[seen], label[seen], np.ones(int(seen.sum())), _GROWTH, parts.FEATURES)}

    def score(self, dataset: list[Page], fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scores = Scores("share of pages divided rightly")
        for page in dataset:
            told = np.zeros(len(page.label), np.float32)
            for fold in set(page.fold.tolist()):
                own = page.fold == fold
                told[own] = boosting.scores(dict(fits[fold]["part"]), parts.FEATURES, page.matrix[own])
            scores.add(page.example, _right(page, logistic(told) > parts.SURE))
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        return [parts.FEATURES.matrix(read_blocks(tree)) for page in pages if (tree := _tree(page)) is not None]


def _page(example: Example) -> Page | None:
    tree = _tree(example.text)
    if tree is None:
        return None
    blocks = read_blocks(tree)
    gaps = parts.describe(blocks)
    if not len(gaps.matrix):
        return None
    owner = _owners([blocks[index] for index in gaps.paragraphs], [article.paragraphs for article in example.articles])
    folds, last, of_gap = example.folds, 0, []
    for own in owner[1:]:  # a gap goes by the story below it
        last = own if own >= 0 else last
        of_gap.append(folds[last])
    return Page(example, gaps.matrix, tuple(owner), _labels(owner, gaps.matrix), np.array(of_gap))


def _owners(paragraphs: Sequence[TreeBlock], articles: Sequence[Sequence[str]]) -> list[int]:
    """Which article each paragraph of the page belongs to; -1 for none."""
    texts = [f" {key_of(' '.join(article))} " for article in articles]
    keys = [key_of(block.text)[:_BEGINNING] for block in paragraphs]
    return [next((number for number, text in enumerate(texts) if f" {key}" in text), -1) for key in keys]


def _labels(owner: Sequence[int], matrix: Matrix) -> Array:
    """1 for the gap between two articles: of several between their paragraphs, the one where the tree holds most apart."""
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

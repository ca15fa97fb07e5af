"""Fits the block model: which blocks of an HTML page are article text."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from .. import models
from ..measure import folded, match
from ..models import FeatureSet, Matrix, logistic
from ..models.arrays import Indexes
from ..parse.html.block_model import NAME, choose, sizes
from ..parse.html.contexts import page_context
from ..parse.html.features import FEATURES, SECOND_FEATURES, FirstLook, PageContext
from ..parse.html.features.scores import around
from ..parse.html.page_type import NAME as PAGE_TYPES
from ..parse.html.page_type import type_probabilities
from ..parse.html.tokens import NAME_BITS, WORD_BITS, name_rows, word_rows
from . import convolution, linear, oblivious
from .block_labels import block_labels
from .data import Data, Example
from .folds import FOLDS, Array, joined
from .page_composer import COMPOSED, composed
from .protocol import Nested, Parts
from .record import Scores

_FIRST = oblivious.Growth(trees=400, depth=6, rate=0.1, features=0.25, bins=32)
_NETWORK = convolution.Schedule()
_SECOND = oblivious.Growth(trees=120, depth=5, rate=0.08, features=0.5, bins=64)
_MOST = 120  # blocks of a page that the first look is fitted on; more add little information
_COMPOSED = 500  # pages made of gold articles, with comments, teasers and notices beside them
_NO_ADDRESS = 3  # one page in this many is read without its URL, since users may not have it
_TITLE = 0.02  # factor on the weight of the headline: data sources disagree on whether the gold includes it
_KINDS: tuple[Any, ...] = ("page", "page stream", "keep", "sentences")


class Page(NamedTuple):
    """One page. `label` and `weight` have one entry per block; `weight` is 0 for blocks that the gold does not decide."""

    example: Example
    context: PageContext
    names: list[Indexes]
    words: list[Indexes]
    label: Array
    weight: Array


@dataclass
class Dataset:
    """All blocks of all pages, one row each; `sampled` is the mask of rows that the first look is fitted on."""

    pages: list[Page]
    matrix: Matrix  # without the scores of names and words
    label: Array
    weight: Array
    fold: Array
    sampled: Array

    @property
    def bounds(self) -> list[tuple[int, int]]:
        return list(itertools.pairwise(itertools.accumulate((len(page.label) for page in self.pages), initial=0)))

    @cached_property
    def names(self) -> list[Indexes]:
        return [row for page in self.pages for row in page.names]

    @cached_property
    def words(self) -> list[Indexes]:
        return [row for page in self.pages for row in page.words]

    def seen(self, without: int | None) -> Array:
        return np.flatnonzero(self.fold != without if without is not None else np.ones(len(self.fold), bool))

    @cached_property
    def linear(self) -> list[dict[str, dict[str, Any]]]:
        """The models of names and of words, fitted without each fold and on all rows."""
        return [self._linear(self.seen(k)) for k in (*range(FOLDS), None)]

    def _linear(self, rows: Array) -> dict[str, dict[str, Any]]:
        label, weight, at = self.label[rows], self.weight[rows], rows.tolist()
        return {
            "names": linear.fit([self.names[i] for i in at], label, weight, NAME_BITS),
            "words": linear.fit([self.words[i] for i in at], label, weight, WORD_BITS),
        }

    @cached_property
    def wide(self) -> Matrix:
        """The first look's matrix; the linear models' scores of a block come from the fits without its fold."""
        columns = [self.matrix]
        for name, rows in (("names", self.names), ("words", self.words)):
            log_odds = joined(
                self.fold,
                [lambda mask, k=k, name=name, rows=rows: linear.scores(self.linear[k][name], [rows[i] for i in np.flatnonzero(mask)]) for k in range(FOLDS)],  # type: ignore[misc]
            )  # fmt: skip
            columns.append(np.concatenate([around(log_odds[a:b]) for a, b in self.bounds]))
        return np.concatenate(columns, axis=1)

    @cached_property
    def first(self) -> list[dict[str, Any]]:
        """The first look, fitted without each fold and on all rows."""
        return [self._first(k) for k in (*range(FOLDS), None)]

    def _first(self, without: int | None) -> dict[str, Any]:
        rows = self.seen(without)
        rows = rows[self.sampled[rows]]
        return oblivious.fit(self.wide[rows], self.label[rows], self.weight[rows], _FIRST, FEATURES)

    @cached_property
    def network(self) -> list[dict[str, Any]]:
        """The network, fitted without each fold and on all rows."""
        return [self._network(k) for k in (*range(FOLDS), None)]

    def _network(self, without: int | None) -> dict[str, Any]:
        weight = np.where(self.fold != without, self.weight, 0) if without is not None else self.weight
        return convolution.fit(self.wide, self.bounds, self.label, weight, _NETWORK, FEATURES)

    @cached_property
    def second(self) -> Matrix:
        """The second look's matrix: the first look's scores of a block come from the fits without its fold."""
        trees = joined(self.fold, [lambda mask, k=k: oblivious.scores(self.first[k], FEATURES, self.wide[mask]) for k in range(FOLDS)])  # type: ignore[misc]
        network = convolution.out_of_fold(self.network, FEATURES, self.wide, self.bounds, self.fold)
        looks = (FirstLook(page.context, trees[a:b], network[a:b]) for page, (a, b) in zip(self.pages, self.bounds, strict=True))
        return np.concatenate([SECOND_FEATURES.matrix(look) for look in looks])


class Blocks:
    """Blocks of HTML pages: text of the article or boilerplate."""

    name = NAME
    needs: tuple[str, ...] = (PAGE_TYPES,)
    features: dict[str, FeatureSet[Any]] = {"first": FEATURES, "network": FEATURES, "second": SECOND_FEATURES}  # noqa: RUF012
    limits = (
        "The second look reads out-of-fold output of the first, which was fitted on the other folds' rows: a slight leak between folds.",
        "Words are read in the languages of the data; in others structure and names decide.",
    )

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        pages, matrices, sampled = [], [], []
        examples = list(data.examples(*_KINDS, doubtful=False))
        examples += composed(examples, min(_COMPOSED, len(examples) // 4), oblivious.SEED)
        for example in examples:
            page = _page(example, nested)
            if page is None:
                continue
            pages.append(page)
            matrices.append(PLAIN.matrix(page.context))
            chosen = np.zeros(len(page.label), bool)
            chosen[np.random.RandomState(zlib.crc32(example.id.encode())).permutation(len(page.label))[:_MOST]] = True
            sampled.append(chosen)
        label, weight = (np.concatenate([getattr(page, name) for page in pages]) for name in ("label", "weight"))
        fold = np.repeat([page.example.fold for page in pages], [len(page.label) for page in pages])
        return Dataset(pages, np.concatenate(matrices), label, weight, fold, np.concatenate(sampled)), [page.example for page in pages]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        index, rows = FOLDS if without is None else without, dataset.seen(without)
        second = oblivious.fit(dataset.second[rows], dataset.label[rows], dataset.weight[rows], _SECOND, SECOND_FEATURES)
        return {**dataset.linear[index], "first": dataset.first[index], "network": dataset.network[index], "second": second}

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        log_odds = joined(
            dataset.fold,
            [lambda mask, own=own: oblivious.scores(dict(own["second"]), SECOND_FEATURES, dataset.second[mask]) for own in fits],  # type: ignore[misc]
        )
        scores = Scores("mean F1 of shingles of the blocks that stay")
        for page, (a, b) in zip(dataset.pages, dataset.bounds, strict=True):
            if page.example.kind in ("page", "page stream") and page.example.origin != COMPOSED:
                kept = choose(logistic(log_odds[a:b]), sizes(page.context)).kept
                text = "\n".join(block.text for block, stays in zip(page.context.blocks, kept.tolist(), strict=True) if stays)
                scores.add(page.example, match("\n".join(gold.text for gold in page.example.articles), text).f1)
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        contexts = [context for page in pages if (context := page_context(page, None)) is not None]
        for context in contexts:
            context.types_found = type_probabilities(context)
        return [PLAIN.matrix(context) for context in contexts]


PLAIN: FeatureSet[PageContext] = FeatureSet(FEATURES.groups[:-2])  # without the scores of names and words, which are fitted first


def _page(example: Example, nested: Nested) -> Page | None:
    """A page, read as the program does, with its labels; None for a page without text."""
    url = None if zlib.crc32(example.id.encode()) % _NO_ADDRESS == 0 else example.url
    context = page_context(example.text, url)
    if context is None:
        return None
    with models.using(str(nested.directory(example.fold))):
        context.types_found = type_probabilities(context)
    texts = [block.text for block in context.blocks]
    size = np.sqrt(np.minimum(sizes(context), 200) + 1)
    if example.kind in ("page", "page stream"):
        label = block_labels(texts, [text for gold in example.articles for text in gold.paragraphs])
        titles = {folded(gold.title) for gold in example.articles if gold.title}
        size[[folded(text) in titles for text in texts]] *= _TITLE
        if example.origin == COMPOSED:  # the gold does not say which of the headings between the paragraphs are text
            size[[block.kind == "heading" for block in context.blocks]] = 0
        weight = size / (size[label > 0].sum() + 0.3 * size.sum() ** 0.8 + 10) * 50  # large and small pages count about the same
    else:
        label, known = _partly(texts, example)
        weight = np.where(known, size / (size[known].sum() + 10) * 25, 0.0)
    return Page(example, context, name_rows(context.outline), word_rows(context.outline), label, weight)


def _partly(texts: Sequence[str], example: Example) -> tuple[Array, Array]:
    """The labels, and the mask of blocks that the gold decides: those with a line that must be kept or a sentence that must be dropped."""
    keys = [folded(text) for text in texts]
    wanted = [key for line in example.keep if len(key := folded(line)) > 3]
    unwanted = [key for line in example.absent if len(key := folded(line)) > 3]
    label = np.array([any(key in text or (len(text) > 3 and text in key) for key in wanted) for text in keys])
    absent = np.array([any(key in text for key in unwanted) for text in keys])
    return label.astype(np.float32), label | absent

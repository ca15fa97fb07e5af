"""Fitting the model of lines: text or boilerplate. The second look is fitted on what the first says of lines it has not seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..config import Settings
from ..flow import scanned
from ..line import Line
from ..measure import coverage, match, tokens
from ..models import FeatureSet, Matrix, logistic
from ..scan.weigh.context import around
from ..scan.weigh.line_features import FEATURES, SECOND_FEATURES
from ..scan.weigh.model import NAME
from . import additive
from .data import Data, Example
from .folds import FOLDS, Array, joined
from .protocol import Nested, Parts
from .record import Scores

_KEEPS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
_MOST = 1_500  # pages
_UNWEIGHED = Settings(disable=("weights", "fragment"))


@dataclass(frozen=True)
class Page:
    """A page's lines, each with the gold's say: the share of its words that gold holds; a line that a rule removes is gone."""

    example: Example
    lines: tuple[str, ...]
    gone: tuple[bool, ...]


@dataclass
class Dataset:
    pages: list[Page]
    matrix: Matrix
    label: Array
    weight: Array
    fold: Array

    @property
    def bounds(self) -> list[tuple[int, int]]:
        return list(itertools.pairwise(itertools.accumulate((len(page.lines) for page in self.pages), initial=0)))

    @cached_property
    def first(self) -> list[dict[str, Any]]:
        """The first look without each fold, and on all rows."""
        return [self._first(self.fold != k) for k in range(FOLDS)] + [self._first(np.ones(len(self.fold), bool))]

    def _first(self, seen: Array) -> dict[str, Any]:
        return additive.fit(self.matrix[seen], self.label[seen], self.weight[seen], FEATURES)

    @cached_property
    def wide(self) -> Matrix:
        """The second look's matrix: what the first look says of each line comes from the fit without its fold."""
        told = joined(self.fold, [lambda mask, k=k: additive.scores(self.first[k], FEATURES, self.matrix[mask]) for k in range(FOLDS)])  # type: ignore[misc]
        late = [around(logistic(told[a:b]), self.matrix[a:b, 0]) for a, b in self.bounds]
        return np.concatenate([self.matrix, np.concatenate(late)], axis=1)


class Lines:
    """Lines of scraped text: text or boilerplate, by their own look and their surroundings."""

    name = NAME
    needs: tuple[str, ...] = ()
    features: dict[str, FeatureSet[Any]] = {"first": FEATURES, "second": SECOND_FEATURES}  # noqa: RUF012
    limits = (
        "The second look reads out-of-fold output of the first, which was fitted on the other folds' rows: a slight leak between folds.",
    )

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        pages, matrices, labels, weights = [], [], [], []
        for example in _some(data):
            lines, language = _held(example.text, example.url)
            if not lines:
                continue
            texts = [line.block.text for line in lines]
            label = np.array(coverage(texts, example.articles[0].text), np.float32)
            matrices.append(FEATURES.matrix((lines, language)))
            labels.append(label)
            weights.append(_weight(texts, label))
            pages.append(Page(example, tuple(texts), tuple(line.ruled_out for line in lines)))
        fold = np.repeat([page.example.fold for page in pages], [len(page.lines) for page in pages])
        dataset = Dataset(pages, np.concatenate(matrices), np.concatenate(labels), np.concatenate(weights), fold)
        return dataset, [page.example for page in pages]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        seen = dataset.fold != without if without is not None else np.ones(len(dataset.fold), bool)
        second = additive.fit(dataset.wide[seen], dataset.label[seen], dataset.weight[seen], SECOND_FEATURES)
        return {"first": dataset.first[FOLDS if without is None else without], "second": second}

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        told = joined(
            dataset.fold,
            [lambda mask, own=own: additive.scores(dict(own["second"]), SECOND_FEATURES, dataset.wide[mask]) for own in fits],  # type: ignore[misc]
        )
        probabilities = logistic(told)
        found = {keep: self._scores(dataset, probabilities, keep) for keep in _KEEPS}
        keep = max(found, key=lambda value: found[value].mean)
        return {"keep": keep}, found[keep]

    def _scores(self, dataset: Dataset, probabilities: Matrix, keep: float) -> Scores:
        scores = Scores("mean F1 of shingles of what stays")
        for page, (a, b) in zip(dataset.pages, dataset.bounds, strict=True):
            kept = zip(page.lines, page.gone, (probabilities[a:b] >= keep).tolist(), strict=True)
            text = "\n".join(line for line, gone, stays in kept if stays and not gone)
            scores.add(page.example, match(page.example.articles[0].text, text).f1)
        return scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        held = [_held(text, None) for text in texts]
        return [FEATURES.matrix(context) for context in held if context[0]]


def _some(data: Data) -> Iterator[Example]:
    """Of many pages those of lowest digest, in the data's order: beyond that few lines differ from all the others."""
    digests = sorted(example.digest for example in data.examples("text", doubtful=False))
    last = digests[:_MOST][-1] if digests else ""
    return (example for example in data.examples("text", doubtful=False) if example.digest <= last)


def _held(text: str, url: str | None) -> tuple[list[Line], str | None]:
    """The lines that hold text, with the rules applied and nothing weighed, and their language."""
    _, found, language = scanned(text, url=url, settings=_UNWEIGHED)
    return [line for line in found.lines if line.text], language


def _weight(texts: Sequence[str], label: Array) -> Array:
    """A page counts as a page, and a line in it by its share of the text."""
    size = np.array([len(tokens(text)) for text in texts], np.float32)
    gold_size = max(1.0, float(size[label >= 0.5].sum()))
    return np.where(label < 0, 0.0, np.sqrt(np.minimum(size, 200) / gold_size) * 5 + 0.02)

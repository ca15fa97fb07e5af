"""Fits the page type model: one small model for each type against all others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..models import FeatureSet, Matrix, logistic
from ..parse.html.contexts import page_context
from ..parse.html.features.page_context import TYPES
from ..parse.html.page_type import NAME, PAGE_FEATURES, USUAL
from . import boosting
from .data import Data, Example
from .folds import Array
from .protocol import Nested, Parts
from .record import Scores

_GROWTH = boosting.Growth(trees=80, leaves=7, depth=4, rate=0.06, ridge=5.0, features=0.3, least=15)


_LEAST = 5  # minimum pages of a type, and of other types; a type with fewer gets no model


@dataclass(frozen=True)
class Dataset:
    """One row per page; `types` are indexes into TYPES."""

    examples: list[Example]
    matrix: Matrix
    types: Array
    fold: Array


class PageTypes:
    """Types of HTML pages: article, forum, product, documentation, service, listing or collection."""

    name = NAME
    needs: tuple[str, ...] = ()
    features: dict[str, FeatureSet[Any]] = {"page": PAGE_FEATURES}  # noqa: RUF012
    limits = ("Most pages of the data are articles; listings and collections are often taken for one another.",)

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        examples, rows = [], []
        for example in data.examples("page"):
            context = page_context(example.text, example.url) if example.type in TYPES else None
            if context is not None:
                examples.append(example)
                rows.append(PAGE_FEATURES.matrix(context))
        types = np.array([TYPES.index(example.type) for example in examples])
        fold = np.array([example.fold for example in examples])
        return Dataset(examples, np.concatenate(rows), types, fold), examples

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        seen = dataset.fold != without if without is not None else np.ones(len(dataset.fold), bool)
        ones = np.ones(int(seen.sum()))
        return {
            name: boosting.fit(dataset.matrix[seen], (dataset.types[seen] == number).astype(float), ones, _GROWTH, PAGE_FEATURES)
            for number, name in enumerate(TYPES)
            if _LEAST <= int((dataset.types[seen] == number).sum()) <= len(ones) - _LEAST
        }

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scores = Scores("share of pages whose type is right")
        for example, row, kind, fold in zip(dataset.examples, dataset.matrix, dataset.types, dataset.fold, strict=True):
            parts = fits[fold]
            probabilities = [_probability(parts[name], row) if name in parts else float(name == USUAL) / 2 for name in TYPES]
            scores.add(example, float(int(np.argmax(probabilities)) == kind))
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        return [PAGE_FEATURES.matrix(context) for page in pages if (context := page_context(page, None)) is not None]


def _probability(part: Mapping[str, Any], row: Matrix) -> float:
    return float(logistic(boosting.scores(dict(part), PAGE_FEATURES, row[None, :]))[0])

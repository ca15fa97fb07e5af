"""Fitting the model of headlines, on pages that hold the gold one on a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..flow import scanned
from ..line import Line
from ..measure import folded
from ..models import FeatureSet, Matrix
from ..segment import headline
from ..segment.address import spelled
from ..segment.traits import FEATURES
from ..segment.wording import worded
from . import additive
from .data import Data, Example
from .folds import Array
from .protocol import Nested, Parts
from .record import Scores

_WITHOUT_ADDRESS = 0.1  # weight of a page read without its address, against 1: else the model would rest on one that often is not known


@dataclass(frozen=True)
class Page:
    """The lines of one page that could be its headline."""

    example: Example
    matrix: Matrix
    right: Array
    weight: float


@dataclass(frozen=True)
class Dataset:
    pages: list[Page]

    def rows(self, without: int | None) -> tuple[Matrix, Array, Array]:
        seen = [page for page in self.pages if page.example.fold != without]
        weight = np.concatenate([np.full(len(page.right), page.weight) for page in seen])
        return np.concatenate([page.matrix for page in seen]), np.concatenate([page.right for page in seen]), weight


class Headlines:
    """The headline of a scraped text, chosen among the lines around the beginning of the article."""

    name = headline.NAME
    needs = ("text",)
    features: dict[str, FeatureSet[Any]] = {"headline": FEATURES}  # noqa: RUF012
    limits = ("Scores are of pages whose gold headline stands on a line that could be one; in clean text the headline is chosen by rule.",)

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        pages = [page for example in data.examples("text", doubtful=False) for page in _pages(example, nested)]
        return Dataset(pages), [page.example for page in pages if page.weight == 1]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        return {"headline": additive.fit(*dataset.rows(without), FEATURES)}

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scores = Scores("share of pages whose headline is found")
        for page in dataset.pages:
            if page.weight == 1:
                told = additive.scores(dict(fits[page.example.fold]["headline"]), FEATURES, page.matrix)
                scores.add(page.example, page.right[int(np.argmax(told))])
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        held = [_unweighed(text) for text in texts]
        return [headline.describe(lines, able, None) for lines in held if (able := headline.rivals(lines))]


def _unweighed(text: str) -> list[Line]:
    from .lines import _UNWEIGHED

    return scanned(text, settings=_UNWEIGHED)[1].lines


def _pages(example: Example, nested: Nested) -> list[Page]:
    """A page with its address, and without."""
    wanted = folded(example.articles[0].title)
    if not wanted:
        return []
    lines = scanned(example.text, url=example.url, settings=nested.settings(example.fold))[1].lines
    if all(line.taken is None for line in lines):  # clean text: its headline is not weighed
        return []
    addresses = ((example.url, 1.0), (None, _WITHOUT_ADDRESS)) if example.url else ((None, 1.0),)
    found = (_page(example, lines, wanted, address, weight) for address, weight in addresses)
    return [page for page in found if page.right.any()]


def _page(example: Example, lines: list[Line], wanted: str, url: str | None, weight: float) -> Page:
    able, address = headline.rivals(lines), spelled(url)
    right = np.array([folded(worded(i, lines, address)) == wanted for i in able], float)
    return Page(example, headline.describe(lines, able, url) if able else np.zeros((0, len(FEATURES.names)), np.float32), right, weight)

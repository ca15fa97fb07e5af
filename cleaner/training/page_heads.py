"""Pages for fitting the headline model: each with and without its URL, and some also as clean text, with and without their headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..flow import scanned
from ..lines.line import Line
from ..measure import folded
from ..models import Matrix
from ..segment.headline_text import worded
from ..segment.page_head import FEATURES, PageLines
from ..segment.url_slug import spelled
from . import boosting
from .data import Data, Example
from .folds import Array
from .protocol import Nested

_RANKING = boosting.Growth(trees=300, leaves=15, rate=0.05, features=0.3, rows=0.8, least=20, bins=63, objective="lambdarank")
_SURE = boosting.Growth(trees=100, leaves=12, rate=0.08, features=0.3, rows=0.8, least=20, bins=63)
_ASIDE = 0.3  # weight of a derived page: without its URL, or as clean text
_CLEAN = 4  # one page in this many is also read as clean text
_WRONG = 0.25  # cost of a wrong headline, relative to the gain of a right one


@dataclass(frozen=True, eq=False)
class Page:
    """The candidate headlines of one page. `example` is None for a derived page, which is not scored; `printed` says whether the gold
    headline is in the page's text."""

    example: Example | None
    fold: int
    matrix: Matrix
    right: Array
    printed: bool
    weight: float


@dataclass(frozen=True)
class Pages:
    held: list[Page]

    def ranking(self, without: int | None) -> dict[str, Any]:
        """The trees that rank the lines of a page, fitted on pages with a right line."""
        pages = [page for page in self.held if page.fold != without and page.right.any()]
        weight = np.concatenate([np.full(len(page.right), page.weight) for page in pages])
        return boosting.fit(*_rows(pages), weight, _RANKING, FEATURES, [len(page.right) for page in pages])

    def sure(self, without: int | None) -> dict[str, Any]:
        """The trees that give the probability that a line is a headline at all."""
        pages = [page for page in self.held if page.fold != without]
        weight = np.concatenate([np.full(len(page.right), page.weight) for page in pages])
        return boosting.fit(*_rows(pages), weight, _SURE, FEATURES)


def threshold(sure: Array, right: Array) -> float:
    """The minimum probability of a headline that maximises the gain of right headlines minus the cost of wrong ones."""
    order = np.argsort(-sure, kind="stable")
    gain = np.cumsum(np.where(right[order] > 0, 1.0, -_WRONG))
    return round(float(sure[order][int(np.argmax(gain))]), 4) if len(sure) else 0.0


def pages(data: Data, nested: Nested) -> Iterator[Page]:
    """The pages of scraped text whose gold has a headline."""
    for number, example in enumerate(data.examples("text", doubtful=False)):
        article = example.articles[0]
        wanted = folded(article.title)
        if not wanted:
            continue
        settings = nested.settings(example.fold)
        lines = scanned(example.text, url=example.url, settings=settings)[1].lines
        printed = wanted in folded(example.text)
        addresses = ((example.url, 1.0), (None, _ASIDE)) if example.url else ((None, 1.0),)
        for url, weight in addresses:
            page = _page(example if weight == 1 else None, example.fold, lines, wanted, url, printed, weight)
            if page is not None:
                yield page
        if number % _CLEAN == 0 and len(article.paragraphs) > 1:
            for above in ((article.title or "",), ()):
                text = "\n\n".join([*above, *(paragraph for paragraph in article.paragraphs if folded(paragraph) != wanted)])
                page = _page(None, example.fold, scanned(text, settings=settings)[1].lines, wanted, None, bool(above), _ASIDE)
                if page is not None:
                    yield page


def _page(example: Example | None, fold: int, lines: list[Line], wanted: str, url: str | None, printed: bool, weight: float) -> Page | None:
    page, address = PageLines.of(lines, url), spelled(url)
    if not page.able:
        return None
    right = np.array([folded(worded(i, lines, address)) == wanted for i in page.able], float)
    return Page(example, fold, FEATURES.matrix(page), right, printed, weight)


def _rows(pages: list[Page]) -> tuple[Matrix, Array]:
    return np.concatenate([page.matrix for page in pages]), np.concatenate([page.right for page in pages])

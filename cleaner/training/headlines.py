"""Fitting the model of headlines, on pages that hold the gold one on a line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..config import Settings
from ..flow import scanned
from ..line import Line
from ..measure import folded
from ..models import FeatureSet, Matrix
from ..scan import RuleSet, scan_again
from ..segment import headline, story_head
from ..segment.address import spelled
from ..segment.story_head import FEATURES as STORY_FEATURES
from ..segment.traits import FEATURES
from ..segment.wording import worded
from . import additive, boosting
from .boundary_files import composed
from .data import Data, Example
from .folds import Array
from .protocol import UNWEIGHED, Nested, Parts
from .record import Scores

_GROWTH = boosting.Growth(trees=150, leaves=12, depth=5, rate=0.08, features=0.4, rows=0.8, least=20, bins=63)
_COMPOSED = 1_500  # files
_ABOVE = 3  # short lines directly above a headline that are taken for its head
_SHORT = 60  # characters
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
    stories: list[StoryPage]

    def rows(self, without: int | None) -> tuple[Matrix, Array, Array]:
        seen = [page for page in self.pages if page.example.fold != without]
        weight = np.concatenate([np.full(len(page.right), page.weight) for page in seen])
        return np.concatenate([page.matrix for page in seen]), np.concatenate([page.right for page in seen]), weight

    def story(self, without: int | None) -> dict[str, Any]:
        """The trees for stories of files of several."""
        seen = [story for story in self.stories if story.fold != without]
        matrix, right = np.concatenate([story.matrix for story in seen]), np.concatenate([story.right for story in seen])
        return boosting.fit(matrix, right > 0, (right >= 0).astype(float), _GROWTH, STORY_FEATURES)


@dataclass(frozen=True)
class StoryPage:
    """The lines of one story of a file of several that could be its headline; `right` is 1 for it, 0 for another, -1 for a copy of it."""

    example: Example | None
    fold: int
    matrix: Matrix
    right: Array


class Headlines:
    """The headline of a scraped text, chosen among the lines around the beginning of the article."""

    name = headline.NAME
    needs = ("text",)
    features: dict[str, FeatureSet[Any]] = {"headline": FEATURES, story_head.PART: STORY_FEATURES}  # noqa: RUF012
    limits = ("Scores are of pages whose gold headline stands on a line that could be one; in clean text the headline is chosen by rule.",)

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        pages = [page for example in data.examples("text", doubtful=False) for page in _pages(example, nested)]
        stories = list(_stories(data, nested))
        return Dataset(pages, stories), [page.example for page in pages if page.weight == 1]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        parts: dict[str, Any] = {"headline": additive.fit(*dataset.rows(without), FEATURES)}
        if dataset.stories:
            parts[story_head.PART] = dataset.story(without)
        return parts

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scores = Scores("share of pages whose headline is found")
        for page in dataset.pages:
            if page.weight == 1:
                told = additive.scores(dict(fits[page.example.fold]["headline"]), FEATURES, page.matrix)
                scores.add(page.example, page.right[int(np.argmax(told))])
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        held = [_unweighed(text) for text in texts]
        own = [headline.describe(lines, able, None) for lines in held if (able := headline.rivals(lines))]
        stories = [story for story in map(story_head.StoryLines.of, held) if story.able]
        return [*own, *(STORY_FEATURES.matrix(story) for story in stories)]


def _unweighed(text: str) -> list[Line]:
    return scanned(text, settings=UNWEIGHED)[1].lines


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


def _stories(data: Data, nested: Nested) -> Iterator[StoryPage]:
    """The stories of files of several, as the boundaries would divide them."""
    for example in data.examples("text stream"):
        if len(example.articles) > 1 and all(article.extent for article in example.articles):
            lines, rules, language = _scanned(example.text, example.url, nested.settings(example.fold))
            ends = [article.extent or (0, 0) for article in example.articles]
            begins = [
                0,
                *(
                    _begin(lines, above[1], below[0], folded(article.title))
                    for above, below, article in zip(ends, ends[1:], example.articles[1:], strict=False)
                ),
            ]
            for (first, end), article, fold in zip(pairwise([*begins, len(lines)]), example.articles, example.folds, strict=True):
                if page := _story(lines[first:end], rules, language, folded(article.title), example, fold):
                    yield page
    for made, fold, settings in composed(data, nested, _COMPOSED):
        if len(made.stories) > 1:
            lines, rules, language = _scanned(made.text, None, settings)
            begins = [0, *(bisect_left([line.block.line - 1 for line in lines], story.start) for story in made.stories[1:])]
            for (first, end), story in zip(pairwise([*begins, len(lines)]), made.stories, strict=True):
                if page := _story(lines[first:end], rules, language, folded(story.title), None, fold):
                    yield page


def _scanned(text: str, url: str | None, settings: Settings) -> tuple[list[Line], RuleSet, str | None]:
    _, found, language = scanned(text, url=url, settings=settings)
    return found.lines, found.rules, language


def _begin(lines: list[Line], low: int, high: int, title: str) -> int:
    """Where a story begins behind line `low` and not behind `high`: at its headline, or at the short lines directly above it."""
    numbers = [line.block.line - 1 for line in lines]
    first, end = bisect_right(numbers, low), bisect_right(numbers, high)
    at = next((i for i in range(first, end) if title and title in folded(lines[i].block.text)), max(first, end - 1))
    for _ in range(_ABOVE):
        if at > first and lines[at].block.gap == 0 and len(lines[at - 1].block.text) < _SHORT:
            at -= 1
    return at


def _story(lines: list[Line], rules: RuleSet, language: str | None, title: str, example: Example | None, fold: int) -> StoryPage | None:
    """One story's lines, read by themselves: none of them is right where its headline is not printed. None where gold does not say it."""
    scan_again(lines, rules, language)
    story = story_head.StoryLines.of(lines)
    named = [n for n, i in enumerate(story.able) if title and _prints(lines[i], title)]
    if not title or not story.able:
        return None
    right = np.zeros(len(story.able))
    right[named] = -1
    right[named[:1]] = 1
    return StoryPage(example, fold, STORY_FEATURES.matrix(story), right)


def _prints(line: Line, title: str) -> bool:
    """Whether a line is the headline, perhaps with a few words before or behind it."""
    text = folded(line.text or line.block.text)
    return text == title or (title in text and len(text) < len(title) + _SHORT)

"""Fits the headline model, for pages and for the stories in files of several."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from .. import models
from ..config import Settings
from ..flow import scanned
from ..lines.line import Line
from ..measure import folded
from ..models import FeatureSet, Matrix, logistic
from ..scan import RuleSet, scan_again
from ..segment import headline, story_head
from ..segment.page_head import FEATURES, PageLines
from ..segment.story_head import FEATURES as STORY_FEATURES
from . import boosting
from .boundary_files import composed
from .data import Data, Example
from .folds import Array
from .page_heads import Page, Pages, pages, threshold
from .protocol import UNWEIGHED, Nested, Parts
from .record import Scores

_GROWTH = boosting.Growth(trees=150, leaves=12, depth=5, rate=0.08, features=0.4, rows=0.8, least=20, bins=63)
_COMPOSED = 1_500  # files
_ABOVE = 3  # short lines directly above a headline that belong to the story's head
_SHORT = 60  # characters


@dataclass(frozen=True)
class Dataset:
    pages: Pages
    stories: list[StoryPage]

    def story(self, without: int | None) -> dict[str, Any]:
        """The trees for stories in files of several."""
        seen = [story for story in self.stories if story.fold != without]
        matrix, right = np.concatenate([story.matrix for story in seen]), np.concatenate([story.right for story in seen])
        return boosting.fit(matrix, right > 0, (right >= 0).astype(float), _GROWTH, STORY_FEATURES)


@dataclass(frozen=True)
class StoryPage:
    """The candidate headlines of one story in a file of several; `right` is 1 for the headline, 0 for another line, -1 for a copy."""

    example: Example | None
    fold: int
    matrix: Matrix
    right: Array


class Headlines:
    """The headline of a scraped text, ranked among the lines around the beginning of the article."""

    name = headline.NAME
    needs = ("text",)
    features: dict[str, FeatureSet[Any]] = {  # noqa: RUF012
        headline.PART: FEATURES,
        headline.SURE: FEATURES,
        story_head.PART: STORY_FEATURES,
    }
    limits = ("Scores are of pages whose text holds the gold headline, on a line of its own or not.",)

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        page_set = Pages(list(pages(data, nested)))
        return Dataset(page_set, list(_stories(data, nested))), [page.example for page in page_set.held if page.example is not None]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        parts = {headline.PART: dataset.pages.ranking(without), headline.SURE: dataset.pages.sure(without)}
        if dataset.stories:
            parts[story_head.PART] = dataset.story(without)
        return parts

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scored = [page for page in dataset.pages.held if page.example is not None]
        best = [int(np.argmax(_scores(fits, headline.PART, page))) for page in scored]
        sure = [_scores(fits, headline.SURE, page)[row] for page, row in zip(scored, best, strict=True)]
        probabilities, right = logistic(np.array(sure)), np.array([page.right[row] for page, row in zip(scored, best, strict=True)])
        least = threshold(probabilities, right)
        scores = Scores("share of pages whose headline is found")
        for page, probability, hit in zip(scored, probabilities, right, strict=True):
            if page.printed and page.example is not None:
                scores.add(page.example, float(hit and probability >= least))
        return {headline.THRESHOLD: least}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        scanned_texts = [_unweighed(text) for text in texts]
        own = [FEATURES.matrix(page) for page in (PageLines.of(lines, None) for lines in scanned_texts) if page.able]
        stories = [story for story in map(story_head.StoryLines.of, scanned_texts) if story.able]
        return [*own, *(STORY_FEATURES.matrix(story) for story in stories)]


def _scores(fits: Sequence[Parts], part: str, page: Page) -> Matrix:
    """The out-of-fold scores of a page's lines."""
    return boosting.scores(dict(fits[page.fold][part]), FEATURES, page.matrix)


def _unweighed(text: str) -> list[Line]:
    return scanned(text, settings=UNWEIGHED)[1].lines


def _stories(data: Data, nested: Nested) -> Iterator[StoryPage]:
    """The stories in files of several, each with the lines between its boundaries."""
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
                with models.using(str(nested.directory(example.fold))):
                    page = _story(lines[first:end], rules, language, folded(article.title), example, fold)
                if page:
                    yield page
    for made, fold, settings in composed(data, nested, _COMPOSED):
        if len(made.stories) > 1:
            lines, rules, language = _scanned(made.text, None, settings)
            begins = [0, *(bisect_left([line.block.line - 1 for line in lines], story.start) for story in made.stories[1:])]
            for (first, end), story in zip(pairwise([*begins, len(lines)]), made.stories, strict=True):
                with models.using(settings.models):
                    page = _story(lines[first:end], rules, language, folded(story.title), None, fold)
                if page:
                    yield page


def _scanned(text: str, url: str | None, settings: Settings) -> tuple[list[Line], RuleSet, str | None]:
    _, found, language = scanned(text, url=url, settings=settings)
    return found.lines, found.rules, language


def _begin(lines: list[Line], low: int, high: int, title: str) -> int:
    """The index of the line at which a story begins, after line `low` and up to `high`: its headline, or short lines directly above it."""
    numbers = [line.block.line - 1 for line in lines]
    first, end = bisect_right(numbers, low), bisect_right(numbers, high)
    at = next((i for i in range(first, end) if title and title in folded(lines[i].block.text)), max(first, end - 1))
    for _ in range(_ABOVE):
        if at > first and lines[at].block.gap == 0 and len(lines[at - 1].block.text) < _SHORT:
            at -= 1
    return at


def _story(lines: list[Line], rules: RuleSet, language: str | None, title: str, example: Example | None, fold: int) -> StoryPage | None:
    """One story's lines, scanned separately by the models in use; none is right if the headline is not printed. None if the gold has no title."""
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
    """Whether a line is the headline, perhaps with a few words before or after it."""
    text = folded(line.text or line.block.text)
    return text == title or (title in text and len(text) < len(title) + _SHORT)

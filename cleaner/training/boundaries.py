"""Fitting the model of boundaries: with which line a story would begin in each gap, and whether one begins there at all.

It is fitted on files of several articles and on pages of one. A gap, and each line in it, has the fold of the story above it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from ..config import Settings
from ..flow import scanned
from ..measure import folded, split
from ..models import FeatureSet, Matrix
from ..segment import boundary, evidence, starts
from ..segment.facts import Facts
from ..segment.gaps import Gaps
from . import additive, boosting
from .data import Data, Example
from .folds import FOLDS, Array, joined
from .protocol import Nested, Parts
from .record import Scores
from .stream_variants import brief, dressed, even

_ONE, _OTHERWISE = 2.0, 0.5  # the weight of a gap in a page of one story, and in a variant
_VARIED = ("brief ", "even ", "dressed ")
_END = 10**9  # a line below every file's last
_GROWTH = boosting.Growth(trees=240, leaves=8, depth=4, features=0.4)


@dataclass
class File:
    """A file, and what the gold says of its gaps and lines.

    articles: first and last line of each body from 0, and its folded title. begins, a gap: 1 a story begins, 0 none does, -1 another
    gap of the same stretch stands for it. opens, a line: 1 between two stories' texts and not below the later one's headline, 0 not,
    -1 not asked. heads, a line: 1 the headline of a story, 0 not, -1 not asked.
    """

    example: Example
    articles: list[tuple[int, int, str]]
    able: starts.Starts
    fold: Array  # of each gap
    rows: Matrix
    begins: Array = field(init=False)
    opens: Array = field(init=False)
    heads: Array = field(init=False)

    def __post_init__(self) -> None:
        self.begins = np.zeros(len(self.facts.upper))
        self.opens = np.full(len(self.able.lines), -1.0)
        self.heads = np.full(len(self.able.lines), -1.0)
        for above, below in itertools.pairwise(self.articles):
            self._label(above[1], below[0], below[2])

    @property
    def facts(self) -> Facts:
        return self.able.facts

    @property
    def several(self) -> bool:
        return self.example.kind == "text stream"

    @property
    def varied(self) -> bool:
        return self.example.style.startswith(_VARIED)

    @cached_property
    def numbers(self) -> Array:
        """The line number of each line, from 0."""
        return np.array([line.block.line - 1 for line in self.facts.lines])

    def _label(self, low: int, high: int, title: str) -> None:
        """A story begins behind line `low` and not behind `high`."""
        at, lines = self.numbers, self.facts.lines
        possible = (at[self.facts.upper] < high) & (at[self.facts.lower] > low)
        self.begins[possible] = -1
        titles = [i for i in np.flatnonzero((at > low) & (at <= high)) if title and folded(lines[i].text) == title]
        gap = int(np.searchsorted(self.facts.lower, titles[-1])) if titles else -1
        if not 0 <= gap < len(possible):
            later = [i for i in np.flatnonzero(possible) if at[self.facts.lower[i]] >= high]
            if not later:
                return
            gap = int(later[0])
        self.begins[gap] = 1
        own = np.flatnonzero(self.able.gaps == gap)
        numbers = at[self.able.lines[own]]
        named = [int(number) for number, i in zip(numbers, self.able.lines[own], strict=True) if i in titles]
        self.opens[own] = (numbers > low) & (numbers <= (min(named) if named else high))
        if named:
            self.heads[own] = numbers == max(named)

    def right(self, gaps: Gaps, odds: Matrix) -> bool:
        """Whether the best split over the gaps' odds is the gold one."""
        chosen = boundary.chosen(gaps, odds)
        if len(self.articles) == 1:
            return not chosen
        begun = self.numbers[gaps.start[chosen]].tolist() if chosen else []
        return split([(first, last) for first, last, _ in self.articles], begun).right


@dataclass
class Dataset:
    files: list[File]

    def joined(self, name: str) -> Array:
        return np.concatenate([getattr(file, name) for file in self.files])

    @cached_property
    def rows(self) -> Matrix:
        return self.joined("rows")

    @cached_property
    def row_fold(self) -> Array:
        return np.concatenate([file.fold[file.able.gaps] for file in self.files])

    @cached_property
    def fold(self) -> Array:
        return self.joined("fold")

    @cached_property
    def begins(self) -> Array:
        return self.joined("begins")

    @cached_property
    def weight(self) -> Array:
        """A false split of one story is worse than a missed one; variants are the same stories again."""
        own = [_OTHERWISE if file.varied else 1.0 if file.several else _ONE for file in self.files]
        weight: Array = (self.begins >= 0) * np.repeat(own, [len(file.begins) for file in self.files])
        return weight

    @cached_property
    def opening(self) -> list[dict[str, Any]]:
        """Weights of lines that could open a story, without each fold, and on all rows."""
        return self._of_lines("opens")

    @cached_property
    def heading(self) -> list[dict[str, Any]]:
        return self._of_lines("heads")

    def _of_lines(self, name: str) -> list[dict[str, Any]]:
        label = self.joined(name)
        asked = [(label >= 0) & (self.row_fold != k) for k in range(FOLDS)] + [label >= 0]
        return [additive.fit(self.rows[rows], label[rows], np.ones(int(rows.sum())), starts.FEATURES) for rows in asked]

    @cached_property
    def gaps(self) -> list[Gaps]:
        """The gaps of all files; what is said of their lines comes from the fits without the lines' folds."""
        opening, heading = (
            joined(self.row_fold, [lambda mask, k=k: additive.scores(fits[k], starts.FEATURES, self.rows[mask]) for k in range(FOLDS)])  # type: ignore[misc]  # noqa: B023
            for fits in (self.opening, self.heading)
        )
        bounds = _bounds(len(file.rows) for file in self.files)
        return [Gaps(file.facts, file.able, opening[a:b], heading[a:b]) for file, (a, b) in zip(self.files, bounds, strict=True)]

    @cached_property
    def matrix(self) -> Matrix:
        return np.concatenate([evidence.FEATURES.matrix(gaps) for gaps in self.gaps])


class Boundaries:
    """Gaps between paragraphs of scraped text: does a story begin there, and with which line?"""

    name = boundary.NAME
    needs = ("text",)
    features: dict[str, FeatureSet[Any]] = {  # noqa: RUF012
        "opening": starts.FEATURES, "heading": starts.FEATURES, "boundary": evidence.FEATURES
    }  # fmt: skip
    limits = (
        "A file of several stories is read by the model of lines without the first story's fold alone.",
        "Gaps read out-of-fold output on their lines, fitted on the other folds' rows: a slight leak between folds.",
    )

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        streams = [example for example in data.examples("text stream") if all(article.extent for article in example.articles)]
        files = [
            file
            for example in itertools.chain(streams, _variants(streams), data.examples("text", doubtful=False))
            if (file := _file(example, nested.settings(example.fold))) is not None
        ]
        return Dataset(files), [file.example for file in files if not file.varied]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        seen = dataset.fold != without if without is not None else np.ones(len(dataset.fold), bool)
        trees = boosting.fit(dataset.matrix[seen], dataset.begins[seen] > 0, dataset.weight[seen], _GROWTH, evidence.FEATURES)
        at = FOLDS if without is None else without
        return {"opening": dataset.opening[at], "heading": dataset.heading[at], "boundary": trees}

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        odds = joined(
            dataset.fold,
            [lambda mask, own=own: boosting.scores(dict(own["boundary"]), evidence.FEATURES, dataset.matrix[mask]) for own in fits],  # type: ignore[misc]
        )
        scores = Scores("share of files divided rightly")
        bounds = _bounds(len(file.begins) for file in dataset.files)
        for file, gaps, (a, b) in zip(dataset.files, dataset.gaps, bounds, strict=True):
            if not file.varied:
                scores.add(file.example, file.right(gaps, odds[a:b]))
        return {}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        from .lines import _UNWEIGHED

        held = [Facts(scanned(text, settings=_UNWEIGHED)[1].lines) for text in texts]
        able = [starts.Starts(facts) for facts in held if len(facts.upper)]
        none = [np.zeros(len(own.lines), np.float32) for own in able]
        gaps = [evidence.FEATURES.matrix(Gaps(own.facts, own, zero, zero)) for own, zero in zip(able, none, strict=True)]
        return [*(starts.FEATURES.matrix(own) for own in able), *gaps]


def _variants(streams: Sequence[Example]) -> Iterator[Example]:
    """Of the files whose form is plain, some more; files made with the habits of many sites need none."""
    plain = [example for example in streams if example.style != "anatomy"]
    chance = random.Random(boosting.SEED)
    briefs, evens = ([change(example, chance) for example in plain] for change in (brief, even))
    decked = [dressed(example, chance) for example in plain if example.style != "dump"]
    yield from briefs
    yield from evens
    yield from (even(example, chance) for example in briefs)
    yield from decked
    yield from (even(brief(example, chance), chance) for example in decked)


def _file(example: Example, settings: Settings) -> File | None:
    facts = Facts(scanned(example.text, url=example.url, settings=settings)[1].lines)
    if not len(facts.upper):
        return None
    articles = [(*(article.extent or (0, _END)), folded(article.title)) for article in example.articles]
    ends = np.array([last for _, last, _ in articles[:-1]])
    owner = np.searchsorted(ends, [facts.lines[i].block.line - 1 for i in facts.upper], side="right")
    able = starts.Starts(facts)
    return File(example, articles, able, np.array(example.folds)[owner], starts.FEATURES.matrix(able))


def _bounds(sizes: Iterator[int]) -> Iterator[tuple[int, int]]:
    return itertools.pairwise(itertools.accumulate(sizes, initial=0))

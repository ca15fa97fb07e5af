"""The files that the boundary model is fitted on: those in the data and composed ones, with a label for each line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from zlib import crc32

import numpy as np

from ..backends import languages
from ..config import Settings
from ..flow import scanned
from ..measure import folded
from ..models import Matrix
from ..segment.line_arrays import FileLines
from ..segment.stretches import Stretches
from ..text.cohesion import words
from .boosting import SEED
from .compose import Composed, Story, compose
from .data import Data, Example
from .folds import FOLDS, Array, fold_of
from .joined_pages import FAMILY, joined_pages
from .protocol import Nested

COMPOSED = 5_000  # files, at most
_A_STORY = 2  # composed files per available story
_END = 10**9  # a line number beyond the end of any file
_TITLE = 12  # characters: a longer headline may be only part of its line
_SWITCHED = (
    "share", "button", "link", "platform", "clock", "hour", "byline", "related", "newsletter", "prompt", "advertising", "nav", "label", "tags", "author-box",
    "copyright", "caption", "reading-time", "comments", "summary",
)  # fmt: skip
_ALL_OFF, _SOME_OFF = (
    0.15,
    0.4,
)  # shares of composed files that are read without those rule groups, and without some: boilerplate that no rule knows yet
_UNSURE, _COMPOSED_WEIGHT, _JOINED_WEIGHT, _SINGLE_WEIGHT, _BARE_WEIGHT = 0.5, 0.7, 1.0, 1.5, 3.0
_BARE = "bare"  # the style of files whose stories differ only in subject
_BITS = 17
_USUAL, _COMMON, _FLOOR = (
    20,
    0.2,
    0.001,
)  # documents added to a language's count; minimum share of documents with a common word; minimum share


@dataclass(frozen=True, eq=False)
class File:
    """A file with one label and weight per line. Labels are 1 where a story begins, else 0; the weight is 0 if the gold does not decide.

    `style` is the kind of scrape, or the family of a composed file. `gaps` are the 0-based last line of each story and first line of the
    next one; `numbers` are the line numbers of the file's lines.
    """

    example: Example | None
    fold: int
    style: str
    stretches: Stretches
    numbers: Array
    gaps: tuple[tuple[int, int], ...]
    label: Array
    weight: Array

    @property
    def several(self) -> bool:
        return bool(self.gaps)

    @property
    def of_pages(self) -> bool:
        """Whether it is a file of concatenated whole pages."""
        return self.several and self.style == FAMILY

    def in_gap(self, gap: tuple[int, int], lines: Array) -> Array:
        """The mask of `lines` (indexes) that are inside a gap."""
        found: Array = (self.numbers[lines] > gap[0]) & (self.numbers[lines] <= gap[1])
        return found

    @property
    def line_share(self) -> float:
        """The weight of its lines in the gate and the first look, at most 1 for one story: most lines are from such files already."""
        return self.share if self.several else min(self.share, 1.0)

    @property
    def share(self) -> float:
        """The weight of the file. A false split of one story is worse than a missed split."""
        if self.example is None:
            return _JOINED_WEIGHT if self.of_pages else _COMPOSED_WEIGHT
        return _BARE_WEIGHT if self.style == _BARE else 1.0 if self.several else _SINGLE_WEIGHT


def files(data: Data, nested: Nested, rarity: Matrix) -> Iterator[File]:
    """Files of several stories, pages of one, and composed files, each read by out-of-fold models."""
    for example in data.examples("text stream"):
        if all(article.extent for article in example.articles) and (file := _of_example(example, nested, rarity)):
            yield file
    for example in data.examples("text", doubtful=False):
        if file := _of_example(example, nested, rarity):
            yield file
    for made, fold, settings in composed(data, nested, COMPOSED):
        if file := _of_composed(made, fold, settings, rarity):
            yield file
    for made, fold, settings in joined_pages(data, nested):
        if file := _of_composed(made, fold, settings, rarity):
            yield file


def composed(data: Data, nested: Nested, most: int) -> Iterator[tuple[Composed, int, Settings]]:
    """At most `most` composed files, each with the fold of its stories and the settings to read it with."""
    pools = _pools(data)
    count = min(most, _A_STORY * sum(len(stories) for pool in pools for stories in pool.values()))
    for fold in range(FOLDS):
        rng = Random(SEED + fold)
        for made in compose(pools[fold], count // FOLDS, SEED + fold):
            drawn = rng.random()
            off = _SWITCHED if drawn < _ALL_OFF else tuple(rng.sample(_SWITCHED, rng.randint(3, 12))) if drawn < _SOME_OFF else ()
            yield made, fold, nested.settings(fold, disable=tuple(f"{group}.*" for group in off))


def _of_example(example: Example, nested: Nested, rarity: Matrix) -> File | None:
    stretches, numbers = _read(example.text, example.url, nested.settings(example.fold), rarity)
    if stretches is None:
        return None
    label, weight = np.zeros(len(numbers), np.float32), np.ones(len(numbers), np.float32)
    extents = [article.extent or (0, _END) for article in example.articles]
    for (above, below), article in zip(pairwise(extents), example.articles[1:], strict=False):
        gap = np.flatnonzero((numbers > above[1]) & (numbers <= below[0]))
        if example.style == FAMILY:  # a page begins far above its headline, at a line that the gold does not state
            weight[gap] = 0
        elif len(gap):
            begin = _headline(stretches.file, gap, folded(article.title))
            weight[gap[gap < begin]] = 0
            label[begin] = 1
    return File(example, example.fold, example.style, stretches, numbers, _gaps(extents), label, weight)


def _headline(file: FileLines, gap: Array, title: str) -> int:
    """The first line in the gap with the headline; without one, the gap's last line, which is the first of the text."""
    for i in gap.tolist():
        key = folded(file.texts[i])
        if title and (key == title or (len(title) > _TITLE and title in key)):
            return int(i)
    return int(gap[-1])


def _of_composed(made: Composed, fold: int, settings: Settings, rarity: Matrix) -> File | None:
    stretches, numbers = _read(made.text, None, settings, rarity)
    if stretches is None:
        return None
    label, weight = np.zeros(len(numbers), np.float32), np.ones(len(numbers), np.float32)
    for above, below in pairwise(made.stories):
        weight[(numbers > above.last) & (numbers < below.first)] = _UNSURE
        last = below.start if made.family == FAMILY else below.headline if below.headline >= 0 else below.first
        own = (numbers >= below.start) & (numbers <= last)
        if not own.any():  # its first line is blank
            own = numbers == numbers[numbers >= below.start].min(initial=_END)
        label[own], weight[own] = 1, 1
    return File(None, fold, made.family, stretches, numbers, _gaps([(story.first, story.last) for story in made.stories]), label, weight)


def _read(text: str, url: str | None, settings: Settings, rarity: Matrix) -> tuple[Stretches | None, Array]:
    lines = scanned(text, url=url, settings=settings)[1].lines
    if not lines:
        return None, np.zeros(0)
    stretches = Stretches(FileLines.of(lines), rarity)
    return (stretches if stretches.count > 1 else None), np.array([lines[i].block.line - 1 for i in stretches.file.first.tolist()])


def _gaps(extents: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    return tuple((above[1], below[0]) for above, below in pairwise(extents))


def _pools(data: Data) -> list[dict[str, list[Story]]]:
    """The distinct stories to compose files from, by fold and language."""
    out: list[dict[str, list[Story]]] = [defaultdict(list) for _ in range(FOLDS)]
    seen: set[str] = set()
    for example in data.examples("text", "text stream", doubtful=False):
        if example.type != "article":
            continue
        for article, domain in zip(example.articles, example.domains, strict=False):
            story = Story.of(article.title, article.paragraphs, article.authors, example.language, domain)
            if story is not None and story.paragraphs[0] not in seen:
                seen.add(story.paragraphs[0])
                out[fold_of(domain)][story.language].append(story)
    return out


def rarity_of(data: Data) -> Matrix:
    """The rarity of each hashed word by the share of stories with it, from 0 for the most common words to 1; shape (2**17,)."""
    mask = (1 << _BITS) - 1
    holding: dict[str, Counter[int]] = defaultdict(Counter)
    stories: Counter[str] = Counter()
    seen: set[int] = set()
    for example in data.examples("text", "text stream"):
        for article in example.articles:
            key = crc32("\n".join(article.paragraphs[:1]).encode("utf-8", "surrogatepass"))
            if article.paragraphs and key not in seen:
                seen.add(key)
                stories[example.language] += 1
                holding[example.language].update(frozenset[int]().union(*map(words, article.paragraphs)))
    share = np.zeros(mask + 1)
    for language, counted in holding.items():
        at = np.fromiter(counted.keys(), np.int64) & mask
        np.maximum.at(share, at, np.fromiter(counted.values(), float) / (stories[language] + _USUAL))
    for code in languages.known():
        for word in languages.common_words(code):
            for number in words(word):
                share[number & mask] = max(share[number & mask], _COMMON)
    found: Matrix = (np.log(np.maximum(share, _FLOOR)) / np.log(_FLOOR)).astype(np.float32)
    return found

"""Fits the text model. Each part is fitted on the out-of-fold output of the part before."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..config import Settings
from ..flow import scanned
from ..lines.line import Line
from ..measure import folded, match, tokens
from ..models import FeatureSet, HashedLinear, Matrix, logistic
from ..scan.text_model.decide import choose
from ..scan.text_model.features import FEATURES, WORDS, PageLines, score_features
from ..scan.text_model.model import NAME
from ..scan.text_model.second_look_features import SECOND_FEATURES, FirstLook
from ..scan.text_model.word_features import slots_of
from . import boosting, convolution, oblivious
from .data import Data, Example
from .folds import FOLDS, Array, joined
from .hashing import Rows
from .line_labels import labels
from .page_texts import rendered
from .protocol import Nested, Parts
from .record import Scores

_BITS, _PENALTY = 16, 1.0
_FIRST = oblivious.Growth(trees=400, depth=6, rate=0.1, features=0.3, bins=48)
_NETWORK = convolution.Schedule()
_SECOND = boosting.Growth(trees=60, leaves=8, depth=3, rate=0.1, features=0.4, least=100, bins=63)
_UNWEIGHED = Settings(disable=("weights",))
_CLEAN, _CLEAN_SHARE = "clean", 0.5  # the style of a page made from gold, and the share of pages from which one is made
_RENDERED = "rendered"  # the kind of texts made from HTML pages
_WEIGHTS = {"text": 1.0, _CLEAN: 0.5, "text stream": 0.3, _RENDERED: 1.0}
_TITLED = 0.8  # share of such pages that begin with their headline
_DOUBTS = (0.5, 0.55, 0.6, 0.65, 0.7, 0.75)
_LOST, _SILENT = 0.5, 0.008  # recall below which a page counts as lost, and the share of pages that may be lost without a flag


@dataclass(frozen=True)
class Page:
    """A page's lines: their texts, their sizes in words, whether a rule drops them, and their folds."""

    example: Example
    lines: tuple[str, ...]
    words: Matrix
    removed: Array
    fold: Array
    kind: str


@dataclass
class Dataset:
    pages: list[Page]
    slots: Rows
    matrix: Matrix
    label: Array
    weight: Array
    fold: Array

    @cached_property
    def bounds(self) -> list[tuple[int, int]]:
        return list(itertools.pairwise(itertools.accumulate((len(page.lines) for page in self.pages), initial=0)))

    @cached_property
    def seen(self) -> list[Array]:
        """The masks of rows for each fit: without each fold, and last all rows."""
        return [self.fold != number for number in range(FOLDS)] + [np.ones(len(self.fold), bool)]

    @cached_property
    def words(self) -> list[dict[str, Any]]:
        return [self.slots.fit(seen, self.label, self.weight, _PENALTY) for seen in self.seen]

    @cached_property
    def first(self) -> list[dict[str, Any]]:
        """The first look, fitted without each fold and on all rows. Replaces the word scores in the matrix by out-of-fold ones."""
        log_odds = joined(self.fold, [lambda mask, k=k: self.slots.scores(self.words[k], mask) for k in range(FOLDS)])  # type: ignore[misc]
        columns = [FEATURES.names.index(name) for name in _score_names()]
        for page, (a, b) in zip(self.pages, self.bounds, strict=True):
            self.matrix[a:b, columns] = score_features(log_odds[a:b], page.words)
        return [oblivious.fit(self.matrix[seen], self.label[seen], self.weight[seen], _FIRST, FEATURES) for seen in self.seen]

    @cached_property
    def network(self) -> list[dict[str, Any]]:
        """The network, fitted without each fold and on all rows. Reads the matrix with the word scores that `first` has set."""
        assert self.first
        return [
            convolution.fit(self.matrix, self.bounds, self.label, np.where(seen, self.weight, 0), _NETWORK, FEATURES) for seen in self.seen
        ]

    @cached_property
    def late(self) -> Matrix:
        """The second look's matrix: the first look's scores of a line come from the fits without its fold."""
        first = self.first
        trees = joined(self.fold, [lambda mask, k=k: oblivious.scores(first[k], FEATURES, self.matrix[mask]) for k in range(FOLDS)])  # type: ignore[misc]
        log_odds = (trees + convolution.out_of_fold(self.network, FEATURES, self.matrix, self.bounds, self.fold)) * np.float32(0.5)
        looks = [FirstLook(logistic(log_odds[a:b]), page.words) for page, (a, b) in zip(self.pages, self.bounds, strict=True)]
        return np.concatenate([SECOND_FEATURES.matrix(look) for look in looks])


def _score_names() -> list[str]:
    return next([name for name, _ in group.columns] for group in FEATURES.groups if group.name == "text.scores")


class Text:
    """Lines of scraped text: text or boilerplate, by their words, their look and their surroundings."""

    name = NAME
    needs: tuple[str, ...] = ()
    features: dict[str, FeatureSet[Any]] = {"first": FEATURES, "network": FEATURES, "second": SECOND_FEATURES}  # noqa: RUF012
    limits = (
        "Each part reads out-of-fold output of the one before, which was fitted on the other folds' rows: a slight leak between folds.",
        "Gold differs in taste: captions, bylines and headings are text to some sources and not to others.",
    )

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        pages, matrices, marks, weights, slots, counts = [], [], [], [], [], []
        for example, kind in _examples(data):
            lines, language = _text_lines(example.text, example.url)
            if not lines:
                continue
            page = PageLines(lines, language, _NO_WORDS)
            label = labels(page.texts, "\n".join(article.text for article in example.articles))
            matrices.append(FEATURES.matrix(page))
            marks.append(label)
            weights.append(_weight(page.texts, label, [article.title for article in example.articles]) * np.float32(_WEIGHTS[kind]))
            own, sizes = slots_of(WORDS.of(page.texts), _BITS)
            slots.append(own.astype(np.int32))
            counts.append(sizes.astype(np.int32))
            removed = np.array([line.ruled_out for line in lines], bool)
            folds = _folds(example, lines)
            pages.append(Page(replace(example, text=""), tuple(page.texts), page.signal("words").copy(), removed, folds, kind))
        fold = np.concatenate([page.fold for page in pages])
        rows = Rows(np.concatenate(slots), np.concatenate(counts), _BITS)
        dataset = Dataset(pages, rows, np.concatenate(matrices), np.concatenate(marks), np.concatenate(weights), fold)
        return dataset, [page.example for page in pages if page.kind != _CLEAN]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        at = FOLDS if without is None else without
        late, seen = dataset.late, dataset.seen[at]
        second = boosting.fit(late[seen], dataset.label[seen], dataset.weight[seen], _SECOND, SECOND_FEATURES)
        return {"words": dataset.words[at], "first": dataset.first[at], "network": dataset.network[at], "second": second}

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        log_odds = joined(
            dataset.fold,
            [lambda mask, own=own: boosting.scores(dict(own["second"]), SECOND_FEATURES, dataset.late[mask]) for own in fits],  # type: ignore[misc]
        )
        probabilities = logistic(log_odds)
        scores = Scores("mean F1 of shingles of what stays")
        outcomes: list[tuple[float, float]] = []  # (quality, recall) of each page
        for page, (a, b) in zip(dataset.pages, dataset.bounds, strict=True):
            if page.kind != "text":
                continue
            own = np.where(page.removed, np.float32(0), probabilities[a:b])
            choice = choose(own, np.maximum(page.words, np.float32(0.3)))
            kept = itertools.compress(page.lines, (own > choice.threshold).tolist())
            found = match(page.example.articles[0].text, "\n".join(kept))
            scores.add(page.example, found.f1)
            outcomes.append((choice.quality, found.recall))
        return {"doubt": _doubt(outcomes)}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        scanned_texts = [_text_lines(text, None) for text in texts]
        return [FEATURES.matrix(PageLines(lines, language, _NO_WORDS)) for lines, language in scanned_texts if lines]


_NO_WORDS = HashedLinear(0.0, np.zeros(2**_BITS, np.float32))


def _doubt(outcomes: Sequence[tuple[float, float]]) -> float:
    """The quality below which a page is flagged: the lowest value with few unflagged losses."""
    lost = np.array([quality for quality, recall in outcomes if recall < _LOST])
    return next((doubt for doubt in _DOUBTS if (lost >= doubt).sum() <= _SILENT * len(outcomes)), _DOUBTS[-1])


def _examples(data: Data) -> Iterator[tuple[Example, str]]:
    """The examples with their kinds: scraped pages, files of several stories, HTML pages that no scraped text exists of, and clean texts,
    of which nothing may be dropped."""
    made: set[str] = set()
    for example in data.examples("text", doubtful=False):
        yield example, "text"
        if example.id not in made and (clean := _clean(example)) is not None:
            yield clean, _CLEAN
        made.add(example.id)
    for example in data.examples("text stream", doubtful=False):
        yield example, "text stream"
    for example in rendered(data):
        yield example, _RENDERED


def _clean(example: Example) -> Example | None:
    """A page made from an example's gold; None for a random share of examples and for empty gold."""
    rng, gold = random.Random(example.id), example.articles[0]
    if rng.random() > _CLEAN_SHARE or not gold.text.strip():
        return None
    end = rng.choice(("\n", "\n\n"))
    top = [gold.title] if gold.title and rng.random() < _TITLED and folded(gold.title) != folded(gold.paragraphs[0]) else []
    paragraphs = (*top, *gold.paragraphs)
    return replace(example, text=end.join(paragraphs), articles=(replace(gold, paragraphs=paragraphs),), style=_CLEAN)


def _text_lines(text: str, url: str | None) -> tuple[list[Line], str | None]:
    """The lines with text after the rules are applied, without the model, and their language."""
    _, found, language = scanned(text, url=url, settings=_UNWEIGHED)
    return [line for line in found.lines if line.text], language


def _folds(example: Example, lines: Sequence[Line]) -> Array:
    """For each line, the fold of the story that it belongs to or precedes."""
    ends = [article.extent[1] for article in example.articles if article.extent is not None]
    if len(ends) != len(example.articles) or len(ends) < 2:
        return np.full(len(lines), example.fold)
    story = np.searchsorted(ends, [line.block.line - 1 for line in lines])
    return np.array(example.folds)[np.minimum(story, len(ends) - 1)]


def _weight(texts: Sequence[str], label: Array, titles: Sequence[str | None]) -> Array:
    """The weights of a page's lines: by their share of the page's gold text; 0 for headlines that the gold leaves out, which are no boilerplate."""
    size = np.array([len(tokens(text)) for text in texts], np.float32)
    gold_size = max(1.0, float(size[label >= 0.5].sum()))
    weight = np.where(label < 0, 0.0, np.sqrt(np.minimum(size, 200) / gold_size) * 5 + 0.02)
    headlines = {folded(title) for title in titles if title}
    weight[[0 <= mark < 0.5 and folded(text) in headlines for mark, text in zip(label, texts, strict=True)]] = 0
    return weight

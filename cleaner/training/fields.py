"""Fits the field model: which candidates on an HTML page are its title, its authors and its publication date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from ..measure import folded
from ..models import FeatureSet, Matrix
from ..parse.html.contexts import field_page_of
from ..parse.html.fields.author_sources import bylines, key_of
from ..parse.html.fields.authors import names
from ..parse.html.fields.candidates import DatedPage, SignedPage
from ..parse.html.fields.choice import FEATURES, NAME, RANKS, able_authors, able_days, able_titles, probabilities
from ..parse.html.fields.date_sources import mentions
from ..parse.html.fields.field_page import FieldPage
from ..parse.html.fields.title_features import TitledPage
from ..parse.html.fields.title_sources import wordings
from . import boosting
from .data import Data, Example
from .folds import Array
from .protocol import Nested, Parts
from .record import Scores

_SHORT = boosting.Growth(trees=150, leaves=12, depth=6, rate=0.06, features=0.4, rows=0.8, least=10, bins=63)
_LONG = boosting.Growth(trees=400, leaves=16, depth=7, rate=0.03, features=0.25, rows=0.8, least=10, bins=63)
_GROWTH = {"published": _LONG, "title": _LONG, "authors": _SHORT}
_PLACES = 5  # how many of a page's most likely candidates count in the part that ranks them
_WITHOUT = 0.15  # weight of a page whose gold lacks the field: such gold is often merely incomplete
_PRESS = 2.0  # weight of titles whose gold comes from the publisher, against those that people copied from the page
_PRECISION = {"published": 0.922, "title": 0.0, "authors": 0.9}  # required out-of-fold precision on pages whose gold has the field
_STATING = 0.25  # minimum ratio of pages with the field in their gold to pages without it, for a data source to be used
_LOWEST = 0.01  # minimum threshold of probability
_EXACT = 10  # characters of an ISO date


class Rows(NamedTuple):
    """A page's candidates for one field. right: 1 for those that match the gold, else 0. stated: whether the gold has the field. able: which
    candidates can be chosen."""

    example: Example
    matrix: Matrix
    right: Array
    stated: bool
    able: Sequence[bool]


@dataclass(frozen=True)
class Dataset:
    """The rows of each field."""

    fields: dict[str, list[Rows]]


def _title_rows(example: Example, page: FieldPage) -> Rows | None:
    gold = example.fields.get("title")
    if not gold:
        return None
    titled = TitledPage.of(page, wordings(page))
    right = np.array([folded(group[0].text) == folded(gold) for group in titled.wordings], float)
    return Rows(example, FEATURES["title"].matrix(titled), right, True, able_titles(titled)) if right.any() else None


def _date_rows(example: Example, page: FieldPage) -> Rows | None:
    if "published" not in example.fields:
        return None
    gold = str(example.fields["published"] or "")[:_EXACT]
    dated = DatedPage.of(page, mentions(page))
    right = np.array([day.isoformat() == gold for day in dated.days], float)
    return Rows(example, FEATURES["published"].matrix(dated), right, bool(gold), able_days(dated))


def _author_rows(example: Example, page: FieldPage) -> Rows | None:
    if "authors" not in example.fields:
        return None
    gold = [str(name) for name in example.fields["authors"] or []]
    signed = SignedPage.of(page, bylines(page))
    wanted = {key_of(names(gold)), key_of(gold)} - {frozenset()}  # several names in one string, or one name per string
    right = np.array([key in wanted for key in signed.keys], float)
    return Rows(example, FEATURES["authors"].matrix(signed), right, bool(gold), able_authors(signed))


_ROWS: Mapping[str, Callable[[Example, FieldPage], Rows | None]] = {
    "published": _date_rows,
    "title": _title_rows,
    "authors": _author_rows,
}


class Fields:
    """Title, authors and publication date of an HTML page, each chosen among the candidates that the page states."""

    name = NAME
    needs: tuple[str, ...] = ()
    features: dict[str, FeatureSet[Any]] = {**FEATURES, **{RANKS[name]: own for name, own in FEATURES.items()}}  # noqa: RUF012
    limits = (
        "Gold dates of pages that were updated are now the first, now the latest; a tenth of what differs from gold is a day off by the time zone.",
        "Titles are scored on pages that word the gold one somewhere; where the page's head and its headline differ, gold is split.",
    )

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        fields: dict[str, list[Rows]] = {name: [] for name in _ROWS}
        examples = []
        for example, page in _pages(data):
            found = {name: rows for name, rows_of in _ROWS.items() if (rows := rows_of(example, page)) is not None}
            for name, rows in found.items():
                fields[name].append(rows._replace(example=replace(example, text="")))
            if found:
                examples.append(replace(example, text=""))
        return Dataset({name: _with_gold(pages) for name, pages in fields.items()}), examples

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        parts = {}
        for name, pages in dataset.fields.items():
            seen = [rows for rows in pages if rows.example.fold != without and len(rows.right)]
            if not any(rows.right.any() for rows in seen) or all(rows.right.all() for rows in seen):
                continue  # data without this field give no part of it
            parts[name] = _trees(name, seen, _GROWTH[name])
            known = [rows for rows in seen if rows.right.any()]
            parts[RANKS[name]] = _trees(name, known, _ranking(_GROWTH[name]), [len(rows.right) for rows in known])
        return parts

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        scores = Scores("share of fields that are right, of those that gold states")
        thresholds = {}
        for name, pages in dataset.fields.items():
            choices = [_first(fits[rows.example.fold], name, rows) for rows in pages]
            stated = [found for found, rows in zip(choices, pages, strict=True) if rows.stated]
            thresholds[name] = _threshold(stated, _PRECISION[name])
            for rows, (sure, right) in zip(pages, choices, strict=True):
                if rows.stated:
                    scores.add(replace(rows.example, style=name), float(right and sure >= thresholds[name]))
        return thresholds, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        found = [page for markup in pages if (page := field_page_of(markup, None)) is not None]
        out = []
        for page in found:
            out.append(FEATURES["published"].matrix(DatedPage.of(page, mentions(page))))
            out.append(FEATURES["title"].matrix(TitledPage.of(page, wordings(page))))
            out.append(FEATURES["authors"].matrix(SignedPage.of(page, bylines(page))))
        return out


def _pages(data: Data) -> Iterator[tuple[Example, FieldPage]]:
    for example in data.examples("page", "fields"):
        if any(example.fields.get(name) for name in _ROWS):
            page = field_page_of(example.text, example.url, example.fetched)
            if page is not None:
                yield example, page


def _with_gold(pages: list[Rows]) -> list[Rows]:
    """The pages of data sources whose gold includes the field; other sources leave it out of most of their pages."""
    counts = Counter((rows.example.origin, rows.stated) for rows in pages)
    return [rows for rows in pages if counts[rows.example.origin, True] >= _STATING * counts[rows.example.origin, False]]


def _ranking(growth: boosting.Growth) -> boosting.Growth:
    return growth._replace(objective="lambdarank", places=_PLACES, ridge=0.0)


def _trees(name: str, pages: Sequence[Rows], growth: boosting.Growth, groups: Sequence[int] | None = None) -> dict[str, Any]:
    """Trees over the candidates of the pages. `groups`: the number of candidates of each page, if they are to be ranked."""
    matrix, right = np.concatenate([rows.matrix for rows in pages]), np.concatenate([rows.right for rows in pages])
    weight = np.concatenate([np.full(len(rows.right), _weight(name, rows)) for rows in pages])
    return boosting.fit(matrix, right, weight, growth, FEATURES[name], groups)


def _weight(name: str, rows: Rows) -> float:
    if not rows.stated:
        return _WITHOUT
    return _PRESS if name == "title" and rows.example.origin == "fundus" else 1.0


def _first(parts: Parts, name: str, rows: Rows) -> tuple[float, bool]:
    """The probability of the most likely candidate, and whether it is right; (0, False) without candidates."""
    if not len(rows.right) or name not in parts:
        return 0.0, False
    features = FEATURES[name]
    odds, ranks = (boosting.scores(dict(parts[part]), features, rows.matrix) for part in (name, RANKS[name]))
    probability = probabilities(odds, ranks, rows.able)
    best = int(np.argmax(probability))
    return float(probability[best]), bool(rows.right[best])


def _threshold(found: Sequence[tuple[float, bool]], precision: float) -> float:
    """The lowest threshold of probability that reaches the precision; the minimum if no precision is required, as for titles."""
    order = sorted(found, key=lambda entry: -entry[0])
    shares = np.cumsum([right for _, right in order]) / np.arange(1, len(order) + 1)
    able = np.flatnonzero(shares >= precision)
    if not precision or not len(able):
        return _LOWEST
    return round(max(_LOWEST, order[int(able[-1])][0] - 0.001), 3)

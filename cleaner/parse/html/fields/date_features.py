"""Features of a publication date: one row for each day that the page mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ....models import FeatureGroup, FeatureSet, Matrix
from . import date_agreement
from .candidates import DatedPage
from .date_sources import SOURCES, Mention
from .field_page import FieldPage

_FAR = 400  # blocks
_DAY = timedelta(days=1)
_LONG_TIME = 4_000  # days
_PLACES = ("comments", "related", "footer", "side", "navigation", "header", "author", "label", "body", "tags", "caption", "share")
_PLACE_KINDS = FieldPage.numbers(_PLACES)
_LABELS = ("published", "updated", "other")
_SAID = tuple((source, label) for source in SOURCES for label in ("", *_LABELS))
_VISIBLE = ("time", "microdata", "marked", "text")
_USUAL = ("linked main", "meta published", "meta date", "microdata", "linked page", "address")
_MACHINE = tuple(source for source in SOURCES if source not in _VISIBLE)


COLUMNS = (
    *((f"{source} {label or 'plain'}", f"how often it is in {source}, said to be {label or 'nothing'}") for source in SOURCES for label in ("", *_LABELS)),
    ("shown", "in how many visible places it is"),
    ("stated", "in how many places for machines it is"),
    ("sources", "how many kinds of sources state it"),
    ("timed", "whether a time of day is given"),
    ("doubt", "whether day and month could be the other way round wherever it is"),
    ("swapped", "whether it is only the other way of reading day and month"),
    ("quoted", "whether the nearest mention is in a block quote"),
    ("usual", "whether it is the publication by the usual order of sources"),
    ("nearest", "blocks from the headline to the nearest mention"),
    ("below", "blocks from the headline down to the nearest mention below it"),
    ("above", "blocks from the headline up to the nearest mention above it"),
    ("up", "levels of boxes from the headline to the nearest mention's common box"),
    ("down", "levels of boxes from there down to the nearest mention"),
    ("length", "characters of the block of the nearest mention"),
    ("alone", "share of that block that the date is"),
    *((f"in {name}", f"whether the nearest mention is in a box named for {name}") for name in _PLACES),
    ("rank near", "how many other days are nearer to the headline"),
    ("rank top", "how many other days are first mentioned further up the page"),
    ("first block", "the number of the block that mentions it first"),
    ("first share", "how far down the page that is"),
    ("nearest labelled", "blocks from the headline to the nearest mention that is said to be the publication"),
    ("earlier", "how many of the page's days are earlier"),
    ("later", "how many of the page's days are later"),
    ("to linked", "days after the publication in JSON-LD"),
    ("to meta", "days after the publication in meta tags"),
    ("to address", "days after the date in the address"),
    ("to update", "days before the earliest stated update"),
    ("to latest", "days before the page's latest day"),
    ("others published", "how many other days are stated for machines to be the publication"),
    ("others labelled", "blocks from the headline to the nearest mention of another day that is said to be the publication"),
    ("others nearest", "blocks from the headline to the nearest mention of another day"),
    ("only published", "whether it alone is said anywhere to be the publication"),
    ("day before", "whether the day before it is stated too"),
    ("day after", "whether the day after it is stated too"),
    ("hour", "the hour stated for machines, in UTC; -1 for none"),
    ("days", "how many days the page states"),
    ("headline", "whether the page has a headline"),
    ("linked", "whether JSON-LD describes a story"),
    ("article", "whether og:type is article"),
    ("blocks", "how many blocks the page has"),
    ("depth", "how many parts the path of the address has"),
    ("new year", "whether it is the first of January"),
    ("first of month", "whether it is the first of a month"),
    ("english", "whether the page is in English"),
)  # fmt: skip


def describe(dated: DatedPage) -> Matrix:
    """float32, days x len(COLUMNS)."""
    if not dated.days:
        return np.zeros((0, len(COLUMNS)), np.float32)
    whole = _Whole.of(dated)
    return np.array([whole.row(number) for number in range(len(dated.days))], np.float32)


def distance(mention: Mention) -> float:
    """Blocks from the headline; those above it count twice."""
    if mention.place is None:
        return _FAR
    gap = mention.place.gap
    return min(float(gap if gap >= 0 else -2 * gap), _FAR)


@dataclass(frozen=True, eq=False)
class _Whole:
    """Values of the page that are the same for all its days."""

    dated: DatedPage
    near: list[float]
    top: list[float]
    linked: date | None
    meta: date | None
    address: date | None
    update: date | None
    usual: date | None
    published: list[bool]
    labelled: list[float]
    known: frozenset[date]

    @classmethod
    def of(cls, dated: DatedPage) -> _Whole:
        every = [one for found in dated.mentions for one in found]

        order = {source: number for number, source in enumerate(_USUAL)}
        usual = min(
            (one for one in every if one.source in order and one.label in ("published", "")),
            key=lambda one: (order[one.source], one.label != "published"),
            default=None,
        )

        def stated(*sources: str, label: str = "published") -> date | None:
            return min((one.day for one in every if one.source in sources and one.label == label), default=None)

        return cls(
            dated,
            [min(map(distance, found)) for found in dated.mentions],
            [min((one.place.block if one.place else _FAR for one in found), default=_FAR) for found in dated.mentions],
            stated("linked main", "linked story", "linked page"),
            stated("meta published"),
            stated("address", label=""),
            min((one.day for one in every if one.label == "updated" and one.machine), default=None),
            usual.day if usual else None,
            [any(one.machine and one.label == "published" and one.source in _USUAL for one in found) for found in dated.mentions],
            [min((distance(one) for one in found if one.label == "published"), default=_FAR) for found in dated.mentions],
            frozenset(dated.days),
        )

    def _others(self, number: int) -> list[float]:
        """The number and the sources of the other days."""
        others = [i for i in range(len(self.near)) if i != number]
        return [
            sum(self.published[i] for i in others),
            min((self.labelled[i] for i in others), default=_FAR),
            min((self.near[i] for i in others), default=_FAR),
            (self.published[number] or self.labelled[number] < _FAR)
            and not any(self.published[i] or self.labelled[i] < _FAR for i in others),
        ]

    def row(self, number: int) -> list[float]:
        dated, found, day = self.dated, self.dated.mentions[number], self.dated.days[number]
        page = dated.page
        counts = dict.fromkeys(_SAID, 0.0)
        for one in found:
            counts[one.source, one.label] = min(3.0, counts[one.source, one.label] + 1.0)
        shown = [one for one in found if one.place is not None]
        best = min(shown, key=distance, default=None)
        place = best.place if best else None
        gaps = [one.place.gap for one in shown if one.place is not None]
        blocks = max(1, len(page.blocks))
        top = self.top[number]
        return [
            *counts.values(),
            min(len(shown), 20),
            min(len(found) - len(shown), 20),
            len({one.source for one in found}),
            any("T" in one.iso for one in found),
            all(one.doubt for one in found),
            all(one.swapped for one in found),
            bool(place and place.quoted),
            self.usual == day,
            self.near[number],
            min((gap for gap in gaps if gap >= 0), default=_FAR),
            min((-gap for gap in gaps if gap < 0), default=_FAR),
            place.up if place else 30,
            place.down if place else 30,
            min(best.length, 1000) if best else 0,
            best.alone if best else 0,
            *[place is not None and kind in place.kinds for kind in _PLACE_KINDS],
            sum(near < self.near[number] for near in self.near),
            sum(other < top for other in self.top),
            top,
            top / blocks if top < _FAR else 2,
            self.labelled[number],
            number,
            len(dated.days) - 1 - number,
            _days(day, self.linked),
            _days(day, self.meta),
            _days(day, self.address),
            _days(self.update, day) if self.update else -_LONG_TIME,
            min((dated.days[-1] - day).days, _LONG_TIME),
            *self._others(number),
            day - _DAY in self.known,
            day + _DAY in self.known,
            _utc_hour(found),
            len(dated.days),
            page.headline is not None,
            any(not story.page for story in page.found.stories),
            page.found.meta("og:type").lower() == "article",
            min(blocks, 2000),
            (page.url or "").split("?")[0].rstrip("/").count("/") - 2 if page.url else -1,
            day.month == 1 and day.day == 1,
            day.day == 1,
            page.language in (None, "en"),
        ]  # fmt: skip


def _utc_hour(found: Sequence[Mention]) -> float:
    """The hour of the first machine-readable mention in UTC: a late hour is on the next day further east."""
    hours = (one.iso[11:13] for one in found if one.machine and one.iso[10:11] == "T" and one.iso.endswith("+00:00"))
    return float(next(hours, -1))


def _days(day: date | None, since: date | None) -> float:
    """Days from `since` to `day`; a large negative number for None."""
    if day is None or since is None:
        return -2.0 * _LONG_TIME
    return float(max(-_LONG_TIME, min(_LONG_TIME, (day - since).days)))


FEATURES: FeatureSet[DatedPage] = FeatureSet((FeatureGroup("dates", 2, COLUMNS, describe), date_agreement.GROUP))

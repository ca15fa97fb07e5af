"""Features of a publication date compared with the page's other dates: the same time in another zone, better sources, text in between."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from ....models import FeatureGroup, Matrix
from .candidates import DatedPage
from .date_sources import Mention

_HALF_HOUR = timedelta(minutes=30)
_WIDEST_OFFSET = timedelta(hours=14)
_FIRST_LINES = 6  # blocks around the headline
_FAR = 400  # blocks
_MOST_TIMES = 12  # mentions of a day that are compared with those of another
_ORDER = ("linked main", "meta published", "microdata", "linked story", "time", "linked page", "meta date", "marked", "text", "address")
_RANK = {source: number for number, source in enumerate(_ORDER)}
_YEAR_MONTH = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?=/)")
_LABELS = ("published", "updated", "other")

COLUMNS = (
    ("local time of", "whether a local time on it is the moment that the page states in UTC for another day"),
    ("in UTC of", "whether a time in UTC on it is the moment that the page shows as a local time on another day"),
    *((f"nearest {label}", f"whether the nearest visible mention is labelled {label}") for label in _LABELS),
    ("labelled other", "share of its mentions that are labelled as something else, such as an event"),
    ("best source", "rank of the best source that does not state it as an update"),
    ("others best source", "the same of the other days"),
    ("better sources", "how many other days have a better source"),
    ("update", "whether data for machines state it as an update"),
    ("update shown", "whether it is labelled an update in the first lines around the headline"),
    ("others shown", "how many other days are in the first lines around the headline, not labelled as updates"),
    ("prose between", "blocks of running text between the headline and the nearest mention"),
    ("in prose", "whether the nearest mention is in running text"),
    ("address month", "1 if year and month in the address are its own, -1 if they are others, 0 without"),
)


def describe(dated: DatedPage) -> Matrix:
    """float32, days x len(COLUMNS)."""
    if not dated.days:
        return np.zeros((0, len(COLUMNS)), np.float32)
    ranks = [_rank(found) for found in dated.mentions]
    first = [[one for one in found if one.place is not None and abs(one.place.gap) <= _FIRST_LINES] for found in dated.mentions]
    plain = [any(one.label != "updated" for one in found) for found in first]
    times = [_times(found) for found in dated.mentions]
    month = _YEAR_MONTH.search((dated.page.found.canonical or dated.page.url or "")[:500])
    rows = []
    for number, (day, found) in enumerate(zip(dated.days, dated.mentions, strict=True)):
        others = [i for i in range(len(ranks)) if i != number]
        beside = [i for i in others if abs((dated.days[i] - day).days) == 1]
        nearest = min((one for one in found if one.place is not None), key=_distance, default=None)
        rows.append(
            [
                any(_same_moment(times[number][0], times[i][1]) for i in beside),
                any(_same_moment(times[i][0], times[number][1]) for i in beside),
                *(nearest is not None and nearest.label == label for label in _LABELS),
                sum(one.label == "other" for one in found) / len(found),
                ranks[number],
                min((ranks[i] for i in others), default=len(_ORDER) + 1),
                sum(ranks[i] < ranks[number] for i in others),
                any(one.machine and one.label == "updated" and one.place is None for one in found),
                any(one.label == "updated" for one in first[number]),
                sum(plain[i] for i in others),
                *_prose(dated, nearest),
                _month(day, month),
            ]
        )
    return np.array(rows, np.float32)


def _rank(found: Sequence[Mention]) -> int:
    return min((_RANK.get(one.source, len(_ORDER)) for one in found if one.label in ("published", "")), default=len(_ORDER) + 1)


def _distance(one: Mention) -> int:
    gap = one.place.gap if one.place is not None else _FAR
    return gap if gap >= 0 else -2 * gap


def _times(found: Sequence[Mention]) -> tuple[list[datetime], list[datetime]]:
    """The clock times of a day, without zone: local ones, and those in UTC."""
    local: list[datetime] = []
    utc: list[datetime] = []
    for one in [one for one in found if "T" in one.iso][:_MOST_TIMES]:
        clock = datetime.fromisoformat(one.iso).replace(tzinfo=None, microsecond=0)
        (utc if one.iso.endswith("+00:00") else local).append(clock)
    return local, utc


def _same_moment(local: Sequence[datetime], utc: Sequence[datetime]) -> bool:
    """Whether one of the local times differs from one in UTC as time zones do. Times are compared by the minute: most pages show no seconds."""
    return any(
        abs(here - there) <= _WIDEST_OFFSET and (here.replace(second=0) - there.replace(second=0)) % _HALF_HOUR == timedelta(0)
        for here in local
        for there in utc
    )


def _prose(dated: DatedPage, nearest: Mention | None) -> tuple[float, float]:
    """(running text between the headline and a mention, whether the mention is in running text)."""
    if nearest is None or nearest.place is None:
        return _FAR, 0
    prose, block = dated.page.prose, nearest.place.block
    low, high = sorted((block, block - nearest.place.gap))
    between = bisect_left(prose, high) - bisect_left(prose, low)
    at = bisect_left(prose, block)
    return min(between, _FAR), at < len(prose) and prose[at] == block


def _month(day: date, month: re.Match[str] | None) -> float:
    if month is None:
        return 0
    return 1 if (day.year, day.month) == (int(month[1]), int(month[2])) else -1


GROUP: FeatureGroup[DatedPage] = FeatureGroup("date agreement", 1, COLUMNS, describe)

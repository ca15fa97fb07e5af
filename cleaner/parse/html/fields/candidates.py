"""A page's dates and authors as candidates: mentions of the same day, or of the same names, are grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .author_sources import Byline, key_of
from .date_sources import Mention
from .field_page import FieldPage

Key = frozenset[tuple[str, ...]]


@dataclass(frozen=True, eq=False)
class DatedPage:
    """A page and the days that it states, in calendar order, each with its mentions."""

    page: FieldPage
    days: list[date]
    mentions: list[list[Mention]]

    @classmethod
    def of(cls, page: FieldPage, found: Sequence[Mention]) -> DatedPage:
        by_day: dict[date, list[Mention]] = {}
        for one in found:
            by_day.setdefault(one.day, []).append(one)
        days = sorted(by_day)
        return cls(page, days, [by_day[day] for day in days])


@dataclass(frozen=True, eq=False)
class SignedPage:
    """A page and the sets of names that it states, each with its mentions."""

    page: FieldPage
    keys: list[Key]
    bylines: list[list[Byline]]

    @classmethod
    def of(cls, page: FieldPage, found: Sequence[Byline]) -> SignedPage:
        by_names: dict[Key, list[Byline]] = {}
        for one in found:
            by_names.setdefault(key_of(one.names), []).append(one)
        by_names.pop(frozenset(), None)
        return cls(page, list(by_names), list(by_names.values()))

"""Parse dates: dateutil for English and ISO forms, dateparser for relative times and other languages."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

_CLOCK_WORD = re.compile(r"(?<!\s)\s+kl\.?\s+", re.IGNORECASE)  # "o'clock" in the Scandinavian languages
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d{4}|\d[./-]\d{1,2}[./-]\d")  # without one of these, the date depends on the time of the fetch
_BUDDHIST_YEAR = re.compile(r"(?<![\d+])2[45]\d\d(?!\d)")  # of the Thai calendar; a Gregorian one is centuries ahead
_AHEAD = 543  # years, of that calendar
_DEFAULTS = datetime(1904, 1, 1), datetime(1908, 2, 2)  # leap years that differ in every part of a date


@lru_cache(maxsize=4096)
def read(text: str, fetched: str | None = None, language: str | None = None) -> str | None:
    """The ISO 8601 date (with time when the words hold one) that `text` names, or None.

    A relative clock ("5 sec ago") and a date without its year count only when `fetched`, the ISO
    time of the fetch, is known. In a date of digits the day stands first unless the language is English. A year of the Buddhist
    calendar becomes one of the Gregorian.

    >>> read("3/10/2568", language="th")
    '2025-10-03'
    """
    text = _CLOCK_WORD.sub(" ", text.strip()[:120])
    text = _BUDDHIST_YEAR.sub(lambda year: str(int(year[0]) - _AHEAD), text)
    language = "nb" if language == "no" else language  # as the library calls it
    now = moment(fetched)
    if not (_YEAR if now is None else _DIGIT).search(text):
        return None
    found = _iso(text) or _absolute(text, language) or _any(text, now, language)
    if found and now and _ahead(found, now):  # of two readings of the digits, the one in the past
        found = _absolute(text, "en" if language != "en" else None)
    return None if found and now and _ahead(found, now) else found


def _ahead(iso: str, now: datetime) -> bool:
    """Whether a date is after the fetch by more than the difference of two time zones."""
    found = moment(iso)
    return found is not None and found - now > timedelta(days=1)


def moment(iso: str | None) -> datetime | None:
    """An ISO 8601 string as an aware datetime; None for None, or for text that is not an ISO date."""
    if not iso:
        return None
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _iso(text: str) -> str | None:
    """A date, or date and time, that already has the form that this module returns."""
    found = moment(text)
    try:
        same = found is not None and text in (datetime.fromisoformat(text).isoformat(), found.date().isoformat())
    except ValueError:
        same = False
    return text if same else None


def _absolute(text: str, language: str | None) -> str | None:
    """A date with day, month and year in English words or in digits, by dateutil: quick to load."""
    from dateutil import parser

    year_first = text[:4].isdigit()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an unknown time zone: the hour is kept without it
            one, two = (parser.parse(text, default=default, dayfirst=language != "en" and not year_first) for default in _DEFAULTS)
    except (ValueError, OverflowError, TypeError):
        return None
    if one.date() != two.date():  # a part of the date came from the default
        return None
    timed = one.time() != datetime.min.time() or any(mark in text for mark in ":T")
    return str(one.isoformat() if timed else one.date().isoformat())


_parsers: dict[tuple[object, ...], Any] = {}


def _any(text: str, now: datetime | None, language: str | None) -> str | None:
    """A date in any language, or relative to `now`, by dateparser."""
    languages = list(dict.fromkeys((language, "en"))) if language else None  # None tries every language, and takes seconds to load
    try:
        found = _parser(languages, now, language).get_date_data(text)
    except (ValueError, OverflowError, RecursionError):
        return None
    if not found or not found.date_obj:
        return None
    date = found.date_obj
    if found.period in ("month", "year"):  # "4 months ago" names no day
        return None
    if now and not _YEAR.search(text):
        date = _latest(date, now)
    return str(date.isoformat() if found.period == "time" else date.date().isoformat())


def _latest(date: datetime, now: datetime) -> datetime:
    """A day without its year that was dated a year back because its hour, in a zone further east, is just ahead."""
    try:
        later = date.replace(year=date.year + 1)
    except ValueError:
        return date
    return later if later.replace(tzinfo=later.tzinfo or UTC) - now <= timedelta(days=1) else date


def _parser(languages: list[str] | None, now: datetime | None, language: str | None) -> Any:
    key = (tuple(languages or ()), now, language == "en")
    if key in _parsers:
        return _parsers[key]
    from dateparser.date import DateDataParser

    settings: dict[str, Any] = {
        "RETURN_TIME_AS_PERIOD": True,
        "REQUIRE_PARTS": ["day", "month"] if now else ["day", "month", "year"],
        "PREFER_DATES_FROM": "past",
        "PARSERS": ["relative-time", "absolute-time"] if now else ["absolute-time"],
    }
    if now:
        settings["RELATIVE_BASE"] = now.replace(tzinfo=None)
    if language != "en":
        settings["DATE_ORDER"] = "DMY"
    try:
        parser = DateDataParser(languages=languages or None, settings=settings)
    except ValueError:  # a language that the library does not support
        parser = DateDataParser(settings=settings)
    if len(_parsers) >= 64:  # one per time of fetch, and a corpus has many
        _parsers.clear()
    _parsers[key] = parser
    return parser

"""Convert years and days of other calendars: Solar Hijri (Persian), Buddhist (Thai), Japanese eras, Minguo (Taiwan)."""

from __future__ import annotations

from datetime import date, timedelta

BUDDHIST = 543  # years ahead of the Gregorian calendar
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}  # the year before an era's first
_PERSIAN_EPOCH = date(1921, 3, 21)  # the first day of 1300
_PERSIAN_FIRST, _PERSIAN_LAST = 1300, 1450
_LEAP_YEARS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # of a cycle of 33 years, which holds from 1244 to 1472
_CYCLE = 33
_LONG_MONTHS = 6


def from_persian(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a day in the Solar Hijri calendar, 1300 to 1450; None if there is no such day.

    >>> from_persian(1403, 1, 1)
    datetime.date(2024, 3, 20)
    """
    last = 31 if month <= _LONG_MONTHS else 30 if month < 12 or _is_leap(year) else 29
    if not (_PERSIAN_FIRST <= year <= _PERSIAN_LAST and 1 <= month <= 12 and 1 <= day <= last):
        return None
    years = sum(365 + _is_leap(each) for each in range(_PERSIAN_FIRST, year))
    months = 31 * min(month - 1, _LONG_MONTHS) + 30 * max(month - 1 - _LONG_MONTHS, 0)
    return _PERSIAN_EPOCH + timedelta(days=years + months + day - 1)


def _is_leap(year: int) -> bool:
    return year % _CYCLE in _LEAP_YEARS


def gregorian(year: int, month: int, day: int) -> date | None:
    """A day of the Gregorian calendar whose year may be that of the Persian or the Buddhist calendar; None if there is no such day.

    >>> gregorian(2567, 5, 31)
    datetime.date(2024, 5, 31)
    """
    if _PERSIAN_FIRST <= year <= _PERSIAN_LAST:
        return from_persian(year, month, day)
    if year > 2400:
        year -= BUDDHIST
    try:
        return date(year, month, day)
    except ValueError:
        return None

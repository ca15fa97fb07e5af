"""Find dates in a short visible text, in every language whose month names are known. Day, month and year must all be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ....backends.month_names import ENGLISH, PERSIAN, month_names
from ....languages import any_of
from .calendars import ERAS, gregorian

LONGEST = 300  # characters of the longest text that is searched
DIGIT = re.compile(
    r"[\d'’.\u0e01-\u0e59](?:(?<=1)[349]\d\d|(?<=2)[056]\d\d|(?<=[^\x00-\x7f])(?<=\d)\d{3}|(?<=\d)\s?[./-]\s?\d{1,2}\s?[./-]\s?\d\d|(?<=['’])\d\d\b|(?<=\d)\s?[年년]"
    r"|(?<=[\u0e01-\u0e59.])\s?\d\d\b)"
)  # what every date has; begins with a set of signs, as a search for one skips all others
_YEARS = range(1990, 2101)
_SHORT_YEARS = 70  # a year of two digits up to here is of this century
# the patterns begin with a set of signs, as a search for one skips all others, and look behind after it
_ISO = re.compile(r"(\d(?<![\d./-]\d)\d{3})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/-])")
_DIGITS = re.compile(r"(\d(?<![\d./-]\d)\d?)\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/-]|\.\d)")
_CJK = re.compile(
    r"(?:(" + "|".join(ERAS) + r")\s?(\d{1,3}|元)|(\d{4}))\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일号號]?"
)  # 2024年5月31日, 令和6年5月31日, 2024년 5월 31일
_VIETNAMESE = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2}),?\s+(?:năm\s+)?(\d{4})", re.IGNORECASE)
_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0e31\u0e34-\u0e4e]|\.(?=[^\W\d_]))*", re.UNICODE)
_TIME = re.compile(
    rf"[\s,|·•()–—@-]{{0,6}}(?:T|{any_of('at', 'at_on_page')})?[\s:.]{{0,4}}(?<!\d)([01]?\d|2[0-3])[:.hH時시]\s?([0-5]\d)(?::([0-5]\d))?(?!\d)"
    r"(?:\s?([ap])\.?\s?m\b\.?)?(?:\s{0,2}(Z|UTC|GMT)?\s?([+-]\d{1,2}:?\d\d)?(?![\d]))?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"[\d'’‘./\u0e01-\u0e4e-](?:(?:(?<=1)[349]\d|(?<=2)[056]\d|(?<=[^\x00-\x7f])(?<=\d)\d\d)(?<!\d\d\d\d)\d(?!\d)|(?:(?<=['’‘./-])|(?<=[\u0e01-\u0e4e.])\s?)\d\d(?!\d))"
)
_REACH = 44  # characters from a year to the rest of its date
_GAP = 24  # characters between the parts of a date in words
_FAR = 3  # tokens between them
_STEM = 4  # letters by which an inflected month name is recognised


class TextDate(NamedTuple):
    """A date in a text: text[start:end] names `day`; `time` is the time of day behind it, as ISO 8601 ("05:30:00+02:00"), or empty.

    `other` is the day with day and month exchanged; None if that is no day.
    """

    day: date
    start: int
    end: int
    time: str = ""
    other: date | None = None


def find_dates(text: str, languages: tuple[str, ...], month_first: bool = False) -> list[TextDate]:
    """The dates in `text`, which is at most LONGEST characters long, in their order. `month_first`: 5/7/2024 is in May."""
    return list(_dates(text[:LONGEST], languages, month_first))


@lru_cache(maxsize=4_000)  # pages repeat their dates, and sites the years in their footers
def _dates(text: str, languages: tuple[str, ...], month_first: bool) -> tuple[TextDate, ...]:
    divided = "." in text or "-" in text or "/" in text
    found = [*_year_first(text), *_of_digits(text, languages, month_first)] if divided else []
    found += [*_in_cjk(text), *_vietnamese(text), *_in_words(text, languages)]
    out: list[TextDate] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if one.day.year in _YEARS and (not out or one.start >= out[-1].end):
            time = _time_behind(text, one.end)
            out.append(one._replace(time=time) if time else one)
    return tuple(out)


def _year_first(text: str) -> Iterator[TextDate]:
    for match in _ISO.finditer(text):
        if day := gregorian(int(match[1]), int(match[3]), int(match[4])):
            yield TextDate(day, match.start(), match.end())


def _of_digits(text: str, languages: tuple[str, ...], month_first: bool) -> Iterator[TextDate]:
    in_doubt = not languages or "en" in languages  # in other languages the day is first, and also in dates with dots
    for match in _DIGITS.finditer(text):
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        if len(match[4]) == 2:
            year += 2000 if year <= _SHORT_YEARS else 1900
        readings = [gregorian(year, two, one), gregorian(year, one, two)]
        if month_first:
            readings.reverse()
        days = [day for day in readings if day]
        if days:
            other = days[1] if in_doubt and match[2] != "." and len(days) > 1 and days[0] != days[1] else None
            yield TextDate(days[0], match.start(), match.end(), other=other)


def _in_cjk(text: str) -> Iterator[TextDate]:
    for match in _CJK.finditer(text) if "年" in text or "년" in text else ():
        era, of_era, year, month, day = match.groups()
        years = ERAS[era] + (1 if of_era == "元" else int(of_era)) if era else int(year)
        if found := gregorian(years, int(month), int(day)):
            yield TextDate(found, match.start(), match.end())


def _vietnamese(text: str) -> Iterator[TextDate]:
    for match in _VIETNAMESE.finditer(text) if "háng" in text else ():
        if found := gregorian(int(match[3]), int(match[2]), int(match[1])):
            yield TextDate(found, match.start(), match.end())


def _in_words(text: str, languages: tuple[str, ...]) -> Iterator[TextDate]:
    """Dates with the month's name: "31 May 2024", "May 31st, 2024", "2024. május 31.", "31 de mayo de 2024", "۱۱ خرداد ۱۴۰۳"."""
    tokens = [token for first, last in _about_years(text) for token in _TOKEN.finditer(text, first, last)]
    for at, token in enumerate(tokens):
        word = token[0]
        month = _month(word, languages)
        if month is None:
            continue
        persian = word in PERSIAN
        for parts in _around(tokens, at):
            day, year = (int(tokens[part][0]) for part in parts)
            if persian and not 1300 <= year <= 1450:
                continue
            start, end = min(*parts, at), max(*parts, at)
            if tokens[end].end() - tokens[start].start() > 2 * _GAP + len(word):
                continue
            if len(str(year)) < 4:
                year += 2500 if "th" in languages else 2000 if year <= _SHORT_YEARS else 1900
            if found := gregorian(year, month, day):
                yield TextDate(found, tokens[start].start(), tokens[end].end())
                break


def _about_years(text: str) -> list[tuple[int, int]]:
    """The parts of a text around a possible year; only these are searched for dates in words."""
    found: list[tuple[int, int]] = []
    for match in _YEAR.finditer(text):
        first, last = max(0, match.start() - _REACH), match.end() + _REACH
        first = text.find(" ", first) + 1 if first and text.find(" ", first) >= 0 else first
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


@lru_cache(maxsize=20_000)
def _month(word: str, languages: tuple[str, ...]) -> int | None:
    """The month that a word names, also in an inflected form ("maijā" of "maijs")."""
    if word[0].isdigit():
        return None
    if word in PERSIAN:
        return PERSIAN[word]
    names = month_names(languages)
    lowered = word.lower().replace(".", "").replace("ı", "i")
    if lowered in names:
        return names[lowered]
    if len(lowered) <= _STEM or (lowered.isascii() and names is ENGLISH):
        return None
    own = {number for name, number in names.items() if len(name) >= _STEM and _same_stem(lowered, name)}
    return own.pop() if len(own) == 1 else None


def _same_stem(word: str, name: str) -> bool:
    stem = name[: max(_STEM, len(name) - 2)]
    return word.startswith(stem) and len(word) <= len(name) + 4


def _around(tokens: list[re.Match[str]], at: int) -> Iterator[tuple[int, int]]:
    """The possible positions of day and year around the month at `at`, the most probable first: (token of the day, token of the year)."""
    before = [i for i in range(at - 1, max(-1, at - 1 - _FAR), -1) if tokens[i][0].isdigit()]
    behind = [i for i in range(at + 1, min(len(tokens), at + 2 + _FAR)) if tokens[i][0].isdigit()]
    days_before, days_behind = ([i for i in side if _is_day(tokens[i][0])] for side in (before, behind))
    years_before, years_behind = ([i for i in side if _is_year(tokens[i][0])] for side in (before, behind))
    if days_before and before and days_before[0] == before[0]:
        yield from ((days_before[0], year) for year in years_behind[:1] if year == behind[0])  # 31 May 2024
        yield from ((days_before[0], year) for year in years_before[:1])  # 2024. gada 31. maijā
    if days_behind and days_behind[0] == behind[0]:
        yield from ((days_behind[0], year) for year in years_behind[:1])  # May 31, 2024
        yield from ((days_behind[0], year) for year in years_before[:1])  # 2024 May 31
    if days_before and days_before[0] == before[0]:  # 31 May '24
        yield from ((days_before[0], year) for year in behind[:1] if _is_short_year(tokens, at, year))


def _is_short_year(tokens: list[re.Match[str]], at: int, year: int) -> bool:
    """Whether two digits after a month are a year: after an apostrophe, a dash or a Thai month, not "12 May 31 people"."""
    between = tokens[at].string[tokens[at].end() : tokens[year].start()]
    thai = not tokens[at][0].isascii() and "\u0e00" < tokens[at][0][0] < "\u0e7f"
    return len(tokens[year][0]) == 2 and len(between) <= 3 and (thai or any(mark in between for mark in "'’‘-./"))


def _is_day(token: str) -> bool:
    return len(token) <= 2 and 1 <= int(token) <= 31


def _is_year(token: str) -> bool:
    return len(token) == 4 and (1300 <= int(token) <= 1450 or 1990 <= int(token) <= 2100 or 2500 <= int(token) <= 2650)


def _time_behind(text: str, end: int) -> str:
    """The time of day directly after a date, ISO 8601; empty if there is none."""
    match = _TIME.match(text, end, end + 40)
    if match is None:
        return ""
    hour, minute, second = int(match[1]), match[2], match[3] or "00"
    if match[4]:
        hour = hour % 12 + (12 if match[4].lower() == "p" else 0)
    zone = "+00:00" if match[5] else ""
    if match[6]:
        digits = match[6][1:].replace(":", "").zfill(4)
        zone = f"{match[6][0]}{digits[:2]}:{digits[2:]}"
    return f"{hour:02d}:{minute}:{second}{zone}"

"""Dates in visible text: in many languages, calendars and orders, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from cleaner.parse.html.fields.calendars import from_persian, gregorian
from cleaner.parse.html.fields.date_text import find_dates


@pytest.mark.parametrize(
    ("text", "language", "day", "time"),
    [
        ("Published 31 May 2024 at 5:30 pm", "en", "2024-05-31", "17:30:00"),
        ("May 31st, 2024", "en", "2024-05-31", ""),
        ("2024-05-31T10:20:30+02:00", "en", "2024-05-31", "10:20:30+02:00"),
        ("31.05.2024, 12:30 Uhr", "de", "2024-05-31", "12:30:00"),
        ("Den 31. Mai 2024", "de", "2024-05-31", ""),
        ("31 de mayo de 2024 a las 10:20", "es", "2024-05-31", "10:20:00"),
        ("2024. május 31. 12:30", "hu", "2024-05-31", "12:30:00"),
        ("2024. gada 31. maijā", "lv", "2024-05-31", ""),
        ("2024 m. gegužės 31 d.", "lt", "2024-05-31", ""),
        ("31 мая 2024, 10:20", "ru", "2024-05-31", "10:20:00"),
        ("31 травня 2024", "uk", "2024-05-31", ""),
        ("Σάββατο, 31 Μαΐου 2024", "el", "2024-05-31", ""),
        ("31 MAYIS 2024", "tr", "2024-05-31", ""),
        ("31 tháng 5, 2024", "vi", "2024-05-31", ""),
        ("३१ मई २०२४", "hi", "2024-05-31", ""),
        ("2024年5月31日 10:20", "zh", "2024-05-31", "10:20:00"),
        ("民國113年5月31日", "zh", "2024-05-31", ""),
        ("令和6年5月31日", "ja", "2024-05-31", ""),
        ("2024년 5월 31일", "ko", "2024-05-31", ""),
        ("۱۱ خرداد ۱۴۰۳", "fa", "2024-05-31", ""),
        ("1403/03/11", "fa", "2024-05-31", ""),
        ("31 พฤษภาคม 2567", "th", "2024-05-31", ""),
        ("31 พ.ค. 67", "th", "2024-05-31", ""),
        ("31 أيار 2024", "ar", "2024-05-31", ""),
    ],
)
def test_dates_of_many_languages_and_calendars(text: str, language: str, day: str, time: str) -> None:
    found = find_dates(text, (language,))
    assert [(one.day.isoformat(), one.time) for one in found] == [(day, time)]


@pytest.mark.parametrize(
    "text", ["Call 030 12.34.56.78", "on 12 May 31 people came", "version 2.12.4", "2024-13-45", "31 May", "may 2024 be better", "1 of 31"]
)
def test_what_is_no_date(text: str) -> None:
    assert find_dates(text, ("en",)) == []


def test_the_order_of_day_and_month_is_asked_for_only_where_both_can_be() -> None:
    assert [(one.day, one.other) for one in find_dates("5/7/2024", ("en",), month_first=True)] == [(date(2024, 5, 7), date(2024, 7, 5))]
    assert [(one.day, one.other) for one in find_dates("5/7/2024", ("en",))] == [(date(2024, 7, 5), date(2024, 5, 7))]
    assert [(one.day, one.other) for one in find_dates("25/7/2024", ("en",), month_first=True)] == [(date(2024, 7, 25), None)]


def test_persian_new_year_falls_on_the_right_day() -> None:
    years = {1399: date(2020, 3, 20), 1400: date(2021, 3, 21), 1403: date(2024, 3, 20), 1404: date(2025, 3, 21)}
    assert {year: from_persian(year, 1, 1) for year in years} == years
    assert from_persian(1403, 12, 30) == date(2025, 3, 20), "a leap year"
    assert from_persian(1402, 12, 30) is None, "none"
    assert gregorian(2024, 2, 30) is None

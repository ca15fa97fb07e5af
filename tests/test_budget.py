"""A page that takes longer than its time is read in a quicker way, with a flag; one that is too slow in every way is a failed row, and the others go on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import cleaner
from cleaner import budget, flow, parse, time_fallbacks
from cleaner.budget import OutOfTime, interruptible, until
from cleaner.config import Settings
from cleaner.corpus.records import Record
from cleaner.corpus.rows import cleaned
from cleaner.errors import ConfigError, TooSlowError
from cleaner.scan import RuleSet

SENTENCE = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday."
HTML = (
    "<!doctype html><html><head><title>Night ferry - Courier</title><script>var a = '<p>no text</p>';</script></head>"
    f"<body><h1>Night ferry to sail again</h1><article><p>{SENTENCE}</p><p>It had been in the <b>dock</b> &amp; its engine was mended.</p></article></body></html>"
)
TEXT = (
    f"Night ferry to sail again\n\nShort Url\nFollow\n\n{SENTENCE}\n\nIts crew of eleven has painted the ferry and the harbour steps in the same"
    " cheerful green, the harbour office said on Friday.\n\nTickets are on sale at the quay, and cost what they did last autumn.\n"
)
LIMIT = 1_000.0  # seconds of the clock that the tests turn by hand
LIMITED = Settings(max_seconds=LIMIT)


def forever(*_: Any, **__: Any) -> Any:
    """A library that asks for no time, and takes every Exception for its own."""
    while True:
        try:
            sum(range(1_000))
        except Exception:
            continue


class Clock:
    """A clock that only the tests advance, so that the load of the machine makes no difference."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def slow(self, seconds: float) -> Callable[..., Any]:
        """What takes so many seconds, and then looks at the time."""

        def work(*_: Any, **__: Any) -> Any:
            self.now += seconds
            budget.check()
            raise AssertionError("the time should have been up")

        return work


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(budget, "monotonic", found)
    monkeypatch.setattr(time_fallbacks, "monotonic", found)
    return found


@pytest.fixture
def slow_readers(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Callable[..., None]:
    own = parse._reader

    def make(**seconds: float) -> None:
        def reader(kind: str) -> Any:
            name = "fast" if kind == "fast" else "full"
            return clock.slow(seconds[name]) if name in seconds else own(kind)

        monkeypatch.setattr(parse, "_reader", reader)

    return make


def test_a_page_in_time_is_as_without_a_limit(clock: Clock) -> None:
    for source in (HTML, TEXT):
        limited, free = cleaner.clean(source, settings=LIMITED), cleaner.clean(source)
        assert limited.articles == free.articles and limited.flags == free.flags == ()


def test_a_slow_reader_gives_way_to_the_fast_one(slow_readers: Callable[..., None]) -> None:
    slow_readers(full=0.7 * LIMIT)
    page = cleaner.clean(HTML, settings=LIMITED)
    assert page.flags == (time_fallbacks.FAST,) and page.document.html
    assert SENTENCE in page.articles[0].text and page.articles[0].title == "Night ferry to sail again"
    assert page.restore() == HTML


def test_where_both_are_slow_the_text_is_taken(slow_readers: Callable[..., None]) -> None:
    slow_readers(full=0.7 * LIMIT, fast=0.2 * LIMIT)
    page = cleaner.clean(HTML, settings=LIMITED)
    assert page.flags == (time_fallbacks.TEXT_ONLY,)
    assert [article.text for article in page.articles] == [
        f"Night ferry to sail again\n\n{SENTENCE}\n\nIt had been in the dock & its engine was mended."
    ]
    assert page.findings == [] and page.restore() == HTML


@pytest.mark.parametrize("stage", ["rules_for", "_spans"])
def test_a_slow_stage_leaves_the_text_as_it_is(stage: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow, stage, clock.slow(0.85 * LIMIT))
    page = cleaner.clean(TEXT, settings=LIMITED)
    assert page.flags == (time_fallbacks.TEXT_ONLY,) and page.articles[0].text == TEXT.strip() and page.restore() == TEXT


def test_a_slow_scan_ends_between_two_lines(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    own = RuleSet.match_line
    seen = []

    def slow(rules: RuleSet, text: str, *args: Any) -> Any:
        if rules.rules:
            clock.now += LIMIT / 20
            seen.append(text)
        return own(rules, text, *args)

    monkeypatch.setattr(RuleSet, "match_line", slow)
    text = "\n\n".join(f"{SENTENCE} {number}" for number in range(200))
    page = cleaner.clean(text, settings=LIMITED)
    assert page.flags == (time_fallbacks.TEXT_ONLY,) and page.articles[0].text == text
    assert len(seen) < 30


def test_what_is_too_slow_in_every_way_is_an_error_and_a_failed_row(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    own = flow.ingest
    slow = clock.slow(LIMIT + 1)
    monkeypatch.setattr(flow, "ingest", lambda source, *args: slow() if "slow" in str(source) else own(source, *args))
    with pytest.raises(TooSlowError) as caught:
        cleaner.clean("a slow page", settings=LIMITED)
    assert "1000 seconds" in caught.value.problem and caught.value.remedy
    rows = [cleaned(Record(id, source, place=id), LIMITED).rows for id, source in (("a", TEXT), ("b", "slow"), ("c", TEXT))]
    assert [row[0]["status"] for row in rows] == ["cleaned", "failed", "cleaned"]
    assert "1000 seconds" in rows[1][0]["message"]


def test_a_library_that_asks_for_no_time_is_interrupted() -> None:
    with pytest.raises(OutOfTime), until(time.monotonic() + 0.1), interruptible():
        forever()


def test_without_a_limit_nothing_watches() -> None:
    before = threading.active_count()
    with interruptible():
        assert threading.active_count() == before
    assert budget.left() == float("inf")
    budget.check()


def test_an_interruption_that_comes_late_is_not_felt_later() -> None:
    """The time is up just as the work ends, again and again: it is felt inside, or not at all."""
    for number in range(300):
        try:
            with until(time.monotonic() + 0.0005 * (number % 5)), interruptible():
                sum(range(20_000))
        except OutOfTime:
            pass
        sum(range(1_000))


def test_inner_work_has_no_more_time_than_that_around_it() -> None:
    with until(time.monotonic() - 1), until(time.monotonic() + 100), pytest.raises(OutOfTime):
        budget.check()
    assert budget.left() == float("inf")


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_the_time_is_a_number_of_seconds(value: float) -> None:
    with pytest.raises(ConfigError, match="number of seconds"):
        Settings(max_seconds=value)

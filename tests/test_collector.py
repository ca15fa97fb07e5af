"""The garbage collector is paused while a page is cleaned, and is afterwards as it was."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import cleaner
from cleaner import collector
from cleaner.errors import WrongTypeError
from cleaner.stitch import stitch

PAGE = "Ferry timetable changes on Monday\n\nThe ferry to the outer islands will leave an hour earlier, because the tide is too low in the morning."


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_is_off_inside_and_on_afterwards() -> None:
    with collector.paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_is_on_again_after_a_page_and_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def stitched(*args: Any) -> Any:
        seen.append(gc.isenabled())
        return stitch(*args)

    monkeypatch.setattr("cleaner.flow.stitch", stitched)
    assert cleaner.clean(PAGE).articles
    assert seen == [False] and gc.isenabled()
    monkeypatch.setattr("cleaner.flow.stitch", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cleaner.clean(PAGE)
    assert gc.isenabled()
    with pytest.raises(WrongTypeError):
        cleaner.clean(PAGE, settings="strict")  # type: ignore[arg-type]
    assert gc.isenabled()


def test_a_program_that_switched_it_off_finds_it_off() -> None:
    gc.disable()
    cleaner.clean(PAGE)
    assert not gc.isenabled()


def test_the_page_of_another_thread_does_not_keep_it_off() -> None:
    inside, done = threading.Event(), threading.Event()

    def other() -> None:
        with collector.paused():
            inside.set()
            done.wait(30)

    with collector.paused():
        thread = threading.Thread(target=other)
        thread.start()
        assert inside.wait(30)
    assert gc.isenabled()  # although the other page is not done
    done.set()
    thread.join(30)
    assert gc.isenabled()


def test_it_still_collects_cycles_when_it_seldom_runs() -> None:
    before = gc.get_threshold()
    try:
        collector.seldom()
        assert gc.get_threshold()[0] > before[0] > 0
        assert gc.get_threshold()[1:] == before[1:]
        gc.collect()
        many = [[] for _ in range(2 * gc.get_threshold()[0])]  # type: ignore[var-annotated]
        assert gc.get_stats()[0]["collections"] > 0 and len(many) > gc.get_count()[0]
    finally:
        gc.set_threshold(*before)


def test_it_visits_nothing_when_the_program_ends() -> None:
    code = "import atexit, gc; from cleaner import collector; atexit.register(lambda: print(gc.get_freeze_count())); collector.seldom()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 1_000  # all that was made since the start

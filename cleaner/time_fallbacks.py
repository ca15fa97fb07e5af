"""Fall back to faster ways of cleaning a page when its time budget runs out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from time import monotonic
from typing import NamedTuple, TypeVar

from . import budget
from .config import Settings
from .errors import TooSlowError

T = TypeVar("T")
FAST = "out of time: the page was read by the fast reader, which is less accurate"
TEXT_ONLY = "out of time: only the text was taken, and nothing in it was cleaned or split"


class Way(NamedTuple):
    """One way to clean a page.

    settings: the settings to use. text_only: take only the text, uncleaned. flags: the page's flags. share: the share of the total
    time, 0 to 1, by which it must be done.
    """

    settings: Settings
    text_only: bool = False
    flags: tuple[str, ...] = ()
    share: float = 1.0


def ways(settings: Settings) -> Iterator[Way]:
    """The ways to clean a page, best first."""
    yield Way(settings, share=0.6)
    if settings.reader != "fast" and find_spec("resiliparse"):
        yield Way(replace(settings, reader="fast"), flags=(FAST,), share=0.8)
    yield Way(settings, text_only=True, flags=(TEXT_ONLY,))


def in_time(work: Callable[[Way], T], settings: Settings) -> T:
    """The result of `work` for the best way that finishes within its share of the time; without a limit, for the best way.

    Raises TooSlowError when no way finishes in time.
    """
    if not settings.max_seconds:
        return work(Way(settings))
    start = monotonic()
    for way in ways(settings):
        try:
            with budget.until(start + way.share * settings.max_seconds):
                return work(way)
        except budget.OutOfTime:
            continue
    problem = f"the page took longer than {settings.max_seconds:g} seconds, even when only its text was taken"
    raise TooSlowError(problem, place="max_seconds", remedy="Raise max_seconds, or leave the page out.")

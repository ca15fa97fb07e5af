"""Many pages over the processors of one machine: in order, a bounded number at a time, and none lost when a worker process ends."""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from typing import Generic, Literal, TypeVar

from .config import Settings
from .data import Page
from .errors import CleanerError, InputError, WrongTypeError
from .flow import clean

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], R]
AHEAD = 4  # items that are under way or wait to be taken, for each worker
logger = logging.getLogger("cleaner")


def clean_many(
    pages: Iterable[str | bytes],
    *,
    workers: int = 1,
    settings: Settings | None = None,
    errors: Literal["raise", "yield"] = "raise",
    progress: Callable[[int], object] | None = None,
) -> Iterator[Page | CleanerError]:
    r"""Clean pages, given as str or bytes, and yield what comes of each, in their order.

    At most 4 pages for each of the `workers` are held at a time, so `pages` may be a generator of any length. With more than one
    worker, processes are started: the calling script must then guard its own work with `if __name__ == "__main__":`.
    With `errors="yield"`, a page that fails yields its CleanerError in place of a Page, and the others go on. `progress` is called with
    the number of pages that are done, after each.
    Raises WrongTypeError for arguments of other types, and, with `errors="raise"`, whatever `cleaner.clean` raises.

    >>> page = "Ferry timetable changes\n\nThe ferry will leave an hour earlier from Monday, the office said."
    >>> [found.articles[0].title for found in clean_many([page, page])]
    ['Ferry timetable changes', 'Ferry timetable changes']
    """
    _check(pages, workers, settings, errors)
    return _cleaned(pages, workers, settings or Settings(), errors, progress)


def _check(pages: object, workers: object, settings: object, errors: object) -> None:
    if isinstance(pages, (str, bytes)) or not isinstance(pages, Iterable):
        raise WrongTypeError(
            f"`pages` is an iterable of pages, not {type(pages).__name__}", place="pages", remedy="Put one page into a list."
        )
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise WrongTypeError(f"`workers` is a number from 1, not {workers!r}", place="workers", remedy="Give an int.")
    if settings is not None and not isinstance(settings, Settings):
        raise WrongTypeError(
            f"`settings` is Settings or None, not {type(settings).__name__}", place="settings", remedy="Give Settings(...)."
        )
    if errors not in ("raise", "yield"):
        raise WrongTypeError(f"`errors` is raise or yield, not {errors!r}", place="errors", remedy="Give one of the two.")


def _cleaned(
    pages: Iterable[str | bytes], workers: int, settings: Settings, errors: str, progress: Callable[[int], object] | None
) -> Iterator[Page | CleanerError]:
    for count, found in enumerate(in_order(partial(_page, settings), pages, workers, _broken), 1):
        if isinstance(found, CleanerError):
            if errors == "raise":
                raise found
            logger.warning("page %d: %s", count, found)
        if progress:
            progress(count)
        yield found


def _page(settings: Settings, source: str | bytes) -> Page | CleanerError:
    try:
        return clean(source, settings=settings)
    except CleanerError as error:
        return error


def _broken(source: str | bytes) -> CleanerError:
    return InputError("its worker process ended", place="page", remedy="Clean it alone, with more memory; then report it, with the page.")


def in_order(work: Work[T, R], items: Iterable[T], workers: int, broken: Callable[[T], R]) -> Iterator[R]:
    """What `work` gives for each item, in their order; of an item at which a worker process ends, what `broken` gives.

    With one worker the work is done in this process. `work`, items and results cross process borders otherwise.
    """
    if workers == 1:
        yield from map(work, items)
        return
    crew: _Crew[T, R] = _Crew(work, workers)
    waiting: deque[_Given[T, R]] = deque()
    try:
        for item in items:
            waiting.append(crew.give(item))
            if len(waiting) >= AHEAD * workers:
                yield crew.take(waiting, broken)
        while waiting:
            yield crew.take(waiting, broken)
    finally:
        crew.close()


@dataclass(slots=True)
class _Given(Generic[T, R]):
    item: T
    future: Future[R]


class _Crew(Generic[T, R]):
    """Worker processes. When one ends, all that was under way is done again, one item at a time until the guilty one is found."""

    def __init__(self, work: Work[T, R], workers: int) -> None:
        self._work, self._workers = work, workers
        self._pool = self._hired()

    def give(self, item: T) -> _Given[T, R]:
        try:
            return _Given(item, self._pool.submit(self._work, item))
        except BrokenProcessPool as error:
            future: Future[R] = Future()
            future.set_exception(error)
            return _Given(item, future)

    def take(self, waiting: deque[_Given[T, R]], broken: Callable[[T], R]) -> R:
        """The result of the first that waits."""
        first = waiting.popleft()
        try:
            return first.future.result()
        except BrokenProcessPool:
            return self._again(first.item, waiting, broken)

    def _again(self, item: T, waiting: deque[_Given[T, R]], broken: Callable[[T], R]) -> R:
        self.close()
        alone = _Crew(self._work, 1)
        try:
            found = alone.give(item).future.result()
        except BrokenProcessPool:
            found = broken(item)
        finally:
            alone.close()
        self._pool = self._hired()
        for given in waiting:
            if given.future.cancelled() or not given.future.done() or given.future.exception() is not None:
                given.future = self.give(given.item).future
        return found

    def _hired(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # the same on every system, and safe beside threads
        return ProcessPoolExecutor(self._workers, context, _begin)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """A terminal sends Ctrl-C to workers, too, and here the parent decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

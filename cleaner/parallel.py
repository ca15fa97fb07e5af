"""Clean many pages on the processors of one machine: in order, a bounded number at a time, and robust against dying workers."""

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
AHEAD = 4  # maximum items per worker that are in progress or wait to be taken
logger = logging.getLogger("cleaner")


def clean_many(
    pages: Iterable[str | bytes],
    *,
    workers: int = 1,
    settings: Settings | None = None,
    errors: Literal["raise", "yield"] = "raise",
    progress: Callable[[int], object] | None = None,
) -> Iterator[Page | CleanerError]:
    r"""Clean pages, given as str or bytes, and yield the result of each in order.

    At most 4 pages per worker are in memory at a time, so `pages` may be a generator of any length. With more than one
    worker, processes are started: the calling script must then guard its own work with `if __name__ == "__main__":`.
    With `errors="yield"`, a page that fails yields its CleanerError instead of a Page, and the others continue. `progress` is called
    after each page with the number of finished pages.
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
    """Yield the result of `work` for each item in order, or of `broken` for an item at which a worker process died.

    With one worker, the work is done in this process. Otherwise `work`, the items and the results must be picklable.
    """
    if workers == 1:
        yield from map(work, items)
        return
    pool: _Workers[T, R] = _Workers(work, workers)
    waiting: deque[_Submitted[T, R]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(item))
            if len(waiting) >= AHEAD * workers:
                yield pool.take(waiting, broken)
        while waiting:
            yield pool.take(waiting, broken)
    finally:
        pool.close()


@dataclass(slots=True)
class _Submitted(Generic[T, R]):
    item: T
    future: Future[R]


class _Workers(Generic[T, R]):
    """A pool of worker processes. When one dies, the first waiting item is redone alone, and all other unfinished items are resubmitted."""

    def __init__(self, work: Work[T, R], workers: int) -> None:
        self._work, self._workers = work, workers
        self._pool = self._new_pool()

    def submit(self, item: T) -> _Submitted[T, R]:
        try:
            return _Submitted(item, self._pool.submit(self._work, item))
        except BrokenProcessPool as error:
            future: Future[R] = Future()
            future.set_exception(error)
            return _Submitted(item, future)

    def take(self, waiting: deque[_Submitted[T, R]], broken: Callable[[T], R]) -> R:
        """The result of the first waiting item."""
        first = waiting.popleft()
        try:
            return first.future.result()
        except BrokenProcessPool:
            return self._redo(first.item, waiting, broken)

    def _redo(self, item: T, waiting: deque[_Submitted[T, R]], broken: Callable[[T], R]) -> R:
        self.close()
        alone = _Workers(self._work, 1)
        try:
            found = alone.submit(item).future.result()
        except BrokenProcessPool:
            found = broken(item)
        finally:
            alone.close()
        self._pool = self._new_pool()
        for submitted in waiting:
            if submitted.future.cancelled() or not submitted.future.done() or submitted.future.exception() is not None:
                submitted.future = self.submit(submitted.item).future
        return found

    def _new_pool(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # the same on every system, and safe with threads
        return ProcessPoolExecutor(self._workers, context, _begin)

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    """Ignore Ctrl-C: a terminal sends it to the workers as well, but only the parent should act on it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

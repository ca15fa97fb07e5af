"""Clean files in the background, in other processes, so that the user interface stays responsive."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import redirect_stderr
from multiprocessing import get_context

from .job import Job, summary
from .page import Glance

_FEW = 8  # up to this many files, starting processes does not pay
_AHEAD = 3  # jobs per worker


class Background:
    """Cleans pages in worker processes or a thread; call `poll` regularly for results. Outdated results are discarded."""

    def __init__(self, job: Callable[[int], Job], count: int) -> None:
        self._job = job
        self._few = count <= _FEW
        self._workers = 1 if self._few else max(1, (os.cpu_count() or 2) - 1)
        self._executor: Executor | None = None
        self._waiting: deque[int] = deque()
        self._running: dict[Future[Glance], int] = {}

    @property
    def left(self) -> int:
        """The number of files still to be cleaned."""
        return len(self._waiting) + len(self._running)

    def ask(self, indexes: Iterable[int]) -> None:
        """Clean these files again with the current decisions, before all others."""
        wanted = dict.fromkeys(indexes)
        self._running = {future: index for future, index in self._running.items() if index not in wanted}
        self._waiting = deque([*wanted, *(index for index in self._waiting if index not in wanted)])

    def forget(self, index: int) -> None:
        """Discard the job of a file that was cleaned elsewhere."""
        self._running = {future: other for future, other in self._running.items() if other != index}
        self._waiting = deque(other for other in self._waiting if other != index)

    def poll(self) -> list[tuple[int, Glance]]:
        """Return the results since the last call, and start more jobs."""
        done = [(index, future.result()) for future, index in self._running.items() if future.done() and not future.exception()]
        broken = any(future.done() and future.exception() for future in self._running)
        self._running = {future: index for future, index in self._running.items() if not future.done()}
        if broken:  # a worker died: continue with a thread
            self._few, self._executor = True, None
            self._waiting.extend(self._running.values())
            self._running = {}
        while self._waiting and len(self._running) < self._workers * _AHEAD:
            index = self._waiting.popleft()
            self._running[self._begin(self._job(index))] = index
        return done

    def _begin(self, job: Job) -> Future[Glance]:
        """Submit a job to a process, or to a thread if no process can be started."""
        try:
            with redirect_stderr(sys.__stderr__):  # the screen's replacement has no file descriptor, which a new process needs
                return self._pool().submit(summary, job)
        except (OSError, RuntimeError):
            self._few, self._executor = True, None
            return self._pool().submit(summary, job)

    def stop(self) -> None:
        """Cancel the unfinished jobs."""
        self._waiting.clear()
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _pool(self) -> Executor:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1) if self._few else ProcessPoolExecutor(self._workers, get_context("spawn"), _silence)
        return self._executor


def _silence() -> None:
    """Discard a worker's output, so that it does not disturb the screen."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)

"""The other files, cleaned while somebody looks at the first: in processes of their own, so that no key waits for them."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import redirect_stderr
from multiprocessing import get_context

from .page import Glance
from .session import Job, summary

_FEW = 8  # files for which no process is worth its start
_AHEAD = 3  # jobs a worker


class Background:
    """Asked from time to time (`poll`) for what is done. Work that is out of date by then is left aside."""

    def __init__(self, job: Callable[[int], Job], count: int) -> None:
        self._job = job
        self._few = count <= _FEW
        self._workers = 1 if self._few else max(1, (os.cpu_count() or 2) - 1)
        self._executor: Executor | None = None
        self._waiting: deque[int] = deque()
        self._running: dict[Future[Glance], int] = {}

    @property
    def left(self) -> int:
        """Files still to be cleaned."""
        return len(self._waiting) + len(self._running)

    def ask(self, indexes: Iterable[int]) -> None:
        """Clean these anew, as things stand now."""
        wanted = dict.fromkeys(indexes)
        self._running = {future: index for future, index in self._running.items() if index not in wanted}
        self._waiting = deque([*wanted, *(index for index in self._waiting if index not in wanted)])

    def poll(self) -> list[tuple[int, Glance]]:
        """What was done since the last time; and more is begun."""
        done = [(index, future.result()) for future, index in self._running.items() if future.done() and not future.exception()]
        broken = any(future.done() and future.exception() for future in self._running)
        self._running = {future: index for future, index in self._running.items() if not future.done()}
        if broken:  # a worker died: go on with threads
            self._few, self._executor = True, None
            self._waiting.extend(self._running.values())
            self._running = {}
        while self._waiting and len(self._running) < self._workers * _AHEAD:
            index = self._waiting.popleft()
            self._running[self._begin(self._job(index))] = index
        return done

    def _begin(self, job: Job) -> Future[Glance]:
        """Hand a job to a worker: a thread, where no process can be started."""
        try:
            with redirect_stderr(sys.__stderr__):  # what the screen puts in its place is no file, which a new process asks for
                return self._pool().submit(summary, job)
        except (OSError, RuntimeError):
            self._few, self._executor = True, None
            return self._pool().submit(summary, job)

    def stop(self) -> None:
        """Leave what is not done."""
        self._waiting.clear()
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _pool(self) -> Executor:
        if self._executor is None:
            own = ThreadPoolExecutor(1) if self._few else ProcessPoolExecutor(self._workers, get_context("spawn"), _hush)
            self._executor = own
        return self._executor


def _hush() -> None:
    """A worker writes nothing onto the screen."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

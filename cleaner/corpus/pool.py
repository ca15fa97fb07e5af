"""Shards over the processors of one machine: a worker that dies is replaced, and a shard that kills two is set aside.

Each worker has one shard at a time, and only names and counts cross between processes, so memory does not grow with
the input. A worker ends when its parent does.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from typing import Any

from .shards import Job, Shard, ShardResult
from .work import Watch, run_shard

DEATHS = 2  # of workers, that a shard may cause before it is set aside
STALL = 900.0  # seconds that one record may take
_TICK = 0.2
_PLACE = 400  # bytes of a record's place that a worker leaves for the parent
_context = multiprocessing.get_context("spawn")  # the same on every system, and safe beside threads

Work = Callable[[Shard, Job, Watch | None], ShardResult]
Progress = Callable[[int], None]  # told now and then: bytes of input that were read in all


def run(
    shards: Iterable[Shard],
    job: Job,
    workers: int,
    progress: Progress | None = None,
    work: Work = run_shard,
    stall: float = STALL,
    deaths: int = DEATHS,
) -> Iterator[ShardResult]:
    """See every shard through, and give the results as they come. Leaves no worker behind, however it ends.

    `stall` is how many seconds one record may take: a worker that is longer at it counts as dead. A shard that causes so
    many `deaths` is set aside.
    """
    waiting = deque(shards)
    caused: Counter[str] = Counter()
    crew: list[_Worker] = []
    finished = 0
    try:
        _hire(crew, min(workers, len(waiting)), job, work)
        for worker in crew:
            worker.give(waiting.popleft())
        while busy := [worker for worker in crew if worker.shard]:
            ready = wait([item for worker in busy for item in (worker.pipe, worker.process.sentinel)], _TICK)
            for at, worker in enumerate(crew):
                if worker.shard is None or not (worker.pipe in ready or worker.process.sentinel in ready or worker.stalled(stall)):
                    continue
                shard = worker.shard
                result = worker.take()
                if result is None:
                    caused[shard.key] += 1
                    why = worker.obituary(stall)
                    worker.stop()
                    crew[at] = worker = _Worker(job, work)
                    if caused[shard.key] < deaths:
                        worker.give(shard)
                        continue
                    result = ShardResult(shard.key, shard.name, "aside", shard.size, message=_aside(shard, why))
                finished += shard.size
                if waiting:
                    worker.give(waiting.popleft())
                yield result
            if progress:
                progress(finished + sum(worker.read for worker in crew if worker.shard))
    finally:
        for worker in crew:
            worker.stop()


def _hire(crew: list[_Worker], count: int, job: Job, work: Work) -> None:
    """Start workers; fewer, but one at least, where the system has no descriptors or processes for more. Raises OSError without any."""
    for _ in range(count):
        try:
            crew.append(_Worker(job, work))
        except OSError:
            if not crew:
                raise
            return


def _aside(shard: Shard, why: str) -> str:
    return f"{shard.name}: set aside, since its worker {why}, {DEATHS} times. Take that record out and run again."


class _Worker:
    """One process and what it is at. What it tells is read from memory that both share, and so survives it."""

    def __init__(self, job: Job, work: Work) -> None:
        self._told = _Told()
        self.pipe, theirs = _context.Pipe()
        self.process = _context.Process(target=_live, args=(theirs, job, work, self._told.shared), daemon=True)
        try:
            with _interrupts_ignored():
                self.process.start()
        except OSError:
            self.pipe.close()
            raise
        finally:
            theirs.close()
        self.shard: Shard | None = None
        self._moved = (0, time.monotonic())
        self._stalled = False

    @property
    def read(self) -> int:
        return self._told.read

    def give(self, shard: Shard) -> None:
        self._told.clear()
        self._moved = (0, time.monotonic())
        self.shard = shard
        with suppress(OSError):  # it is dead already, which is noticed when its sentinel is looked at
            self.pipe.send(shard)

    def take(self) -> ShardResult | None:
        """The result it has ready, and it is free; None when it died or stands still."""
        try:
            result: ShardResult | None = self.pipe.recv() if not self._stalled and self.pipe.poll() else None
        except (EOFError, OSError):
            result = None
        self.shard = None
        return result

    def stalled(self, limit: float) -> bool:
        """Whether it has been at one record for longer than the limit; the time it takes to start does not count."""
        count, since = self._moved
        if self._told.count != count or not count:
            self._moved = (self._told.count, time.monotonic())
        self._stalled = self._told.count == count > 0 and time.monotonic() - since > limit
        return self._stalled

    def obituary(self, limit: float) -> str:
        """How it ended, and at which record."""
        self.process.join(0 if self._stalled else 5)
        code = self.process.exitcode
        if self._stalled:
            how = f"stood still for {limit:.0f} seconds"
        elif code is not None and code < 0:
            how = f"was ended by {_signal_name(-code)}"
        else:
            how = f"ended with code {code}"
        return f"{how} at {self._told.place or 'its beginning'}"

    def stop(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started meanwhile never hears Ctrl-C: a terminal sends it to workers, too, and here the parent decides."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


class _Told:
    """What a worker tells while it works: how many records it began, the bytes it read, and the place of the last record."""

    def __init__(self, shared: Any = None) -> None:
        self.shared = shared or (_context.RawArray("q", 2), _context.RawArray("c", _PLACE))
        self._numbers, self._text = self.shared

    @property
    def count(self) -> int:
        return int(self._numbers[0])

    @property
    def read(self) -> int:
        return int(self._numbers[1])

    @property
    def place(self) -> str:
        return str(self._text.value.decode("utf-8", "ignore"))

    def clear(self) -> None:
        self._numbers[:] = [0, 0]
        self._text.value = b""

    def __call__(self, place: str, read: int) -> None:
        self._text.value = place.encode("utf-8", "replace")[-_PLACE + 1 :]
        self._numbers[:] = [self._numbers[0] + 1, read]


def _live(pipe: Connection, job: Job, work: Work, shared: Any) -> None:
    """The life of a worker: shard after shard, until nobody gives it one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it is not inherited
    threading.Thread(target=_end_with_parent, daemon=True).start()
    told = _Told(shared)
    while True:
        try:
            shard = pipe.recv()
            told("", 0)
            pipe.send(work(shard, job, told))
        except (EOFError, OSError):
            return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

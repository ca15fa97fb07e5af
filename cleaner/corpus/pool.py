"""Run shards in a pool of processes on one machine: a worker that dies is replaced, and a shard that kills two workers is set aside.

Each worker has one shard at a time, and only names and counts pass between processes, so memory does not grow with
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

DEATHS = 2  # worker deaths that a shard may cause before it is set aside
STALL = 900.0  # timeout of one record, in seconds
_TICK = 0.2
_PLACE = 400  # bytes of a record's place in the shared memory
_context = multiprocessing.get_context("spawn")  # the same on every system, and safe with threads

Work = Callable[[Shard, Job, Watch | None], ShardResult]
Progress = Callable[[int], None]  # called now and then with the total bytes of input read


def run(
    shards: Iterable[Shard],
    job: Job,
    workers: int,
    progress: Progress | None = None,
    work: Work = run_shard,
    stall: float = STALL,
    deaths: int = DEATHS,
) -> Iterator[ShardResult]:
    """Run every shard and yield the results as they arrive. Leaves no worker running, however it ends.

    `stall` is the timeout of one record in seconds: a worker that exceeds it counts as dead. A shard that causes `deaths`
    worker deaths is set aside.
    """
    waiting = deque(shards)
    caused: Counter[str] = Counter()
    crew: list[_Worker] = []
    finished = 0
    try:
        _start_workers(crew, min(workers, len(waiting)), job, work)
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
                    why = worker.exit_reason(stall)
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


def _start_workers(crew: list[_Worker], count: int, job: Job, work: Work) -> None:
    """Start `count` workers, or fewer if the system runs out of descriptors or processes. Raises OSError when none can be started."""
    for _ in range(count):
        try:
            crew.append(_Worker(job, work))
        except OSError:
            if not crew:
                raise
            return


def _aside(shard: Shard, why: str) -> str:
    return f"{shard.name}: set aside, since its worker {why}, {DEATHS} times. Remove that record and run again."


class _Worker:
    """One process and its current shard. Its progress is in shared memory, and so is still readable after it dies."""

    def __init__(self, job: Job, work: Work) -> None:
        self._progress = _SharedProgress()
        self.pipe, worker_pipe = _context.Pipe()
        self.process = _context.Process(target=_worker_main, args=(worker_pipe, job, work, self._progress.shared), daemon=True)
        try:
            with _interrupts_ignored():
                self.process.start()
        except OSError:
            self.pipe.close()
            raise
        finally:
            worker_pipe.close()
        self.shard: Shard | None = None
        self._last_change = (0, time.monotonic())
        self._stalled = False

    @property
    def read(self) -> int:
        return self._progress.read

    def give(self, shard: Shard) -> None:
        self._progress.clear()
        self._last_change = (0, time.monotonic())
        self.shard = shard
        with suppress(OSError):  # it is already dead; its sentinel shows that
            self.pipe.send(shard)

    def take(self) -> ShardResult | None:
        """Take the result and free the worker; None when it died or stalled."""
        try:
            result: ShardResult | None = self.pipe.recv() if not self._stalled and self.pipe.poll() else None
        except (EOFError, OSError):
            result = None
        self.shard = None
        return result

    def stalled(self, limit: float) -> bool:
        """Whether one record has taken longer than `limit` seconds; the worker's start-up time does not count."""
        count, since = self._last_change
        if self._progress.count != count or not count:
            self._last_change = (self._progress.count, time.monotonic())
        self._stalled = self._progress.count == count > 0 and time.monotonic() - since > limit
        return self._stalled

    def exit_reason(self, limit: float) -> str:
        """How the worker ended, and at which record."""
        self.process.join(0 if self._stalled else 5)
        code = self.process.exitcode
        if self._stalled:
            how = f"made no progress for {limit:.0f} seconds"
        elif code is not None and code < 0:
            how = f"was killed by {_signal_name(-code)}"
        else:
            how = f"exited with code {code}"
        return f"{how} at {self._progress.place or 'its beginning'}"

    def stop(self) -> None:
        self.pipe.close()
        if self.process.is_alive():
            self.process.kill()
        self.process.join()


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Processes started within ignore Ctrl-C: a terminal sends it to the workers as well, but only the parent should act on it."""
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


class _SharedProgress:
    """A worker's progress in shared memory: the number of records begun, the bytes read, and the place of the last record."""

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


def _worker_main(pipe: Connection, job: Job, work: Work, shared: Any) -> None:
    """The main loop of a worker process: run shards until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # not inherited on every system
    threading.Thread(target=_end_with_parent, daemon=True).start()
    progress = _SharedProgress(shared)
    while True:
        try:
            shard = pipe.recv()
            progress("", 0)
            pipe.send(work(shard, job, progress))
        except (EOFError, OSError):
            return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

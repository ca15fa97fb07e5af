"""Shard functions that wait, die or stall at a chosen record; in a separate module, since workers import them by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from cleaner import corpus
from cleaner.corpus import Job, Shard, ShardResult, pool, ray_engine, run_shard
from cleaner.corpus.work import Watch

GATE = (
    "CLEANER_TEST_GATE"  # a folder: a worker in the middle of a shard writes its process id there, and waits while the file `closed` exists
)
AT = 5  # the record of a shard at which a worker waits


def gated(shard: Shard, job: Job, watch: Watch | None = None) -> ShardResult:
    """Like `run_shard`, but wait in the middle of each shard while the gate is closed."""
    gate = Path(os.environ[GATE])
    count = 0

    def waiting(place: str, read: int) -> None:
        nonlocal count
        if watch:
            watch(place, read)
        count += 1
        if count == AT and (gate / "closed").exists():
            (gate / f"{os.getpid()}").write_text(shard.key)
            while (gate / "closed").exists():
                time.sleep(0.01)

    return run_shard(shard, job, waiting)


def deadly(shard: Shard, job: Job, watch: Watch | None = None) -> ShardResult:
    """Like `run_shard`, but records with `deadly` in their id kill the process, and those with `still` stall."""
    (Path(os.environ[GATE]) / f"{shard.key}-{time.monotonic_ns()}").touch()

    def dying(place: str, read: int) -> None:
        if watch:
            watch(place, read)
        if "deadly" in place:
            os.kill(os.getpid(), signal.SIGKILL)
        if "still" in place:
            time.sleep(600)

    return run_shard(shard, job, dying)


if __name__ == "__main__":  # a separate run to be killed from outside; arguments: input, output, and the address of a cluster
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a process started in the background ignores Ctrl-C
    planned, job = corpus.plan([sys.argv[1]], sys.argv[2]), Job(sys.argv[2])
    list(ray_engine.run(planned, job, sys.argv[3], work=gated) if sys.argv[3:] else pool.run(planned, job, 2, work=gated))

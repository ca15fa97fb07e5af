"""Work for a pool that stops, dies or stands still at a wanted record; a module of its own, since workers import it by name."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from cleaner import corpus
from cleaner.corpus import Job, Shard, ShardResult, pool, ray_engine, run_shard
from cleaner.corpus.work import Watch

GATE = "CLEANER_TEST_GATE"  # a folder: who reaches the middle of a shard leaves its process id there, and waits while `closed` stands there
AT = 5  # the record of a shard at which that happens


def gated(shard: Shard, job: Job, watch: Watch | None = None) -> ShardResult:
    """As `run_shard`; waits in the middle of each shard while the gate is closed."""
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
    """As `run_shard`; records with a deadly id end the process."""
    (Path(os.environ[GATE]) / f"{shard.key}-{time.monotonic_ns()}").touch()

    def dying(place: str, read: int) -> None:
        if watch:
            watch(place, read)
        if "deadly" in place:
            os.kill(os.getpid(), signal.SIGKILL)
        if "still" in place:
            time.sleep(600)

    return run_shard(shard, job, dying)


if __name__ == "__main__":  # a run of its own, to be killed from outside: input, output, and the address of a cluster
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it may have been started in the background, where Ctrl-C is not heard
    planned, job = corpus.plan([sys.argv[1]], sys.argv[2]), Job(sys.argv[2])
    list(ray_engine.run(planned, job, sys.argv[3], work=gated) if sys.argv[3:] else pool.run(planned, job, 2, work=gated))

"""Run shards on a Ray cluster, one task per shard. Ray transfers only names and counts; the tasks write the rows themselves.

Ray's own writers are not used: after a failure they write the same rows again under other names. Here a task that runs twice
writes the same file twice. As in the pool, a shard that kills two workers is set aside: on the second try a pool worker on the
node runs it, which reports the record at which it died.
"""

from __future__ import annotations

import faulthandler
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import ConfigError, install_with
from . import pool
from .pool import STALL, Progress, Work
from .shards import Job, Shard, ShardResult
from .work import run_shard

_TICK = 1.0
_AHEAD = 2  # tasks submitted per processor, so that none waits for work


def _library() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # no telemetry unless the user turns it on
    try:
        import ray
    except ImportError as error:
        remedy = f"Install it with: {install_with('ray')}"
        raise ConfigError("this engine needs the library ray, which is not installed", place="--engine ray", remedy=remedy) from error
    return ray


def run(
    shards: Iterable[Shard],
    job: Job,
    address: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    work: Work = run_shard,
    stall: float = STALL,
) -> Iterator[ShardResult]:
    """Run every shard and yield the results as they arrive. However the run ends, its tasks are stopped.

    `address` is the address of a cluster, or `auto` for one on this machine; without it and without RAY_ADDRESS, a local cluster
    is started for this run that only this machine can reach.
    `workers` is the maximum number of shards at once; by default it follows from the cluster's processors.
    `stall` is the timeout of one record in seconds.
    Raises ConfigError when ray is not installed or the cluster cannot be reached.
    """
    ray = _library()
    _connect(ray, address)
    try:
        task = ray.remote(num_cpus=1, max_retries=0)(_task)
        waiting = iter(shards)
        at_work: dict[Any, Shard] = {}
        deaths: Counter[str] = Counter()
        read = 0
        while True:
            most = workers or _AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
            while len(at_work) < most and (shard := next(waiting, None)):
                at_work[task.remote(shard, job, work, stall)] = shard
            if not at_work:
                return
            for ready in ray.wait(list(at_work), timeout=_TICK)[0]:
                shard = at_work.pop(ready)
                result = _result(ray, ready, shard, deaths)
                if result is None:
                    at_work[task.remote(shard, job, work, stall, watched=True)] = shard
                    continue
                read += shard.size
                yield result
            if progress:
                progress(read)
    finally:
        ray.shutdown()  # stops the remaining tasks


def _connect(ray: Any, address: str | None) -> None:
    address = address or os.environ.get("RAY_ADDRESS")
    local = {"_node_ip_address": "127.0.0.1", "include_dashboard": False}
    try:
        ray.init(address or "local", log_to_driver=False, logging_level="error", **({} if address else local))
    except (ConnectionError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        place = f"--address {address}" if address else "--engine ray"
        remedy = "Check that it runs (`ray status`), and that RAY_AUTH_MODE and the token are the same here as there."
        raise ConfigError(f"the Ray cluster cannot be reached ({str(error).partition(chr(10))[0]})", place=place, remedy=remedy) from error


def _task(shard: Shard, job: Job, work: Work, stall: float, watched: bool = False) -> ShardResult:
    """Run one shard on the node where Ray placed it; with `watched` in a process of its own, since the shard may kill it."""
    if job.local_hash() != job.job_hash:
        message = (
            f"{shard.name}: a node has another version of the program, or other rule packs, decisions or site files. Put the same on all."
        )
        return ShardResult(shard.key, shard.name, "failed", shard.size, message=message)
    if watched:
        (result,) = pool.run([shard], job, 1, work=work, stall=stall, deaths=1)
        return result

    armed = 0.0

    def watch(place: str, read: int) -> None:
        """Arm a timer that ends the process if it stalls, even inside native code. Not re-armed for every record: each arming starts a thread."""
        nonlocal armed
        if time.monotonic() - armed > _TICK:
            armed = time.monotonic()
            faulthandler.dump_traceback_later(stall + _TICK, exit=True, file=2)

    try:
        return work(shard, job, watch)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _result(ray: Any, ready: Any, shard: Shard, deaths: Counter[str]) -> ShardResult | None:
    """The result of a task; None when its worker or node died and the shard is to be tried again."""
    try:
        result: ShardResult = ray.get(ready)
        return result
    except ray.exceptions.RayTaskError as error:
        why = str(error).strip().rpartition("\n")[2]
        message = f"{shard.name}: a node could not run it ({why}). Install the same version of pagecleaner on every node."
        return ShardResult(shard.key, shard.name, "failed", shard.size, message=message)
    except ray.exceptions.RayError as error:
        deaths[shard.key] += 1
        if deaths[shard.key] < pool.DEATHS:
            return None
        why = str(error).strip().partition("\n")[0]
        message = f"{shard.name}: set aside, since its node died each time ({type(error).__name__}: {why}). Check the nodes and run again."
        return ShardResult(shard.key, shard.name, "aside", shard.size, message=message)

"""Clean many records in large files: split the inputs into shards, clean each with one function on any engine, and resume interrupted runs.

shards = plan(inputs, output)                        split the inputs; every run gives the same shards
job = opened(Job(output, "parquet", settings))       the settings that all shards share
todo, before = missing(shards, job)                  shards still to do, and results of finished ones; refuses an output of another job
results = pool.run(todo, job, workers=8)             or any other engine that calls `run_shard(shard, job)` for each shard
results = check([*before, *results], job)            check that every output still exists
settled = settle(shards, results, job)               remove outdated files, as the last step
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from . import manifest
from .manifest import done, still_done
from .planning import plan
from .records import Reading, Record
from .rows import COLUMNS, cleaned
from .settling import Settled, check_inputs, opened, refuse_others, settle
from .shards import Job, Shard, ShardResult, Stats
from .store import store_of
from .work import run_shard, run_stream

__all__ = [
    "COLUMNS",
    "Job",
    "Reading",
    "Record",
    "Settled",
    "Shard",
    "ShardResult",
    "Stats",
    "check",
    "cleaned",
    "inline",
    "missing",
    "opened",
    "plan",
    "run_shard",
    "run_stream",
    "settle",
    "sweep",
]


def missing(shards: Iterable[Shard], job: Job, dry_run: bool = False) -> tuple[list[Shard], list[ShardResult]]:
    """Split `shards` into those still to do and the results of those already done.

    Also removes unfinished files of interrupted attempts, unless `dry_run` is set; changes nothing else.
    Raises OutputError when the output holds rows of another job (see `opened`), or when these shards would replace rows
    that belong to inputs outside this run.
    """
    shards = list(shards)
    store = store_of(job.output)
    markers = done(store)
    if job.replaces:
        markers = {key: marker for key, marker in markers.items() if marker.job_hash == job.job_hash}
    refuse_others(job, markers.values())
    check_inputs(job, shards, markers)
    kept = {shard.key: markers[shard.key] for shard in shards if still_done(store, shard, job, markers.get(shard.key))}
    guarded = {path for marker in markers.values() if marker.has_rows for path in marker.sources}
    todo = [
        replace(shard, guarded=any(path in guarded for path, _ in shard.sources)) if guarded else shard
        for shard in shards
        if shard.key not in kept
    ]
    if not dry_run:
        store.sweep()
    return todo, [marker.result for marker in kept.values()]


def sweep(job: Job) -> None:
    """Remove the unfinished files of interrupted attempts from the job's output."""
    store_of(job.output).sweep()


def inline(shards: Iterable[Shard], job: Job) -> Iterator[ShardResult]:
    """Run the shards one after another in this process: the simplest engine."""
    for shard in shards:
        yield run_shard(shard, job)


def check(results: Iterable[ShardResult], job: Job) -> list[ShardResult]:
    """Return the results, with those whose output or marker no longer exists turned into failures."""
    store = store_of(job.output)
    existing = {*store.names(), *(f"{manifest.FOLDER}/{name}" for name in store.names(manifest.FOLDER))}
    out = []
    for result in results:
        if result.state == "done" and not {result.output, f"{manifest.FOLDER}/{result.key}.json"} <= existing:
            message = f"{result.output}: it was written but no longer exists. Find out what clears the output folder, then run again."
            result = replace(result, state="failed", message=message)
        out.append(result)
    return out

"""Many records in big files: planned as shards, each cleaned by one function on any engine, taken up again where a run ended.

shards = plan(inputs, output)              what there is to do, the same in every run
job = Job(output, "parquet", settings)     what all shards have in common
todo, before = missing(shards, job)        what is not done yet, and the results of what is
results = pool.run(todo, job, workers=8)   or any other engine: it calls `run_shard(shard, job)` for each
problems = check(results, job)             whether all that was written is still there
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from . import manifest
from .manifest import done, outdated, still_done, unmark
from .planning import plan
from .records import Reading, Record
from .rows import COLUMNS, cleaned
from .shards import Job, Shard, ShardResult, Stats
from .store import store_of
from .work import run_shard, run_stream

__all__ = [
    "COLUMNS",
    "Job",
    "Reading",
    "Record",
    "Shard",
    "ShardResult",
    "Stats",
    "check",
    "cleaned",
    "inline",
    "missing",
    "plan",
    "run_shard",
    "run_stream",
    "sweep",
]


def missing(shards: Iterable[Shard], job: Job, fresh: bool = False, dry_run: bool = False) -> tuple[list[Shard], list[ShardResult]]:
    """The shards that are to be done, and what came of those that are done.

    What was written for another state of these inputs, or with other settings, is removed, and so is what attempts that
    were cut short have left; `fresh` removes all that was ever written there, and a `dry_run` nothing.
    """
    store = store_of(job.output)
    shards = list(shards)
    marks = done(store)
    kept = {} if fresh else {shard.key: marks.get(shard.key) for shard in shards if still_done(store, shard, job, marks.get(shard.key))}
    todo = [shard for shard in shards if shard.key not in kept]
    if not dry_run:
        store.sweep()
        redone = [shard.key for shard in todo if shard.key in marks]
        for key in [*outdated(store, shards, marks), *(marks if fresh else redone)]:
            unmark(store, key)
    return todo, [ShardResult.from_json(told["result"]) for told in kept.values() if told]


def sweep(job: Job) -> None:
    """Remove what attempts that were cut short have left."""
    store_of(job.output).sweep()


def inline(shards: Iterable[Shard], job: Job) -> Iterator[ShardResult]:
    """The plainest engine: one shard after the other, in this process."""
    for shard in shards:
        yield run_shard(shard, job)


def check(results: Iterable[ShardResult], job: Job) -> list[ShardResult]:
    """The results again; one whose output or mark has vanished meanwhile is a failure."""
    store = store_of(job.output)
    there = {*store.names(), *(f"{manifest.FOLDER}/{name}" for name in store.names(manifest.FOLDER))}
    out = []
    for result in results:
        if result.state == "done" and not {result.output, f"{manifest.FOLDER}/{result.key}.json"} <= there:
            message = f"{result.output}: it was written and is gone. See who clears the output folder, and run again."
            result = replace(result, state="failed", message=message)
        out.append(result)
    return out

"""Many records in big files: planned as shards, each cleaned by one function on any engine, taken up again where a run ended.

shards = plan(inputs, output)                        what there is to do, the same in every run
job = opened(Job(output, "parquet", settings))       what all shards have in common
todo, before = missing(shards, job)                  what is not done yet, and the results of what is; refused over the rows of another job
results = pool.run(todo, job, workers=8)             or any other engine: it calls `run_shard(shard, job)` for each
results = check([*before, *results], job)            whether all that was written is still there
settled = settle(shards, results, job)               what is outdated goes, last of all
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
    """The shards that are to be done, and what came of those that are done.

    What attempts that were cut short have left unfinished is removed, unless it is a `dry_run`; all else stays as it is.
    Raises OutputError when the output holds the rows of another job (see `opened`), or rows that these shards would take
    along although they belong to other inputs.
    """
    shards = list(shards)
    store = store_of(job.output)
    marks = done(store)
    if job.replaces:
        marks = {key: marker for key, marker in marks.items() if marker.mark == job.mark}
    refuse_others(job, marks.values())
    check_inputs(job, shards, marks)
    kept = {shard.key: marks[shard.key] for shard in shards if still_done(store, shard, job, marks.get(shard.key))}
    guarded = {path for marker in marks.values() if marker.has_rows for path in marker.sources}
    todo = [
        replace(shard, guarded=any(path in guarded for path, _ in shard.sources)) if guarded else shard
        for shard in shards
        if shard.key not in kept
    ]
    if not dry_run:
        store.sweep()
    return todo, [marker.result for marker in kept.values()]


def sweep(job: Job) -> None:
    """Remove what attempts that were cut short have left."""
    store_of(job.output).sweep()


def inline(shards: Iterable[Shard], job: Job) -> Iterator[ShardResult]:
    """The plainest engine: one shard after the other, in this process."""
    for shard in shards:
        yield run_shard(shard, job)


def check(results: Iterable[ShardResult], job: Job) -> list[ShardResult]:
    """The results again; one whose output or marker has vanished meanwhile is a failure."""
    store = store_of(job.output)
    there = {*store.names(), *(f"{manifest.FOLDER}/{name}" for name in store.names(manifest.FOLDER))}
    out = []
    for result in results:
        if result.state == "done" and not {result.output, f"{manifest.FOLDER}/{result.key}.json"} <= there:
            message = f"{result.output}: it was written and is gone. See who clears the output folder, and run again."
            result = replace(result, state="failed", message=message)
        out.append(result)
    return out

"""How a run begins and ends in a folder that holds finished work: nothing there goes before what takes its place is written.

Rows are of one job. Another one (other settings, rules, fields, format or version) is refused, unless it is asked for
afresh: then it writes to a stage inside the folder, and takes the place of what is there when it is complete. That last
step is written down first, so that a run which is cut short in the middle of it is completed by the next one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..backends.remote import is_remote
from ..errors import OutputError
from .job_hash import changes
from .manifest import FOLDER, Marker, audits_of, done, files_of, listed, marked, marker_of, prune, put_files, retire
from .shards import Job, Shard, ShardResult, Stats
from .store import Store, store_of

STAGE = f"{FOLDER}/fresh"
_PLAN = f"{FOLDER}/replacing"  # written when a replacement begins: the keys of the new shards, and of those that go


@dataclass(frozen=True, slots=True)
class Settled:
    """How a run ended: the files it removed; and, where what was there before was kept instead, why."""

    removed: tuple[str, ...] = ()
    kept: str = ""


def opened(job: Job, fresh: bool = False, dry_run: bool = False) -> Job:
    """The job as it is to be done in its output: in place, or on a stage when it will replace other rows.

    That is when `fresh` asks for it and there are rows, or when a replacement by this job was cut short and goes on. A last
    step that was cut short is completed; a `dry_run` changes nothing.
    """
    store = store_of(job.output)
    if not dry_run:
        _complete(store)
    staged = replace(job, output=f"{job.output.rstrip('/')}/{STAGE}", replaces=job.output)
    stage = store_of(staged.output)
    begun = [marker.mark for marker in done(stage).values()]
    goes_on = job.mark in begun and any(marker.mark != job.mark for marker in done(store).values())
    if not goes_on and not (fresh and marked(store)):
        return job
    if any(mark != job.mark for mark in begun) and not dry_run:
        _discard(stage)
    return staged


def refuse_others(job: Job, markers: Iterable[Marker]) -> None:
    """Raise OutputError when there are rows of another job, with what changed since."""
    other = next((marker for marker in markers if marker.mark != job.mark), None)
    if other is None:
        return
    changed = "; ".join(changes(other.description, dict(job.description))) if other.description else "by an early version of cleaner"
    remedy = (
        "Give the same options as before, or another folder with --out. To have all of it made anew give --fresh: "
        "the new rows take the place of the old ones when they are complete."
    )
    raise OutputError(f"the folder holds finished rows that were made otherwise: {changed}", place=job.output, remedy=remedy)


def check_inputs(job: Job, shards: Sequence[Shard], markers: Mapping[str, Marker]) -> None:
    """Raise OutputError when a shard would replace rows together with those of other inputs, which the run does not name."""
    planned = {path for shard in shards for path, _ in shard.sources}
    keys = {shard.key for shard in shards}
    roots = {shard.root for shard in shards} - {""}
    for key, marker in markers.items():
        rest = marker.sources - planned
        if marker.root in roots or not rest or (key not in keys and rest == marker.sources):
            continue
        if still := sorted(path for path in rest if is_remote(path) or Path(path).exists()):
            problem = f"{key} holds the rows of these inputs together with those of {len(still):,} others, such as {still[0]}"
            raise OutputError(problem, place=job.output, remedy="Name all of them, or give another folder with --out.")


def outdated(shards: Sequence[Shard], lost: set[str], store: Store) -> Iterable[str]:
    """Keys of shards whose inputs are gone or are planned in another way, and of attempts at these inputs that were never done.

    What was written for an input that is `lost` this time is not among them.
    """
    keys = {shard.key for shard in shards}
    roots = {shard.root for shard in shards} - {""}
    planned = {path for shard in shards for path, _ in shard.sources}
    for key, marker in done(store, but=keys).items():
        if not marker.sources & lost and (marker.root in roots or planned & marker.sources):
            yield key
    inputs = {key.rpartition("-")[0] for key in keys}
    there = marked(store)
    yield from (key for key in listed(store) if key not in {*there, *keys} and key.rpartition("-")[0] in inputs)


def settle(shards: Sequence[Shard], results: Iterable[ShardResult], job: Job) -> Settled:
    """End a run: what its inputs no longer have is removed, or a replacement takes its place. Raises OutputError.

    `results` are those of all shards, of this run and from before.
    """
    found = {result.key: result for result in results}
    lost = {path for shard in shards if shard.key not in found or found[shard.key].state != "done" for path, _ in shard.sources}
    store = store_of(job.replaces or job.output)
    if not job.replaces:
        _discard(store_of(f"{job.output.rstrip('/')}/{STAGE}"))
        return Settled(tuple(name for key in [*outdated(shards, lost, store)] for name in retire(store, key)))
    markers = done(store)
    if kept := _why_kept(found.values(), lost, markers.values(), job):
        return Settled(kept=kept)
    keys = [key for key, result in found.items() if result.state == "done"]
    old = {key for key, marker in markers.items() if marker.mark != job.mark} | {*outdated(shards, lost, store)}
    store.put(_PLAN, json.dumps({"keys": keys, "retire": sorted(old - {*keys})}).encode())
    return Settled(tuple(_complete(store)))


def _why_kept(results: Iterable[ShardResult], lost: set[str], markers: Iterable[Marker], job: Job) -> str:
    """Why what is there is not replaced; empty when it may be. Of a run in which every record failed, the stage is discarded."""
    stats = Stats()
    for result in results:
        stats.add(result.stats)
    with_rows = [marker for marker in markers if marker.has_rows]
    if stats.all_failed and with_rows:
        _discard(store_of(job.output))
        return f"every one of the {stats.records:,} records failed, so the rows from before are kept. Check the options and the inputs."
    if spoilt := sorted({path for marker in with_rows for path in marker.sources & lost}):
        return (
            f"the rows from before are kept, since {spoilt[0]} was not done this time and has rows there. Mend the input or leave it out; "
            "the same command then goes on, and replaces them."
        )
    return ""


def _complete(store: Store) -> list[str]:
    """Do or finish a replacement that is written down, and give the files that it removed: new ones get their place, then old ones go."""
    try:
        plan = json.loads(store.read(_PLAN) or b"")
        keys, old = ([str(key) for key in plan[name]] for name in ("keys", "retire"))
    except (ValueError, KeyError, TypeError):
        return []
    removed: list[str] = []
    for key in keys:
        _put_in_place(store, key)
    for key in keys:
        removed += prune(store, key)
    for key in old:
        removed += retire(store, key)
    _discard(store.below(STAGE))
    store.remove(_PLAN)
    return removed


def _put_in_place(store: Store, key: str) -> None:
    """Move a shard from the stage to its place: its files are listed first, and its marker comes last."""
    stage = store.below(STAGE)
    marker = marker_of(stage, key)
    if marker is None:
        return
    output = marker.result.output
    files = files_of(store, key).followed_by(files_of(stage, key).now)
    put_files(store, key, files)
    if stage.size(output) is not None:
        store.rename(f"{STAGE}/{output}", output, files.known)
    if stage.size(audits_of(key)) is not None:
        store.rename(f"{STAGE}/{audits_of(key)}", audits_of(key), files.known)
    store.rename(f"{STAGE}/{FOLDER}/{key}.json", f"{FOLDER}/{key}.json", {})


def _discard(stage: Store) -> None:
    """Remove what a replacement that is over or given up has on its stage."""
    for key in {*done(stage), *listed(stage)}:
        retire(stage, key)
    stage.sweep()
    stage.remove_empty()

"""Start and end a run in a folder that holds finished work: nothing is removed before its replacement is written.

A folder holds the rows of one job. A different job (other settings, rules, fields, format or version) is refused unless a fresh
run is requested: then it writes to a staging folder inside the output, and replaces the old rows when it is complete. The
replacement is recorded before it begins, so that the next run completes one that was interrupted.
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
_PLAN = f"{FOLDER}/replacing"  # written when a replacement begins: the keys of the new shards and of the removed ones


@dataclass(frozen=True, slots=True)
class Settled:
    """How a run ended: the files it removed, and the reason if the earlier rows were kept instead of replaced."""

    removed: tuple[str, ...] = ()
    kept: str = ""


def opened(job: Job, fresh: bool = False, dry_run: bool = False) -> Job:
    """The job with its output: in place, or a staging folder when it will replace other rows.

    It is staged when `fresh` is set and rows exist, or when an interrupted replacement by this job is resumed. Also completes an
    interrupted last step of a replacement, unless `dry_run` is set. Raises OutputError.
    """
    store = store_of(job.output)
    if not dry_run:
        _complete(store)
    staged = replace(job, output=f"{job.output.rstrip('/')}/{STAGE}", replaces=job.output)
    stage = store_of(staged.output)
    begun = [marker.job_hash for marker in done(stage).values()]
    resumes = job.job_hash in begun and any(marker.job_hash != job.job_hash for marker in done(store).values())
    if not resumes and not (fresh and marked(store)):
        return job
    if any(job_hash != job.job_hash for job_hash in begun) and not dry_run:
        _discard(stage)
    return staged


def refuse_others(job: Job, markers: Iterable[Marker]) -> None:
    """Raise OutputError when there are rows of another job; the message says what changed."""
    other = next((marker for marker in markers if marker.job_hash != job.job_hash), None)
    if other is None:
        return
    changed = "; ".join(changes(other.description, dict(job.description))) if other.description else "by an early version of cleaner"
    remedy = (
        "Use the same options as before, or another folder with --out. To redo everything use --fresh: "
        "the new rows replace the old ones when they are complete."
    )
    raise OutputError(f"the folder holds finished rows of a run with other settings: {changed}", place=job.output, remedy=remedy)


def check_inputs(job: Job, shards: Sequence[Shard], markers: Mapping[str, Marker]) -> None:
    """Raise OutputError when replacing a shard would also remove rows of existing inputs that the run does not name."""
    planned = {path for shard in shards for path, _ in shard.sources}
    keys = {shard.key for shard in shards}
    roots = {shard.root for shard in shards} - {""}
    for key, marker in markers.items():
        rest = marker.sources - planned
        if marker.root in roots or not rest or (key not in keys and rest == marker.sources):
            continue
        if still := sorted(path for path in rest if is_remote(path) or Path(path).exists()):
            problem = f"{key} holds the rows of these inputs together with those of {len(still):,} others, such as {still[0]}"
            raise OutputError(problem, place=job.output, remedy="Name all of these inputs, or use another folder with --out.")


def outdated(shards: Sequence[Shard], lost: set[str], store: Store) -> Iterable[str]:
    """Keys of shards whose inputs are gone or now planned differently, and of unfinished attempts at the current inputs.

    Shards with an input in `lost`, which failed this time, are left out.
    """
    keys = {shard.key for shard in shards}
    roots = {shard.root for shard in shards} - {""}
    planned = {path for shard in shards for path, _ in shard.sources}
    for key, marker in done(store, skip=keys).items():
        if not marker.sources & lost and (marker.root in roots or planned & marker.sources):
            yield key
    inputs = {key.rpartition("-")[0] for key in keys}
    finished = marked(store)
    yield from (key for key in listed(store) if key not in {*finished, *keys} and key.rpartition("-")[0] in inputs)


def settle(shards: Sequence[Shard], results: Iterable[ShardResult], job: Job) -> Settled:
    """End a run: remove the outputs of inputs that no longer exist, or complete a replacement. Raises OutputError.

    `results` are the results of all shards, from this run and earlier ones.
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
    old = {key for key, marker in markers.items() if marker.job_hash != job.job_hash} | {*outdated(shards, lost, store)}
    store.put(_PLAN, json.dumps({"keys": keys, "retire": sorted(old - {*keys})}).encode())
    return Settled(tuple(_complete(store)))


def _why_kept(results: Iterable[ShardResult], lost: set[str], markers: Iterable[Marker], job: Job) -> str:
    """Why the earlier rows are not replaced; empty when they may be. Discards the stage of a run in which every record failed."""
    stats = Stats()
    for result in results:
        stats.add(result.stats)
    with_rows = [marker for marker in markers if marker.has_rows]
    if stats.all_failed and with_rows:
        _discard(store_of(job.output))
        return f"all {stats.records:,} records failed, so the earlier rows are kept. Check the options and the inputs."
    if failed := sorted({path for marker in with_rows for path in marker.sources & lost}):
        return (
            f"the earlier rows are kept, since {failed[0]} has rows there and failed this time. Fix the input or leave it out, "
            "then run the same command again to replace them."
        )
    return ""


def _complete(store: Store) -> list[str]:
    """Carry out or finish a recorded replacement: move new files into place, then remove old ones. Returns the removed files."""
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
    """Move a shard from the stage into place: its file list is written first, its marker moved last."""
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
    """Remove the staging folder of a replacement that is finished or abandoned."""
    for key in {*done(stage), *listed(stage)}:
        retire(stage, key)
    stage.sweep()
    stage.remove_empty()

"""The state of an output folder: for each shard a list of its files, written first, and a marker, written last, that says it is done.

The list records each file's content hash, so that only files written by this program are ever removed. The marker records the
input and the settings that the rows were made from.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..inputs import PACKED_AUDITS, STATE_FOLDER
from ..own_files import Content
from .shards import Job, Shard, ShardResult
from .store import Store

FOLDER = STATE_FOLDER
_LIST = ".files"


@dataclass(frozen=True, slots=True)
class Marker:
    """The record that a shard is done. `size` is its output in bytes, 0 for a folder; see `Shard` and `Job` for the other fields."""

    job_hash: str
    description: Mapping[str, str]
    fingerprint: str
    root: str
    sources: frozenset[str]
    size: int
    rules: tuple[str, ...]
    disable: tuple[str, ...]
    result: ShardResult

    @property
    def has_rows(self) -> bool:
        """Whether at least one record has an article."""
        return self.result.stats.statuses["cleaned"] > 0

    def matches(self, shard: Shard, job: Job) -> bool:
        """Whether the marker was written for this job and for the shard's current inputs."""
        return (self.job_hash, self.fingerprint) == (job.job_hash, shard.fingerprint)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a shard: `now` from its last attempt, `before` from earlier attempts, which may still exist."""

    now: Mapping[str, Content] = field(default_factory=dict)
    before: Mapping[str, Sequence[Content]] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, list[Content]]:
        """All contents that this program has written, by file name."""
        out = {name: list(contents) for name, contents in self.before.items()}
        for name, content in self.now.items():
            out.setdefault(name, []).append(content)
        return out

    def followed_by(self, now: Mapping[str, Content]) -> Files:
        """The files after a new attempt that wrote `now`."""
        return Files(now, self.known)


def mark_done(store: Store, shard: Shard, job: Job, result: ShardResult) -> None:
    """Write the marker of a finished shard. Raises OutputError."""
    marker = {
        "mark": job.job_hash,
        "description": dict(job.description),
        "fingerprint": shard.fingerprint,
        "root": shard.root,
        "sources": [path for path, _ in shard.sources],
        "bytes": store.size(result.output),
        "rules": job.settings.rules,
        "disable": job.settings.disable,
        "result": result.to_json(),
    }
    store.put(f"{FOLDER}/{shard.key}.json", (json.dumps(marker, sort_keys=True) + "\n").encode())


def marked(store: Store) -> list[str]:
    """The keys of shards that have a marker, taken from file names alone."""
    return [name.removesuffix(".json") for name in store.names(FOLDER) if name.endswith(".json") and not name.startswith(".")]


def done(store: Store, skip: Collection[str] = ()) -> dict[str, Marker]:
    """The markers by shard key, without the keys in `skip`; damaged markers are left out."""
    return {key: marker for key in marked(store) if key not in skip and (marker := marker_of(store, key))}


def marker_of(store: Store, key: str) -> Marker | None:
    """The marker of one shard; None if it is missing or damaged."""
    try:
        return _marker(json.loads(store.read(f"{FOLDER}/{key}.json") or b""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _marker(record: dict[str, Any]) -> Marker:
    result = ShardResult.from_json(record["result"])
    lists = {name: tuple(map(str, record.get(name, ()))) for name in ("rules", "disable")}
    description = {str(name): str(value) for name, value in record.get("description", {}).items()}  # early versions wrote none
    sources = frozenset(map(str, record["sources"]))
    return Marker(record["mark"], description, record["fingerprint"], record["root"], sources, int(record["bytes"]), result=result, **lists)


def still_done(store: Store, shard: Shard, job: Job, marker: Marker | None) -> bool:
    """Whether the marker matches the shard's current inputs and its output exists."""
    return marker is not None and marker.matches(shard, job) and store.size(marker.result.output) == marker.size


def audits_of(key: str) -> str:
    """The name of the file with the audits of a shard's pages."""
    return f"{FOLDER}/{key}{PACKED_AUDITS}"


# File lists


def listed(store: Store) -> list[str]:
    """The keys of shards that have a list of files, done or not."""
    return [name.removesuffix(_LIST) for name in store.names(FOLDER) if name.endswith(_LIST) and not name.startswith(".")]


def files_of(store: Store, key: str) -> Files:
    """The file list of a shard; empty if it is missing or damaged."""
    try:
        record = json.loads(store.read(f"{FOLDER}/{key}{_LIST}") or b"")
        now = {str(name): _content(item) for name, item in record["now"].items() if _is_inside(name)}
        before = {str(name): [_content(item) for item in items] for name, items in record["before"].items() if _is_inside(name)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return Files()
    return Files(now, before)


def put_files(store: Store, key: str, files: Files) -> None:
    """Write the file list of a shard. Raises OutputError."""
    record = {"now": files.now, "before": files.before}
    store.put(f"{FOLDER}/{key}{_LIST}", (json.dumps(record, sort_keys=True) + "\n").encode())


def _content(item: Sequence[Any]) -> Content:
    size, digest = item
    return Content(int(size), str(digest))


def _is_inside(name: str) -> bool:
    """Whether a name stays within the output folder: the list may have been edited or copied from elsewhere."""
    return not name.startswith("/") and not any(part in ("", ".", "..") or ":" in part or "\\" in part for part in name.split("/"))


def prune(store: Store, key: str) -> list[str]:
    """Remove files of earlier attempts at a shard that its last attempt did not write. Returns their names."""
    files = files_of(store, key)
    if not files.before:
        return []
    removed = [name for name, known in files.known.items() if name not in files.now and store.remove_known(name, known)]
    put_files(store, key, Files(files.now))
    return _visible(removed)


def retire(store: Store, key: str) -> list[str]:
    """Remove a shard: first its marker, then its files that are unchanged since they were written, then their list. Returns the file names."""
    store.remove(f"{FOLDER}/{key}.json")
    removed = [name for name, known in files_of(store, key).known.items() if store.remove_known(name, known)]
    store.remove(f"{FOLDER}/{key}{_LIST}")
    return _visible(removed)


def _visible(names: list[str]) -> list[str]:
    """The names that are not part of the run's own state."""
    return [name for name in names if not name.startswith(f"{FOLDER}/")]


def abandon(store: Store, key: str) -> None:
    """Clean up after a failed attempt: remove its files, and keep the output of an earlier successful attempt."""
    if store.size(f"{FOLDER}/{key}.json") is None:
        retire(store, key)

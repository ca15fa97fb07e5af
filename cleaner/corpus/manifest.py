"""What an output folder holds: for each shard a list of its files, written first, and a marker, written last, that says it is done.

The list names each file with its content, so that nothing is removed that this program did not write. The marker says of
what input and how the rows were made.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..inputs import PACKED_AUDITS, STATE_FOLDER
from .own_files import Content
from .shards import Job, Shard, ShardResult
from .store import Store

FOLDER = STATE_FOLDER
_LIST = ".files"


@dataclass(frozen=True, slots=True)
class Marker:
    """That a shard is done: `size` is the bytes of its output, 0 for a folder; the rest is said in `Shard` and `Job`."""

    mark: str
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
        """Whether one of its records has an article."""
        return self.result.stats.statuses["cleaned"] > 0

    def holds_for(self, shard: Shard, job: Job) -> bool:
        return (self.mark, self.fingerprint) == (job.mark, shard.fingerprint)


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a shard: those of its last attempt, and those of attempts before that may still be there."""

    now: Mapping[str, Content] = field(default_factory=dict)
    before: Mapping[str, Sequence[Content]] = field(default_factory=dict)

    @property
    def known(self) -> dict[str, list[Content]]:
        """Every content that this program wrote under each name."""
        out = {name: list(contents) for name, contents in self.before.items()}
        for name, content in self.now.items():
            out.setdefault(name, []).append(content)
        return out

    def followed_by(self, now: Mapping[str, Content]) -> Files:
        return Files(now, self.known)


def mark_done(store: Store, shard: Shard, job: Job, result: ShardResult) -> None:
    """Make it known that a shard is done. Raises OutputError."""
    marker = {
        "mark": job.mark,
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
    """The keys of shards that have a marker; none is read for it."""
    return [name.removesuffix(".json") for name in store.names(FOLDER) if name.endswith(".json") and not name.startswith(".")]


def done(store: Store, but: Collection[str] = ()) -> dict[str, Marker]:
    """The markers by the keys of their shards, `but` some; a damaged one counts as none."""
    return {key: marker for key in marked(store) if key not in but and (marker := marker_of(store, key))}


def marker_of(store: Store, key: str) -> Marker | None:
    """The marker of one shard; None where there is none, or a damaged one."""
    try:
        return _marker(json.loads(store.read(f"{FOLDER}/{key}.json") or b""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _marker(told: dict[str, Any]) -> Marker:
    result = ShardResult.from_json(told["result"])
    lists = {name: tuple(map(str, told.get(name, ()))) for name in ("rules", "disable")}
    description = {str(name): str(value) for name, value in told.get("description", {}).items()}  # none in those of early versions
    sources = frozenset(map(str, told["sources"]))
    return Marker(told["mark"], description, told["fingerprint"], told["root"], sources, int(told["bytes"]), result=result, **lists)


def still_done(store: Store, shard: Shard, job: Job, marker: Marker | None) -> bool:
    """Whether the marker matches the shard's current inputs, and its output is there."""
    return marker is not None and marker.holds_for(shard, job) and store.size(marker.result.output) == marker.size


def audits_of(key: str) -> str:
    """The name of the file with the audits of a shard's pages."""
    return f"{FOLDER}/{key}{PACKED_AUDITS}"


# the lists of files


def listed(store: Store) -> list[str]:
    """The keys of shards that have a list of files, done or not."""
    return [name.removesuffix(_LIST) for name in store.names(FOLDER) if name.endswith(_LIST) and not name.startswith(".")]


def files_of(store: Store, key: str) -> Files:
    """The list of a shard's files; an empty one where there is none, or a damaged one."""
    try:
        told = json.loads(store.read(f"{FOLDER}/{key}{_LIST}") or b"")
        now = {str(name): _content(item) for name, item in told["now"].items() if _inside(name)}
        before = {str(name): [_content(item) for item in items] for name, items in told["before"].items() if _inside(name)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return Files()
    return Files(now, before)


def put_files(store: Store, key: str, files: Files) -> None:
    """Write the list of a shard's files. Raises OutputError."""
    told = {"now": files.now, "before": files.before}
    store.put(f"{FOLDER}/{key}{_LIST}", (json.dumps(told, sort_keys=True) + "\n").encode())


def _content(item: Sequence[Any]) -> Content:
    size, digest = item
    return Content(int(size), str(digest))


def _inside(name: str) -> bool:
    """Whether a name stays below the output folder: a list may have been edited, or come with a folder from elsewhere."""
    return not name.startswith("/") and not any(part in ("", ".", "..") or ":" in part or "\\" in part for part in name.split("/"))


def prune(store: Store, key: str) -> list[str]:
    """Remove the files of a shard's earlier attempts that its last one does not have; gives their names."""
    files = files_of(store, key)
    if not files.before:
        return []
    gone = [name for name, known in files.known.items() if name not in files.now and store.remove_known(name, known)]
    put_files(store, key, Files(files.now))
    return _shown(gone)


def retire(store: Store, key: str) -> list[str]:
    """Take a shard back: its marker first, then those of its files that hold what was written, then their list. Gives the files' names."""
    store.remove(f"{FOLDER}/{key}.json")
    gone = [name for name, known in files_of(store, key).known.items() if store.remove_known(name, known)]
    store.remove(f"{FOLDER}/{key}{_LIST}")
    return _shown(gone)


def _shown(names: list[str]) -> list[str]:
    """Those that are no part of the run's own state."""
    return [name for name in names if not name.startswith(f"{FOLDER}/")]


def abandon(store: Store, key: str) -> None:
    """After an attempt that failed: what it left is removed, and what was there before stays."""
    if store.size(f"{FOLDER}/{key}.json") is None:
        retire(store, key)

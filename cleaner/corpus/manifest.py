"""What is done: a small file for each shard, written last, that tells of what input and with which settings it was made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from .shards import Job, Shard, ShardResult
from .store import Store

FOLDER = "_cleaner"
_SUFFIXES = ("", ".jsonl", ".jsonl.gz", ".jsonl.zst", ".parquet")
_OURS = re.compile(r"(?P<key>.+-[0-9a-f]{8}-[0-9a-f]{8})(?:\.(?:jsonl|jsonl\.gz|jsonl\.zst|parquet))?")


def mark_done(store: Store, shard: Shard, job: Job, result: ShardResult) -> None:
    """Make it known that a shard is done. Raises OutputError."""
    told = {
        "mark": job.mark,
        "fingerprint": shard.fingerprint,
        "root": shard.root,
        "sources": [path for path, _ in shard.sources],
        "bytes": store.size(result.output),
        "settings": asdict(job.settings),
        "result": result.to_json(),
    }
    store.put(f"{FOLDER}/{shard.key}.json", (json.dumps(told, sort_keys=True) + "\n").encode())


def unmark(store: Store, key: str) -> None:
    """Take a shard back: its mark first, then what was written for it."""
    store.remove(f"{FOLDER}/{key}.json")
    for suffix in _SUFFIXES:
        store.remove(key + suffix)


def done(store: Store) -> dict[str, dict[str, Any]]:
    """What each mark tells, by the shard's key; a damaged one counts as none."""
    found = {}
    for name in store.names(FOLDER):
        raw = store.read(f"{FOLDER}/{name}") if name.endswith(".json") and not name.startswith(".") else None
        try:
            told = json.loads(raw or b"")
            found[name.removesuffix(".json")] = dict(told) if isinstance(told["result"], dict) else {}
        except (ValueError, KeyError, TypeError):
            continue
    return found


def still_done(store: Store, shard: Shard, job: Job, told: dict[str, Any] | None) -> bool:
    """Whether a mark holds for this shard as it is now, and what it tells of is there."""
    if told is None or (told.get("mark"), told.get("fingerprint")) != (job.mark, shard.fingerprint):
        return False
    return store.size(told["result"]["output"]) == told.get("bytes")


def outdated(store: Store, shards: Iterable[Shard], marks: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Keys of what was written for an input of this run and has no place in the plan, or was never marked as done."""
    planned = list(shards)
    keys = {shard.key for shard in planned}
    inputs = {key.rpartition("-")[0] for key in keys}
    roots = {shard.root for shard in planned} - {""}
    sources = {path for shard in planned for path, _ in shard.sources}
    for key, told in marks.items():
        if key not in keys and (told.get("root") in roots or sources & set(told.get("sources", ()))):
            yield key
    for name in store.names():
        found = _OURS.fullmatch(name)
        if found and found["key"] not in marks and found["key"].rpartition("-")[0] in inputs:
            yield found["key"]

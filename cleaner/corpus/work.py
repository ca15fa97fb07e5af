"""Run one shard: read it, clean it, write it whole or not at all, then mark it as done. Every engine calls the same function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from ..errors import CleanerError, OutputError
from ..own_files import Content
from ..write.jsonl import dumps
from .audits import audited
from .counts import count
from .manifest import abandon, files_of, mark_done, prune, put_files
from .readers import records_of
from .rows import Cleaned, cleaned
from .shards import Job, Shard, ShardResult, Stats
from .store import store_of
from .writers import write as write_shard

Watch = Callable[[str, int], None]  # called before each record with its place and the bytes of the shard read so far


def run_shard(shard: Shard, job: Job, watch: Watch | None = None) -> ShardResult:
    """Clean one shard and write its rows.

    Never raises: a fault in the input or the output is a failed result and keeps the earlier output. Idempotent, even when
    called twice at once for the same shard: the output has the same name and the same bytes, and appears atomically.
    """
    store = store_of(job.output)
    stats = Stats()
    try:
        before = files_of(store, shard.key)

        def ready(files: Mapping[str, Content]) -> None:
            _check_guard(shard, stats)
            put_files(store, shard.key, before.followed_by(files))

        records = _cleaned(shard, job, stats, watch)
        output = write_shard(store, shard.key, job.format, records, before.known, ready, audited(shard, job))
        result = ShardResult(shard.key, shard.name, "done", shard.size, output, stats=stats)
        mark_done(store, shard, job, result)
        if before.known:
            prune(store, shard.key)
        return result
    except Exception as error:  # a fault in one shard must not affect the others
        with suppress(Exception):  # most likely the same fault
            abandon(store, shard.key)
        kept = " Its earlier rows are kept." if shard.guarded else ""
        return ShardResult(shard.key, shard.name, "failed", shard.size, message=_message_of(error, shard.name) + kept)


def _check_guard(shard: Shard, stats: Stats) -> None:
    """Raise OutputError when successful rows would be replaced by rows that all failed."""
    if shard.guarded and stats.all_failed:
        first = next((why for status, _, why in stats.looks if status in ("failed", "too large")), "")
        problem = f"none of its {stats.records:,} records can be cleaned any more ({first})"
        raise OutputError(problem, place=shard.name, remedy="Check what happened to the input, or leave it out.")


def run_stream(shard: Shard, job: Job, write: Callable[[bytes], None]) -> ShardResult:
    """Clean one shard and `write` its rows as JSON lines, each record's rows as soon as it is cleaned.

    For a stream between two programs: rows written before a fault stay written. Raises BrokenPipeError when the reader has gone.
    """
    stats = Stats()
    try:
        for found in _cleaned(shard, job, stats, None):
            write("".join(dumps(row) + "\n" for row in found.rows).encode())
        return ShardResult(shard.key, shard.name, "done", stats=stats)
    except BrokenPipeError:
        raise
    except Exception as error:
        return ShardResult(shard.key, shard.name, "failed", message=_message_of(error, shard.name), stats=stats)


def _message_of(error: Exception, name: str) -> str:
    """A message for an error in the input `name`, with a remedy."""
    if isinstance(error, CleanerError):
        return str(error)
    if isinstance(error, EOFError):
        return f"{name}: the file is truncated. Fetch it again."
    if isinstance(error, MemoryError):
        return f"{name}: there was not enough memory. Use fewer workers or a lower --max-record."
    if isinstance(error, OSError):
        return f"{name}: {error.strerror or error}. Check the file, the output folder and its free space."
    return f"{name}: the program failed on it ({type(error).__name__}: {error}). Report it, with the file."


def _cleaned(shard: Shard, job: Job, stats: Stats, watch: Watch | None) -> Iterator[Cleaned]:
    """Clean the records of a shard in order, and count each one in `stats`."""
    for record, read in records_of(shard, job.reading, stats):
        if watch:
            watch(record.place, read)
        if shard.kind == "pages" and (job.url or job.fetched):
            record = replace(record, url=job.url, fetched=job.fetched)
        found = cleaned(record, job.settings)
        count(stats, record, found)
        yield found

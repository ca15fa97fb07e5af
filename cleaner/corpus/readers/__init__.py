"""Readers: one module a format, each an iterator of records over one open file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ..records import Reading, Record
from ..shards import Shard, Stats
from ..streams import Source, opened
from . import archives, jsonl, pages, parquet, tables, warc

Part = tuple[int, int] | None
Reader = Callable[[Source, Part, Reading, Stats], Iterator[Record]]

READERS: Mapping[str, Reader] = {
    "csv": tables.read,
    "jsonl": jsonl.read,
    "pages": pages.read,
    "parquet": parquet.read,
    "tar": archives.read_tar,
    "warc": warc.read,
    "zip": archives.read_zip,
}


def records_of(shard: Shard, reading: Reading, stats: Stats) -> Iterator[tuple[Record, int]]:
    """The records of a shard in order, each with the bytes that were read so far.

    Raises CleanerError, EOFError or OSError for a file that cannot be read to its end.
    """
    before = 0
    for path, name in shard.sources:
        with opened(path, name) as source:
            for record in READERS[shard.kind](source, shard.part, reading, stats):
                yield record, min(before + source.read, shard.size)
            before += source.read

"""Readers: one module per format; each iterates over the records of one open file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ...errors import InputError
from ..records import Reading, Record
from ..shards import Shard, Stats
from ..streams import Source, opened
from ..unpack import Damaged
from . import archives, jsonl, pages, parquet, tables, tar, warc
from .pages import unread

Part = tuple[int, int] | None
Reader = Callable[[Source, Part, Reading, Stats], Iterator[Record]]

READERS: Mapping[str, Reader] = {
    "csv": tables.read,
    "jsonl": jsonl.read,
    "pages": pages.read,
    "parquet": parquet.read,
    "tar": tar.read,
    "warc": warc.read,
    "zip": archives.read,
}


def records_of(shard: Shard, reading: Reading, stats: Stats) -> Iterator[tuple[Record, int]]:
    """The records of a shard in order, each with the number of input bytes read so far.

    Raises CleanerError or EOFError for a file that cannot be read to its end.
    """
    before = 0
    for path, name in shard.sources:
        try:
            with opened(path, name) as source:
                for record in READERS[shard.kind](source, shard.part, reading, stats):
                    yield record, min(before + source.read, shard.size)
                before += source.read
        except Damaged as error:
            raise InputError(f"the file is damaged ({error})", place=name, remedy="Fetch or create it again.") from error
        except InputError as error:
            if shard.kind != "pages":
                raise
            yield unread(name, error), before  # only this page of the group is lost

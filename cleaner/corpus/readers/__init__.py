"""Readers: one module per format; each iterates over the records of one open file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...errors import InputError
from ...formats import input_format, loaded
from ..records import Reading, Record
from ..shards import Shard, Stats
from ..streams import OpenFile, opened
from ..unpack import Damaged
from . import pages
from .pages import unread

ByteRange = tuple[int, int] | None
Reader = Callable[[OpenFile, ByteRange, Reading, Stats], Iterator[Record]]


def reader_of(kind: str) -> Reader:
    """The reader of a kind of input: of an input format by its name, or of pages."""
    format = input_format(kind)
    return loaded(f"corpus.readers.{format.reader}") if format else pages.read


def records_of(shard: Shard, reading: Reading, stats: Stats) -> Iterator[tuple[Record, int]]:
    """The records of a shard in order, each with the number of input bytes read so far.

    Raises CleanerError or EOFError for a file that cannot be read to its end.
    """
    before = 0
    for path, name in shard.sources:
        try:
            with opened(path, name) as source:
                for record in reader_of(shard.kind)(source, shard.part, reading, stats):
                    yield record, min(before + source.read, shard.size)
                before += source.read
        except Damaged as error:
            raise InputError(f"the file is damaged ({error})", place=name, remedy="Fetch or create it again.") from error
        except InputError as error:
            if shard.kind != "pages":
                raise
            yield unread(name, error), before  # only this page of the group is lost

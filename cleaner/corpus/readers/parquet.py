"""Parquet: a record a row; only the columns that are asked for are read."""

from __future__ import annotations

from collections.abc import Iterator

from ...doors.arrow import ParquetIn
from ...errors import InputError
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import Source
from .mapping import record_from, too_large
from .parquet_pages import largest_page

_PAGE, _RECORDS = 64 << 20, 16  # a page is unpacked as a whole: it may have so many bytes, or so many times those of a record
_ROWS = 1_000_000  # of a row group that is not read


def read(source: Source, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The rows of the row groups in `part`."""
    table = ParquetIn(source.file, source.name)
    groups = table.groups()
    first, last = part or (0, len(groups))
    wanted = [name for name in (*reading.content, reading.url, reading.id, reading.fetched) if name in table.columns]
    if not any(name in wanted for name in reading.content):
        columns = ", ".join(table.columns[:12])
        problem = f"there is no column {' or '.join(reading.content)}; there are {columns}"
        raise InputError(problem, place=source.name, remedy="Name the one with the page: --field text=NAME.")
    start = sum(rows for rows, _ in groups[:first])
    for group in range(first, last):
        yield from _rows(source, table, group, start, groups[group][0], wanted, reading)
        start += groups[group][0]


def _rows(source: Source, table: ParquetIn, group: int, start: int, count: int, wanted: list[str], reading: Reading) -> Iterator[Record]:
    """The rows of one row group, `count` from `start` on."""
    most = max(_PAGE, _RECORDS * reading.max_record)
    column, size = _largest_page(source, table, group, wanted)
    if size > most:
        if not 0 <= count <= _ROWS:
            raise InputError("a row group has pages that are too large to unpack", place=source.name, remedy="See --max-record.")
        for number in range(start, start + count):
            place = f"{source.name}, row {number}"
            told = f"{place}: its row group has a page of {size:,} bytes in the column {column}, over the limit of {most:,}."
            failure = Failure("too large", f"{told} Write the file with smaller pages, or see --max-record.")
            yield Record(f"{source.name}@{number}", "", place=place, failure=failure)
        return
    for number, (fields, over) in enumerate(table.rows(group, wanted, reading.max_record), start):
        id, place = f"{source.name}@{number}", f"{source.name}, row {number}"
        if over:
            yield Record(id, "", place=place, failure=too_large(max(over.values()), reading, place))
        else:
            yield record_from(fields, reading, id, place)


def _largest_page(source: Source, table: ParquetIn, group: int, wanted: list[str]) -> tuple[str, int]:
    """The largest page of a row group: its column, and its bytes when it is unpacked."""
    try:
        pages = [(largest_page(source.file, start, size), name) for name, start, size in table.chunks(group, wanted)]
    except (ValueError, OSError, OverflowError) as error:
        raise InputError(f"this Parquet file is not whole ({error})", place=source.name, remedy="Fetch or make it again.") from error
    size, name = max(pages, default=(0, ""))
    return name, size

"""Read Parquet, one record per row; only the required columns are read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...backends.arrow import ParquetIn
from ...errors import InputError
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import OpenFile
from .mapping import record_from, too_large
from .parquet_pages import Chunk, chunks, largest_page

_PAGE, _RECORDS = 64 << 20, 16  # a page is decompressed whole; its limit is the larger of these bytes and this many times a record's limit
_ROWS = 1_000_000  # most rows of a skipped row group that are reported one by one


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The rows of the row groups in `part`."""
    table = ParquetIn(source.file, source.name)
    groups = table.groups()
    first, last = part or (0, len(groups))
    wanted = [name for name in (*reading.content, reading.url, reading.id, reading.fetched) if name in table.columns]
    if not any(name in wanted for name in reading.content):
        columns = ", ".join(table.columns[:12])
        problem = f"there is no column {' or '.join(reading.content)}; the columns are {columns}"
        raise InputError(problem, place=source.name, remedy="Name the one with the page: --field text=NAME.")
    with _damage_reported(source.name):
        pages = chunks(source.file, range(first, last), wanted)
    start = sum(rows for rows, _ in groups[:first])
    for group in range(first, last):
        yield from _rows(source, table, group, range(start, start + groups[group][0]), wanted, pages.get(group, []), reading)
        start += groups[group][0]


def _rows(
    source: OpenFile, table: ParquetIn, group: int, numbers: range, wanted: list[str], pages: list[Chunk], reading: Reading
) -> Iterator[Record]:
    """The records of one row group; `numbers` are its rows' numbers in the file."""
    most = max(_PAGE, _RECORDS * reading.max_record)
    with _damage_reported(source.name):
        size, column = max(((largest_page(source.file, chunk), chunk.column) for chunk in pages), default=(0, ""))
    if size > most:
        if len(numbers) > _ROWS:
            raise InputError("a row group has pages that are too large to decompress", place=source.name, remedy="See --max-record.")
        for number in numbers:
            place = f"{source.name}, row {number}"
            problem = f"{place}: its row group has a page of {size:,} bytes in the column {column}, over the limit of {most:,}."
            failure = Failure("too large", f"{problem} Write the file with smaller pages, or see --max-record.")
            yield Record(f"{source.name}@{number}", "", place=place, failure=failure)
        return
    for number, (fields, over) in enumerate(table.rows(group, wanted, reading.max_record), numbers.start):
        id, place = f"{source.name}@{number}", f"{source.name}, row {number}"
        if over:
            yield Record(id, "", place=place, failure=too_large(max(over.values()), reading, place))
        else:
            yield record_from(fields, reading, id, place)


@contextmanager
def _damage_reported(name: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError, OverflowError) as error:
        raise InputError(f"this Parquet file is damaged ({error})", place=name, remedy="Fetch or create it again.") from error

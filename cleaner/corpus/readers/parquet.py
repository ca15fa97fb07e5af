"""Parquet: a record a row; only the columns that are asked for are read."""

from __future__ import annotations

from collections.abc import Iterator

from ...doors.arrow import ParquetIn
from ...errors import InputError
from ..records import Reading, Record
from ..shards import Stats
from ..streams import Source
from .mapping import record_from, too_large


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
    for number, (fields, over) in enumerate(table.rows(first, last, wanted, reading.max_record), start):
        id, place = f"{source.name}@{number}", f"{source.name}, row {number}"
        if over:
            yield Record(id, "", place=place, failure=too_large(max(over.values()), reading, place))
        else:
            yield record_from(fields, reading, id, place)

"""Read JSON lines, one record per line. An uncompressed file can be read in byte ranges: a line belongs to the range in which it begins."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from ..recode import recoded
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import OpenFile, RawLine, lines
from .mapping import record_from, too_large


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The records of a JSON lines file, or of the lines that begin in the byte range `part`."""
    if part is None:
        yield from read_stream(source.stream(), source.name, reading)
        return
    first, last = part
    start = 0
    if first:
        source.file.seek(first - 1)
        start = first - 1 + next(lines(source.file, 0), RawLine(0, 0, None)).size
    yield from read_stream(source.file, source.name, reading, start, last) if start < last else ()


def read_stream(stream: BinaryIO, name: str, reading: Reading, start: int = 0, last: int | None = None) -> Iterator[Record]:
    """Records of the lines that begin before offset `last`; `start` is the stream's current offset."""
    for line in lines(stream if start else recoded(stream), reading.max_record, start):
        if last is not None and line.start >= last:
            return
        id, place = f"{name}@{line.start}", f"{name}, byte {line.start}"
        if line.raw is None:
            yield Record(id, "", place=place, failure=too_large(line.size, reading, place))
        elif line.raw.strip():
            yield _record(line.raw, id, place, reading)
        if last is not None and line.start + line.size >= last:
            return


def _record(raw: bytes, id: str, place: str, reading: Reading) -> Record:
    problem, remedy = "this line is not a JSON object", "Fix or remove it."
    try:
        fields = json.loads(raw.removeprefix(b"\xef\xbb\xbf"))
        if isinstance(fields, dict):
            return record_from(fields, reading, id, place)
    except (ValueError, RecursionError) as error:
        if not raw.endswith(b"\n"):
            problem, remedy = f"the last line is truncated ({error})", "Fetch or create the file again."
        else:
            problem = f"this line is not valid JSON ({error})"
    return Record(id, "", place=place, failure=Failure("failed", f"{place}: {problem}. {remedy}"))

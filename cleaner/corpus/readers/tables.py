"""Read CSV and TSV, one record per row; the first row names the fields."""

from __future__ import annotations

import csv
import io
import itertools
import re
import sys
from collections.abc import Iterator
from typing import BinaryIO

from ...errors import InputError
from ..recode import recoded
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import OpenFile
from .mapping import record_from, too_large

_IDLE = re.compile(rb'(?<!")[^"\r\n]+')  # bytes that neither open nor close a quoted field


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The records of a CSV or TSV file. Raises InputError if its first row cannot be parsed."""
    return read_stream(source.stream(), source.name, reading)


def read_stream(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Record]:
    """The records of a table in `stream`; `name` is used in ids and messages. The delimiter is detected from the first row."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    bounded = _Bounded(recoded(stream), reading.max_record)
    rows = csv.reader(bounded, delimiter=bounded.delimiter, strict=False)
    try:
        names = next(rows, [])
    except csv.Error as error:
        raise InputError(f"this is not a table ({error})", place=name, remedy="Fix it, or use JSON lines or Parquet.") from error
    for number in itertools.count(1):
        id, place = f"{name}@{number}", f"{name}, row {number}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:  # the csv module resumes at the next line
            bounded.taken()
            yield Record(id, "", place=place, failure=Failure("failed", f"{place}: this is not a valid row ({error}). Fix or remove it."))
            continue
        size = bounded.taken()
        if size > reading.max_record:
            yield Record(id, "", place=place, failure=too_large(size, reading, place))
        elif row:
            yield record_from(dict(zip(names, row, strict=False)), reading, id, place)


class _Bounded:
    """The lines of a table for the `csv` module. A row over the limit is reduced to what is needed to find the end of its quotes."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        head = stream.readline(1 << 16)
        self.delimiter = max("\t;,", key=lambda sign: head.count(sign.encode()))
        self._stream = io.BufferedReader(_Joined(head.removeprefix(b"\xef\xbb\xbf"), stream))  # type: ignore[type-var]
        self._most = most
        self._size = 0

    def taken(self) -> int:
        """The size in bytes of the row that has just ended; resets the counter."""
        size, self._size = self._size, 0
        return size

    def __iter__(self) -> Iterator[str]:
        while piece := self._stream.readline(1 << 20):
            self._size += len(piece)
            if self._size > self._most:
                piece = _IDLE.sub(b"", piece)
            yield piece.decode("utf-8", "surrogateescape")


class _Joined(io.RawIOBase):
    """Bytes that were read ahead, followed by the rest of their stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        piece = self._head[: len(buffer)] if self._head else self._stream.read(len(buffer))
        self._head = self._head[len(piece) :] if self._head else b""
        buffer[: len(piece)] = piece
        return len(piece)

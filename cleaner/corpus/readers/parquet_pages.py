"""Find the sizes of the pages in a Parquet file before the library decompresses them, since it decompresses each page whole.

The file's footer gives the positions of the column chunks; a chunk is a sequence of pages, each after a header. Footer and headers
are in Thrift's compact encoding. They are parsed here because the library does not expose pages, and crashes the process on some
damaged footers when it reads the chunk metadata.
"""

from __future__ import annotations

import io
import os
from collections.abc import Collection, Iterator
from typing import BinaryIO, NamedTuple

_HEADER = 1 << 20  # maximum bytes of a page header; its statistics contain values
_FOOTER = 256 << 20  # maximum bytes of the footer
_DEPTH = 12  # maximum nesting depth of structures
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_NUMBERS = (4, 5, 6)


class Chunk(NamedTuple):
    """A column's part of a row group: its byte offset and its compressed size in bytes."""

    column: str
    start: int
    size: int


def chunks(file: BinaryIO, groups: range, columns: Collection[str]) -> dict[int, list[Chunk]]:
    """The chunks of the given columns by row group. Raises ValueError if the footer is damaged."""
    footer = _Thrift(io.BytesIO(_footer(file)), _FOOTER)
    found: dict[int, list[Chunk]] = {}
    for _ in footer.fields(4):
        for number in footer.items():
            for _ in footer.fields(*([1] if number in groups else [])):
                parts = [_chunk(footer) for _ in footer.items()]
                found[number] = [chunk for chunk in parts if chunk.column in columns]
    return found


def _chunk(footer: _Thrift) -> Chunk:
    """Parse the next chunk description."""
    column, numbers = b"", {7: 0, 9: 0, 11: 0}
    for _ in footer.fields(3):
        for id in footer.fields(3, *numbers):
            if id in numbers:
                numbers[id] = footer.number()
            else:
                column, *_ = [*footer.texts(), b""]
    dictionary, data = numbers[11], numbers[9]
    return Chunk(column.decode("utf-8", "replace"), min(data, dictionary or data), numbers[7])


def largest_page(file: BinaryIO, chunk: Chunk) -> int:
    """The decompressed size in bytes of the largest page in a chunk. Raises ValueError if the chunk is not a sequence of pages."""
    largest = 0
    at = chunk.start
    while at < chunk.start + chunk.size:
        file.seek(at)
        header = _Thrift(file, _HEADER)
        sizes = {id: header.number() for id in header.fields(2, 3)}
        unpacked, packed = sizes.get(2, -1), sizes.get(3, -1)
        if unpacked < 0 or packed < 0:
            raise ValueError("a page has no size")
        largest = max(largest, unpacked)
        at += header.at + packed
    return largest


def _footer(file: BinaryIO) -> bytes:
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 8))
    size = int.from_bytes(file.read(4), "little")
    if size > min(end - 8, _FOOTER):
        raise ValueError("the footer is larger than the file")
    file.seek(end - 8 - size)
    return file.read(size)


class _Thrift:
    """A reader of values in Thrift's compact encoding, limited to `most` bytes. `at` is the number of bytes read."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._most = file, most
        self._depth = 0
        self.at = 0

    def fields(self, *wanted: int) -> Iterator[int]:
        """The ids of the `wanted` fields of one structure; after each id the caller must read the field's value."""
        self._depth += 1
        if self._depth > _DEPTH:
            raise ValueError("structures are nested too deeply")
        id = 0
        while kind := (head := self._take(1)[0]) & 0x0F:
            id = id + (head >> 4) if head >> 4 else self.number()
            if kind in (_TRUE, _FALSE):
                continue
            if id in wanted:
                yield id
            else:
                self._skip(kind)
        self._depth -= 1

    def number(self) -> int:
        value = self._unsigned()
        return value >> 1 ^ -(value & 1)

    def items(self) -> Iterator[int]:
        """The indices of a list's items; after each index the caller must read the item."""
        head = self._take(1)[0]
        yield from range(head >> 4 if head >> 4 < 15 else self._unsigned())

    def texts(self) -> list[bytes]:
        return [self._take(self._unsigned()) for _ in self.items()]

    def _take(self, count: int) -> bytes:
        self.at += count
        piece = self._file.read(count) if self.at <= self._most else b""
        if len(piece) < count:
            raise ValueError("the metadata is truncated")
        return piece

    def _unsigned(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise ValueError("a number does not end")

    def _skip(self, kind: int) -> None:
        if kind in (_TRUE, _FALSE, _BYTE):
            self._take(1)
        elif kind in _NUMBERS:
            self._unsigned()
        elif kind == _DOUBLE:
            self._take(8)
        elif kind == _BINARY:
            self._take(self._unsigned())
        elif kind in (_LIST, _SET):
            head = self._take(1)[0]
            self._depth += 1
            if self._depth > _DEPTH:
                raise ValueError("lists are nested too deeply")
            for _ in range(head >> 4 if head >> 4 < 15 else self._unsigned()):
                self._skip(head & 0x0F)
            self._depth -= 1
        elif kind == _STRUCT:
            for _ in self.fields():
                pass
        else:
            raise ValueError("a field has an unknown type")

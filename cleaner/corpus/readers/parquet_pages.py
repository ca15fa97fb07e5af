"""The pages of a Parquet file, of which the library unpacks each as a whole: how large they are, before it does.

A column's chunk is a run of pages, each behind a header in Thrift's compact encoding. Of that the first fields are the page's
kind, its size and its packed size; the rest is passed over.
"""

from __future__ import annotations

from typing import BinaryIO

_HEADER = 1 << 20  # bytes of a header; statistics in it hold values
_DEPTH = 8  # of structures in a header
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 12
_NUMBERS = (4, 5, 6)


def largest_page(file: BinaryIO, start: int, size: int) -> int:
    """The unpacked bytes of the largest page in a chunk. Raises ValueError where the chunk is no run of pages."""
    largest = 0
    at = start
    while at < start + size:
        header = _Header(file, at)
        unpacked, packed = header.sizes()
        if unpacked < 0 or packed < 0:
            raise ValueError("a page has no size")
        largest = max(largest, unpacked)
        at += header.at + packed
    return largest


class _Header:
    """The header of a page, read as far as it is asked for. `at` counts the bytes."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        file.seek(start)
        self._file = file
        self.at = 0

    def sizes(self) -> tuple[int, int]:
        """Unpacked and packed bytes of the page; the whole header is passed over."""
        fields = self._struct(_DEPTH)
        return fields.get(2, -1), fields.get(3, -1)

    def _take(self, count: int) -> bytes:
        self.at += count
        piece = self._file.read(count) if self.at <= _HEADER else b""
        if len(piece) < count:
            raise ValueError("the header of a page breaks off")
        return piece

    def _unsigned(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
        raise ValueError("a number in the header of a page does not end")

    def _signed(self) -> int:
        value = self._unsigned()
        return value >> 1 ^ -(value & 1)

    def _struct(self, depth: int) -> dict[int, int]:
        """The numbers among the fields, by the fields' ids."""
        found: dict[int, int] = {}
        id = 0
        while kind := (head := self._take(1)[0]) & 0x0F:
            id = id + (head >> 4) if head >> 4 else self._signed()
            if kind in _NUMBERS:
                found[id] = self._signed()
            elif kind not in (_TRUE, _FALSE):
                self._skip(kind, depth - 1)
        return found

    def _skip(self, kind: int, depth: int) -> None:
        if depth < 0:
            raise ValueError("the header of a page is too deep")
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
            for _ in range(head >> 4 if head >> 4 < 15 else self._unsigned()):
                self._skip(head & 0x0F, depth - 1)
        elif kind == _STRUCT:
            self._struct(depth)
        else:
            raise ValueError("the header of a page has a field of no known kind")

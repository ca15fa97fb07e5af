"""An unpacked WARC file as a stream of bytes that can be taken back, so that a damaged record costs only itself."""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress
from typing import BinaryIO

from ...errors import InputError
from ..streams import Source
from ..unpack import PIECE, Members

LINE = 1 << 16  # bytes of a line of a header
_NEXT = re.compile(rb"\r?\n\r?\nWARC/\d\.\d\r?\n")  # the end of a block, and the beginning of the next record
_AGAIN = 2 << 30  # bytes that are read a second time, in one file: what keeps a hostile file from taking for ever


class Stream:
    """The bytes of a file from its beginning to its end. `at` is the place of the next."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._file: BinaryIO = source.stream()
        self._size = _size_of(source) if self._file is source.file else None  # None: it cannot be sought in
        self._ahead = b""  # what was read of the file before it was asked for, from `_used` on
        self._used = 0
        self._again = 0
        self.at = 0

    def read(self, size: int) -> bytes:
        """As many bytes as there are, up to `size`."""
        piece = self._ahead[self._used : self._used + size]
        self._used += len(piece)
        if len(piece) < size:
            piece += self._file.read(size - len(piece))
        self.at += len(piece)
        return piece

    def line(self) -> bytes:
        """The next line with its end, or as much of it as a header may have."""
        end = self._ahead.find(b"\n", self._used, self._used + LINE) + 1
        piece = self._ahead[self._used : end or self._used + LINE]
        self._used += len(piece)
        if not end and len(piece) < LINE:
            piece += self._file.readline(LINE - len(piece))
        self.at += len(piece)
        return piece

    def skip(self, size: int) -> bool:
        """Pass over `size` bytes; False when the file ends before."""
        if self._size is not None:
            if size > self._size - self.at:
                return False
            if size > PIECE:
                self._go_to(self.at + size)
                return True
        while size > 0:
            piece = self.read(min(size, PIECE))
            if not piece:
                return False
            size -= len(piece)
        return True

    def push_back(self, piece: bytes) -> None:
        """Have the bytes that were read last read again."""
        if len(piece) <= self._used:
            self._used -= len(piece)
        else:
            self._ahead, self._used = piece + self._ahead[self._used :], 0
        self.at -= len(piece)

    def back_to(self, place: int, read: bytes) -> None:
        """Go back to a place, from where on `read` was read; behind that, bytes may be lost of a file that cannot be sought in."""
        self._again += len(read)
        if self._again > _AGAIN:
            raise InputError("too many of its records are damaged", place=self._name, remedy="Fetch it again.")
        if self._size is not None:
            self._go_to(place)
        else:
            self.push_back(read)
            self.at = place

    def resume(self) -> bool:
        """Go on to where the next record begins; False, and to the end, where none does."""
        while True:
            found = _NEXT.search(self._ahead, self._used)
            if found:
                self.read(found.start() - self._used)
                return True
            self.read(max(0, len(self._ahead) - self._used - 32))
            piece = self._file.read(PIECE)
            if not piece:
                self.read(len(self._ahead) - self._used)
                return False
            self._ahead, self._used = self._ahead[self._used :] + piece, 0

    def next_member(self) -> bool:
        """Behind damage in a packed file: go on to its next member, if that can be found."""
        self._ahead, self._used = b"", 0
        self.at += 1  # no other record begins at this place
        if not isinstance(self._file, io.BufferedReader) or not isinstance(self._file.raw, Members):
            return False
        members = self._file.detach()
        self._file = io.BufferedReader(members, PIECE)
        return isinstance(members, Members) and members.next_member()

    def _go_to(self, place: int) -> None:
        self._file.seek(place)
        self._ahead, self._used, self.at = b"", 0, place


def _size_of(source: Source) -> int | None:
    with suppress(OSError, ValueError):
        if source.file.seekable():
            place = source.file.tell()
            size = source.file.seek(0, os.SEEK_END)
            source.file.seek(place)
            return size
    return None

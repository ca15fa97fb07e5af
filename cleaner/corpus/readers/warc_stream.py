"""A decompressed WARC file as a byte stream with push-back, so that a damaged record does not affect the others."""

from __future__ import annotations

import io
import os
import re
from contextlib import suppress
from typing import BinaryIO

from ...errors import InputError
from ..streams import OpenFile
from ..unpack import PIECE, Members

LINE = 1 << 16  # maximum bytes of a header line
_NEXT = re.compile(rb"\r?\n\r?\nWARC/\d\.\d\r?\n")  # the end of a block and the beginning of the next record
_AGAIN = 2 << 30  # maximum bytes read a second time per file, so that a hostile file cannot take forever


class Stream:
    """The bytes of a file. `at` is the current offset in the decompressed content."""

    def __init__(self, source: OpenFile) -> None:
        self._name = source.name
        self._file: BinaryIO = source.stream()
        self._size = _size_of(source) if self._file is source.file else None  # None: the file is not seekable
        self._ahead = b""  # read-ahead buffer, unread from `_used` on
        self._used = 0
        self._again = 0
        self.at = 0

    def read(self, size: int) -> bytes:
        """Read up to `size` bytes; fewer only at the end of the file."""
        piece = self._ahead[self._used : self._used + size]
        self._used += len(piece)
        if len(piece) < size:
            piece += self._file.read(size - len(piece))
        self.at += len(piece)
        return piece

    def line(self) -> bytes:
        """Read the next line with its line end, up to LINE bytes."""
        end = self._ahead.find(b"\n", self._used, self._used + LINE) + 1
        piece = self._ahead[self._used : end or self._used + LINE]
        self._used += len(piece)
        if not end and len(piece) < LINE:
            piece += self._file.readline(LINE - len(piece))
        self.at += len(piece)
        return piece

    def skip(self, size: int) -> bool:
        """Skip `size` bytes; False if the file ends first."""
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
        """Put the most recently read bytes back, so that they are read again."""
        if len(piece) <= self._used:
            self._used -= len(piece)
        else:
            self._ahead, self._used = piece + self._ahead[self._used :], 0
        self.at -= len(piece)

    def back_to(self, place: int, read: bytes) -> None:
        """Go back to offset `place`, from which `read` was read. If the file is not seekable, bytes after `read` may be lost."""
        self._again += len(read)
        if self._again > _AGAIN:
            raise InputError("too many of its records are damaged", place=self._name, remedy="Fetch it again.")
        if self._size is not None:
            self._go_to(place)
        else:
            self.push_back(read)
            self.at = place

    def resume(self) -> bool:
        """Skip to the beginning of the next record; to the end of the file, returning False, if there is none."""
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
        """After damage in a compressed file, go on to its next member. False if it cannot be found."""
        self._ahead, self._used = b"", 0
        self.at += 1  # so that no other record has the same offset
        if not isinstance(self._file, io.BufferedReader) or not isinstance(self._file.raw, Members):
            return False
        members = self._file.detach()
        self._file = io.BufferedReader(members, PIECE)
        return isinstance(members, Members) and members.next_member()

    def _go_to(self, place: int) -> None:
        self._file.seek(place)
        self._ahead, self._used, self.at = b"", 0, place


def _size_of(source: OpenFile) -> int | None:
    with suppress(OSError, ValueError):
        if source.file.seekable():
            place = source.file.tell()
            size = source.file.seek(0, os.SEEK_END)
            source.file.seek(place)
            return size
    return None

"""Read tar files whose members are pages, JSON lines or CSV; sequentially, and past damaged headers."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import OpenFile
from ..unpack import PIECE
from .members import Names, is_wanted, read_member

_BLOCK = tarfile.BLOCKSIZE
_SUM = slice(148, 156)  # the position of the checksum in a header
_EXTENDED = 1 << 20  # maximum bytes of an extended header, which holds a name
_PAX = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_PAX_LENGTH = re.compile(rb"([0-9]{1,7}) ")
_DIGITS = re.compile("[0-9]{1,15}")
_EXTENSIONS = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.XGLTYPE, *_PAX)  # types of extended headers
_FILES = (tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.CONTTYPE)
_EMPTY = (tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The records of the members. A damaged header is a failed record. Raises EOFError if the file is truncated."""
    stream = _Blocks(source.stream())
    names = Names(source.name)
    stated: dict[str, str] = {}
    while (header := stream.header()) is not None:
        at = stream.at - _BLOCK
        if isinstance(header, str) or (header.type in _EXTENSIONS and header.size > _EXTENDED):
            stream.resume()
            stated = {}
            yield _fault(f"{source.name}@{at}", f"{source.name}, byte {at}", header)
        elif header.type in _EXTENSIONS:
            stated |= _stated(header.type, stream.take(header.size))
        else:
            yield from _member(stream, header, stated, names, reading, stats)
            stated = {}


def _fault(id: str, place: str, header: tarfile.TarInfo | str) -> Record:
    why = header if isinstance(header, str) else f"it has {header.size:,} bytes"
    return Record(
        id, "", place=place, failure=Failure("failed", f"{place}: the header of a member is damaged ({why}). Create the archive again.")
    )


def _member(
    stream: _Blocks, header: tarfile.TarInfo, stated: dict[str, str], names: Names, reading: Reading, stats: Stats
) -> Iterator[Record]:
    """The records of one member; leaves the stream after it."""
    member = stated.get("path", header.name)
    size = int(stated["size"]) if _DIGITS.fullmatch(stated.get("size", "")) else header.size
    is_sparse = header.type == tarfile.GNUTYPE_SPARSE or "GNU.sparse.major" in stated
    with _Member(stream, 0 if header.type in _EMPTY else size) as file:
        if is_wanted(member) and is_sparse:
            name = names.of(member)
            yield Record(
                name, "", place=name, failure=Failure("failed", f"{name}: sparse files are not supported. Add it to the archive whole.")
            )
        elif is_wanted(member) and header.type in _FILES:
            yield from read_member(file, member, names.of(member), size, reading)
        else:
            stats.skipped += header.type in _FILES


def _stated(type: bytes, raw: bytes) -> dict[str, str]:
    """The fields that an extended header states for the next member."""
    if type == tarfile.GNUTYPE_LONGNAME:
        return {"path": raw.rstrip(b"\0").decode("utf-8", "surrogateescape")}
    found: dict[str, str] = {}
    at = 0
    while type in _PAX and (length := _PAX_LENGTH.match(raw, at)):
        name, _, value = raw[length.end() : at + int(length[1]) - 1].partition(b"=")
        found[name.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        at = max(at + int(length[1]), length.end())
    return found


class _Blocks:
    """A decompressed tar file, read block by block. `at` is the offset in bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._next = b""
        self._has_ended = False
        self.at = 0

    def header(self) -> tarfile.TarInfo | str | None:
        """The next header, or the reason why it is damaged; None at the end. Raises EOFError if the end marker is missing.

        An archive ends with blocks of zeros. Another archive may follow; anything else after them is ignored.
        """
        while True:
            block, self._next = self._next, b""
            if not block:
                block = self._file.read(_BLOCK)
                self.at += len(block)
            if len(block) < _BLOCK:
                if self._has_ended:
                    return None
                raise EOFError("the end of the tar file is missing")
            if not block.strip(b"\0"):
                self._has_ended = True
                continue
            header = _header_of(block)
            if not self._has_ended or isinstance(header, tarfile.TarInfo):
                self._has_ended = False
                return header

    def take(self, size: int) -> bytes:
        """The next `size` bytes; also skips the padding of their last block. Raises EOFError if there are fewer."""
        wanted = size + -size % _BLOCK
        pieces: list[bytes] = []
        while wanted:
            pieces.append(self.some(wanted))
            wanted -= len(pieces[-1])
        return b"".join(pieces)[:size]

    def some(self, size: int) -> bytes:
        """Up to `size` bytes, at least one. Raises EOFError at the end of the file."""
        piece = self._file.read(size)
        if not piece:
            raise EOFError("the tar file is truncated")
        self.at += len(piece)
        return piece

    def resume(self) -> None:
        """Skip to the next block that is a header. Raises EOFError if there is none."""
        while True:
            block = self._file.read(_BLOCK)
            self.at += len(block)
            if len(block) < _BLOCK:
                raise EOFError("the tar file is truncated")
            if not block.strip(b"\0") or isinstance(_header_of(block), tarfile.TarInfo):
                self._next = block
                return


def _header_of(block: bytes) -> tarfile.TarInfo | str:
    """Parse a block as a header; returns the reason if it is not a valid one."""
    if not block[_SUM].strip(b" \0").isdigit():
        return "it has no checksum"
    try:
        header = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, OverflowError) as error:
        return str(error)
    return header if 0 <= header.size < 1 << 50 else "its size is invalid"


class _Member(io.RawIOBase):
    """The bytes of one member, as a context manager that leaves the stream at the next header."""

    def __init__(self, blocks: _Blocks, size: int) -> None:
        self._blocks, self._left = blocks, size
        self._padding = -size % _BLOCK

    def __enter__(self) -> Any:
        self._buffered = io.BufferedReader(self, PIECE)
        return self._buffered

    def __exit__(self, *problem: object) -> None:
        if problem[0] is None:
            while self._left:
                self._left -= len(self._blocks.some(min(self._left, PIECE)))
            while self._padding:
                self._padding -= len(self._blocks.some(self._padding))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._blocks.some(min(len(buffer), self._left)) if self._left else b""
        self._left -= len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

"""Decompress streams piece by piece: never more than one piece is in memory, however far a few bytes expand."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple, Protocol

from ..backends import zstd

PIECE = 1 << 16  # bytes read, and bytes decompressed, at a time
_XZ_MEMORY = 256 << 20  # memory limit of an xz decoder in bytes; `xz -9` needs 64 MB


class Damaged(OSError):
    """Compressed data that is damaged."""


class Unpacker(Protocol):
    """The decompressor of one member (frame, stream), with the interface of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class Packing(NamedTuple):
    """A compression format: its name, the first bytes of its files, and a factory of decompressors for one member."""

    name: str
    magic: bytes
    new: Callable[[], Unpacker]


class Zlib:
    """`zlib.decompressobj` with the interface of `Unpacker`; `wbits` as in zlib."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = not self._inner.unconsumed_tail and len(piece) < max_length
        return piece


GZIP = Packing("gzip", b"\x1f\x8b", lambda: Zlib(31))
PACKINGS = {
    ".gz": GZIP,
    ".tgz": GZIP,
    ".zst": Packing("zstd", b"\x28\xb5\x2f\xfd", zstd.unpacker),
    ".bz2": Packing("bzip2", b"BZh", bz2.BZ2Decompressor),
    ".xz": Packing("xz", b"\xfd7zXZ\x00", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, _XZ_MEMORY)),
}
_MEMBER = b"\x1f\x8b\x08"  # the first bytes of every gzip member


def packing_of(head: bytes) -> Packing | None:
    """The compression format of a file that begins with `head`; None if it is not compressed."""
    return next((packing for packing in PACKINGS.values() if head.startswith(packing.magic)), None)


def unpacked(file: BinaryIO, packing: Packing) -> BinaryIO:
    """The decompressed content of `file`. Reading raises EOFError where it is truncated, Damaged where it cannot be decompressed."""
    return io.BufferedReader(Members(file, packing), PIECE)


def unpacked_bytes(raw: bytes, unpacker: Unpacker, most: int) -> bytes:
    """`raw` decompressed, up to `most` bytes. Raises EOFError if it is truncated, Damaged if it cannot be decompressed."""
    pieces: list[bytes] = []
    size = 0
    while size < most and not unpacker.eof:
        if unpacker.needs_input and not raw:
            raise EOFError("the compressed data is truncated")
        data, raw = (raw, b"") if unpacker.needs_input else (b"", raw)
        pieces.append(_step(unpacker, data, min(PIECE, most - size)))
        size += len(pieces[-1])
    return b"".join(pieces)


class Members(io.RawIOBase):
    """All members of a compressed file as one stream."""

    def __init__(self, file: BinaryIO, packing: Packing) -> None:
        self._file = file
        self._read = getattr(file, "read1", file.read)  # returns what is available, so that reading from a pipe does not block
        self._packing = packing
        self._member: Unpacker | None = None
        self._packed = self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._fill():
                return 0
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def next_member(self) -> bool:
        """Abandon a damaged member and go on to the next one. False if there is none or it cannot be found."""
        self._member, self._ready = None, b""
        if self._packing is not GZIP:
            return False
        self._packed = self._packed[1:]
        while True:
            at = self._packed.find(_MEMBER)
            if at >= 0:
                self._packed = self._packed[at:]
                return True
            more = self._read(PIECE)
            if not more:
                return False
            self._packed = self._packed[-(len(_MEMBER) - 1) :] + more

    def _fill(self) -> bool:
        """Decompress one more piece; False at the end of the file."""
        if self._member is None:
            self._packed = self._packed or self._read(PIECE)
            if self._packing is GZIP:
                self._packed = self._packed.lstrip(b"\0")  # members may be padded
                if not self._packed and (more := self._read(PIECE)):
                    self._packed = more
                    return True
            if not self._packed:
                return False
            self._member = self._packing.new()
        data = b""
        if self._member.needs_input:
            data = self._packed or self._read(PIECE)
            if not data:
                raise EOFError(f"the {self._packing.name} data is truncated")
        try:
            self._ready = _step(self._member, data, PIECE)
        except Damaged:
            self._packed = data or self._packed
            raise
        if data:
            self._packed = b""
        if self._member.eof:
            self._packed, self._member = self._member.unused_data or self._packed, None
        return True


def _step(unpacker: Unpacker, data: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(data, most)
    except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
        raise Damaged(f"the compressed data is damaged: {error}") from error

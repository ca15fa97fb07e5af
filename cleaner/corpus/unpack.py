"""Packed streams, unpacked piece by piece: never more is held than one piece, however much a few bytes become."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, NamedTuple, Protocol

from ..backends import zstd

PIECE = 1 << 16  # bytes that are read, and bytes that are unpacked, at a time
_XZ_MEMORY = 256 << 20  # bytes that an xz file may ask for before it gives any; `xz -9` asks for 64 MB


class Damaged(OSError):
    """Packed data that does not unpack."""


class Unpacker(Protocol):
    """One member (frame, stream) of packed data. The interface is that of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool: ...

    @property
    def needs_input(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class Packing(NamedTuple):
    """A format of packing: its name, the first bytes of its files, and what unpacks one member."""

    name: str
    magic: bytes
    new: Callable[[], Unpacker]


class Zlib:
    """`zlib.decompressobj` with the interface of `Unpacker`; `wbits` is as zlib has it."""

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
_MEMBER = b"\x1f\x8b\x08"  # how every member of a gzip file begins


def packing_of(head: bytes) -> Packing | None:
    """How a file that begins with `head` is packed; None for one that is not."""
    return next((packing for packing in PACKINGS.values() if head.startswith(packing.magic)), None)


def unpacked(file: BinaryIO, packing: Packing) -> BinaryIO:
    """What `file` holds. Reading raises EOFError where it breaks off, and Damaged where it does not unpack."""
    return io.BufferedReader(Members(file, packing), PIECE)


def unpacked_bytes(raw: bytes, unpacker: Unpacker, most: int) -> bytes:
    """What `raw` becomes, up to `most` bytes. Raises EOFError where it breaks off, and Damaged where it does not unpack."""
    pieces: list[bytes] = []
    size = 0
    while size < most and not unpacker.eof:
        if unpacker.needs_input and not raw:
            raise EOFError("the packed data breaks off")
        data, raw = (raw, b"") if unpacker.needs_input else (b"", raw)
        pieces.append(_step(unpacker, data, min(PIECE, most - size)))
        size += len(pieces[-1])
    return b"".join(pieces)


class Members(io.RawIOBase):
    """Member after member of a packed file, as one stream."""

    def __init__(self, file: BinaryIO, packing: Packing) -> None:
        self._file = file
        self._read = getattr(file, "read1", file.read)  # what there is at once, so that a stream is not waited for
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
        """Give up the member that is damaged, and go on to the next. False where there is none, or where it cannot be found."""
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
        """Unpack one more piece; False at the end of the file."""
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
                raise EOFError(f"the {self._packing.name} data breaks off")
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
        raise Damaged(f"the packed data is damaged: {error}") from error

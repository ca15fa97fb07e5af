"""Zstandard, through zstandard."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from ..errors import ConfigError

_PIECE = 2048  # bytes to unpack at a time: what one of them can become is bounded


def _library() -> Any:
    try:
        import zstandard
    except ImportError as error:
        remedy = "Install it with: pip install 'pagecleaner[corpus]'"
        raise ConfigError("zstd needs the library zstandard, which is not installed", place="zstd", remedy=remedy) from error
    return zstandard


def reader(file: BinaryIO) -> BinaryIO:
    """What `file` holds, unpacked; raises EOFError where it breaks off, OSError where it is damaged."""
    return io.BufferedReader(_Reader(file, _library()), 1 << 16)


def writer(file: BinaryIO) -> BinaryIO:
    """A file that packs into `file`, and leaves it open."""
    return _library().ZstdCompressor(level=6).stream_writer(file, closefd=False)  # type: ignore[no-any-return]


class _Reader(io.RawIOBase):
    """Frame after frame. The library's own reader takes a frame that breaks off for its end."""

    def __init__(self, file: BinaryIO, library: Any) -> None:
        self._file, self._library = file, library
        self._frame: Any = None
        self._packed = self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            self._packed = self._packed or self._file.read(_PIECE)
            if not self._packed:
                if self._frame is not None:
                    raise EOFError("the zstd frame breaks off")
                return 0
            self._unpack()
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

    def _unpack(self) -> None:
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor().decompressobj()
        try:
            self._ready = self._frame.decompress(self._packed)
        except self._library.ZstdError as error:
            raise OSError(f"damaged zstd data ({error})") from error
        self._packed = b""
        if self._frame.eof:
            self._packed, self._frame = self._frame.unused_data, None

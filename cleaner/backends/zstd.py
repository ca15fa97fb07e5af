"""Zstandard, through zstandard."""

from __future__ import annotations

from typing import Any, BinaryIO

from ..errors import ConfigError, install_with

_PIECE = 256  # bytes to decompress at a time: the library cannot limit the output, which is 8 MB at most


def _library() -> Any:
    try:
        import zstandard
    except ImportError as error:
        remedy = f"Install it with: {install_with('corpus')}"
        raise ConfigError("zstd needs the library zstandard, which is not installed", place="zstd", remedy=remedy) from error
    return zstandard


def writer(file: BinaryIO) -> BinaryIO:
    """A file that compresses into `file`, and leaves it open."""
    return _library().ZstdCompressor(level=6).stream_writer(file, closefd=False)  # type: ignore[no-any-return]


def unpacker() -> Unpacker:
    """A decompressor for one frame."""
    return Unpacker(_library())


class Unpacker:
    """One frame, with the interface of `bz2.BZ2Decompressor`. The library's own reader takes a truncated frame for a complete one."""

    def __init__(self, library: Any) -> None:
        self._error = library.ZstdError
        self._inner = library.ZstdDecompressor().decompressobj()
        self._packed = self._ready = memoryview(b"")
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof) and not self._ready

    @property
    def needs_input(self) -> bool:
        return not self._packed and not self._ready and not self._inner.eof

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to `max_length` bytes more. Raises OSError for damaged data."""
        if data:
            self._packed = memoryview(data)
        if not self._ready and self._packed:
            try:
                self._ready = memoryview(self._inner.decompress(self._packed[:_PIECE]))
            except self._error as error:
                raise OSError(str(error)) from error
            self._packed = self._packed[_PIECE:]
            if self._inner.eof:
                self.unused_data = self._inner.unused_data + bytes(self._packed)
                self._packed = memoryview(b"")
        piece, self._ready = bytes(self._ready[:max_length]), self._ready[max_length:]
        return piece

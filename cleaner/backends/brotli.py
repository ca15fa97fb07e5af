"""Brotli, with which servers compress pages, through brotli."""

from __future__ import annotations

from typing import Any

from ..errors import ConfigError, install_with


def _library() -> Any:
    try:
        import brotli
    except ImportError as error:
        remedy = f"Install it with: {install_with('corpus')}"
        raise ConfigError("brotli needs the library brotli, which is not installed", place="brotli", remedy=remedy) from error
    return brotli


def unpacker() -> Unpacker:
    """A decompressor for one stream."""
    return Unpacker(_library())


class Unpacker:
    """One stream, with the interface of `bz2.BZ2Decompressor`."""

    unused_data = b""

    def __init__(self, library: Any) -> None:
        self._error = library.error
        self._inner = library.Decompressor()
        self._full = False  # whether the limit cut the last piece: the library then still accepts input

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished())

    @property
    def needs_input(self) -> bool:
        return bool(self._inner.can_accept_more_data()) and not self._full

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Up to about `max_length` bytes more. Raises OSError for damaged data."""
        try:
            piece: bytes = self._inner.process(data, output_buffer_limit=max_length)
        except self._error as error:
            raise OSError(str(error)) from error
        self._full = len(piece) >= max_length
        return piece

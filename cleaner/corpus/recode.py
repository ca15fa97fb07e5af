"""Read UTF-16 and UTF-32 text as UTF-8; some programs save JSON lines and tables in these encodings."""

from __future__ import annotations

import codecs
import io
import re
from typing import Any, BinaryIO

_PIECE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((re.compile(rb"[!-~]\0[\s!-~]\0"), "utf-16-le"), (re.compile(rb"\0[!-~]\0[\s!-~]"), "utf-16-be"))


def wide_codec(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 codec of text that begins with `head`; None for other encodings."""
    marked = next((codec for bom, codec in _BOMS if head.startswith(bom)), None)
    return marked or next((codec for pattern, codec in _UNMARKED if pattern.match(head)), None)


def recoded(stream: BinaryIO) -> BinaryIO:
    """The stream re-encoded as UTF-8 if it is UTF-16 or UTF-32, else unchanged. Invalid sequences become U+FFFD."""
    peek = getattr(stream, "peek", None)
    codec = wide_codec(peek(4)[:4]) if peek else None
    return io.BufferedReader(_Recoded(stream, codec), _PIECE) if codec else stream


class _Recoded(io.RawIOBase):
    def __init__(self, stream: BinaryIO, codec: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._ended:
            piece = self._stream.read(_PIECE)
            self._ended = not piece
            self._ready = self._decoder.decode(piece, self._ended).encode("utf-8", "replace")
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

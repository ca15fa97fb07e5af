"""Parse one HTTP response from a WARC record: its status, the media type and charset in its header, and the page's bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...backends import brotli, zstd
from ..unpack import Damaged, Unpacker, Zlib, unpacked_bytes

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_END = re.compile(rb"\r?\n\r?\n")
_FIELD = re.compile(rb"^([!-9;-~]++)[ \t]*+:(.*)", re.MULTILINE)
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,4096})?\r?\n")
_HEADER = 1 << 20  # bytes
_CHARSET = re.compile(r"charset\s{0,8}=\s{0,8}[\"']?\s{0,8}([^\s\"';,]{1,80})", re.IGNORECASE)
_UNPACKERS: Mapping[str, Callable[[bytes], Unpacker]] = {
    "gzip": lambda raw: Zlib(31),
    "x-gzip": lambda raw: Zlib(31),
    "deflate": lambda raw: Zlib(15 if _is_zlib(raw) else -15),
    "br": lambda raw: brotli.unpacker(),
    "zstd": lambda raw: zstd.unpacker(),
}


class BadResponse(Exception):
    """A response that is damaged; the message says how."""


class OverLimit(Exception):
    """The page is over the limit of a record; `size` is the number of bytes counted."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(size)


@dataclass(frozen=True, slots=True)
class Response:
    """A response with a parsed header.

    media, charset: as stated in Content-Type, or None. transfer, coding: the transfer and content encodings.
    raw: the body as it was sent.
    """

    status: int
    media: str | None
    charset: str | None
    transfer: str
    coding: tuple[str, ...]
    raw: bytes

    def body(self, most: int) -> bytes:
        """The decoded body. Raises OverLimit when it has more than `most` bytes, BadResponse when it is damaged."""
        body = _joined(self.raw) if "chunked" in self.transfer.lower() else self.raw
        for name in reversed(self.coding):
            body = _unpacked(body, name, most)
        if len(body) > most:
            raise OverLimit(len(body))
        return body


def response_of(block: bytes) -> Response:
    """Parse the response in a record's block. Raises BadResponse if it has no status or its header has no end."""
    status = _STATUS.match(block)
    end = _END.search(block, 0, _HEADER)
    if not status:
        raise BadResponse("not an HTTP response: it does not begin with a status line")
    if not end and len(block) > _HEADER:
        raise BadResponse(f"its HTTP header is over {_HEADER:,} bytes")
    head, raw = (block[: end.start() + 1], block[end.end() :]) if end else (block, b"")
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(head):
        fields.setdefault(name.decode("ascii").lower(), value.decode("latin-1").strip())
    media, charset = media_of(fields.get("content-type"))
    coding = tuple(name.strip().lower() for name in fields.get("content-encoding", "").split(",") if name.strip())
    return Response(int(status[1]), media, charset, fields.get("transfer-encoding", ""), coding, raw)


def media_of(stated: str | None) -> tuple[str | None, str | None]:
    """The media type and charset of a `Content-Type` value, each None if not stated."""
    media = (stated or "").partition(";")[0].strip().lower()
    charset = _CHARSET.search(stated or "")
    return media or None, charset[1] if charset else None


def _joined(raw: bytes) -> bytes:
    """The body without chunk headers. Many archives store bodies already joined although the header says `chunked`."""
    pieces: list[bytes] = []
    at = 0
    while header := _CHUNK.match(raw, at):
        size = int(header[1], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(raw[header.end() : header.end() + size])
        at = header.end() + size
        if at > len(raw):
            raise BadResponse("its body is truncated within a chunk")
        at += 2 if raw[at : at + 2] == b"\r\n" else 1 if raw[at : at + 1] == b"\n" else 0
    if not pieces:
        return raw
    raise BadResponse("its body has a chunk with a bad header")


def _unpacked(raw: bytes, name: str, most: int) -> bytes:
    """The body with one content encoding removed. A body that is already markup was decoded before it was stored."""
    if name in ("identity", "none") or not raw or raw.lstrip()[:1] == b"<":
        return raw
    if name not in _UNPACKERS:
        raise BadResponse(f"its body has an unknown content encoding ({name[:40]!r})")
    try:
        body = unpacked_bytes(raw, _UNPACKERS[name](raw), most + 1)
    except (EOFError, Damaged) as error:
        raise BadResponse(f"its body is encoded as {name} and cannot be decoded ({error})") from error
    if len(body) > most:
        raise OverLimit(len(body))
    return body


def _is_zlib(raw: bytes) -> bool:
    """Whether `deflate` data has the zlib header that the standard requires; some servers leave it out."""
    return len(raw) > 1 and raw[0] & 0x0F == 8 and (raw[0] << 8 | raw[1]) % 31 == 0

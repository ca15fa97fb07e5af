"""Records of WARC files, through fastwarc."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from ..errors import ConfigError, InputError

_END = b"\n\n"


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A response or a text that was made of one. `body` is None for one that is over the limit."""

    id: str
    url: str | None
    fetched: str | None
    size: int
    body: bytes | None
    charset: str | None = None
    media: str | None = None
    status: int | None = None


def _library() -> Any:
    try:
        import fastwarc.warc
    except ImportError as error:
        remedy = "Install it with: pip install 'pagecleaner[corpus]'"
        raise ConfigError("WARC needs the library fastwarc, which is not installed", place="WARC", remedy=remedy) from error
    return fastwarc.warc


def records(stream: BinaryIO, place: str, most: int) -> Iterator[WarcRecord]:
    """The responses and texts in unpacked WARC data. Raises EOFError where it breaks off, InputError where it is damaged."""
    library = _library()
    kinds = library.WarcRecordType
    followed = _Followed(stream)
    try:
        for record in library.ArchiveIterator(followed, parse_http=False, stream_detect=False):
            if record.record_type in (kinds.response, kinds.conversion, kinds.resource):
                yield _told(record, most)
    except (OSError, ValueError) as error:
        if isinstance(error, EOFError) or followed.broke_off:
            raise EOFError(str(error)) from error
        raise InputError(f"this WARC file is damaged ({error})", place=place, remedy="Fetch it again.") from error
    if followed.size and not followed.tail.replace(b"\r", b"").endswith(_END):
        raise EOFError("the last WARC record breaks off")


def _told(record: Any, most: int) -> WarcRecord:
    size = record.content_length
    date = record.record_date
    told = {"id": str(record.record_id), "url": record.headers.get("WARC-Target-URI"), "fetched": date.isoformat() if date else None}
    if size > most:
        return WarcRecord(**told, size=size, body=None)
    record.freeze()
    if record.content_length < size:
        raise EOFError("a WARC record breaks off")
    if not record.is_http:
        return WarcRecord(**told, size=size, body=record.reader.read(), media=record.headers.get("Content-Type"))
    record.parse_http(auto_decode="all")
    body = record.reader.read(most + 1)
    if len(body) > most:
        return WarcRecord(**told, size=len(body), body=None)
    status = record.http_headers.status_code if record.http_headers else None
    return WarcRecord(**told, size=size, body=body, charset=record.http_charset, media=record.http_content_type, status=status)


class _Followed:
    """A stream whose size and last bytes are known, and whether it broke off: the library takes any end for a good one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = 0
        self.tail = b""
        self.broke_off = False

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._stream.read(size)
        except EOFError:
            self.broke_off = True
            raise
        self.size += len(piece)
        self.tail = (self.tail + piece[-8:])[-8:]
        return piece

    def tell(self) -> int:
        return self.size

    def close(self) -> None:
        pass

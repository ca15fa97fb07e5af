"""Read WARC and WET files: the pages among the responses, and extracted texts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...errors import CleanerError
from ...ingest.charset_names import codec_of
from ...ingest.decode import shows_its_encoding
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import OpenFile
from .http_response import BadResponse, OverLimit, media_of, response_of
from .mapping import too_large
from .warc_records import WarcRecord, records

_TEXTUAL = ("text/html", "application/xhtml+xml", "text/plain")
_WANTED = frozenset(["response", "conversion", "resource"])


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """Pages with status 2xx. Images, redirects and other records are counted as skipped."""
    for found in records(source, reading.max_record, _WANTED):
        record = _record(found, source.name, reading)
        if record is None:
            stats.skipped += 1
        else:
            yield record


def _record(found: WarcRecord, name: str, reading: Reading) -> Record | None:
    """The page in a WARC record, or a failed record; None if it is not a page."""
    stated_id = found.headers.get("warc-record-id", "") if not found.fault else ""
    id = stated_id or f"{name}@{found.at}"
    place = f"{name}, record {stated_id}" if stated_id else f"{name}, byte {found.at}"
    url, fetched = found.headers.get("warc-target-uri", "").strip("<>") or None, _moment(found.headers.get("warc-date", ""))
    page: str | bytes = ""
    failure: Failure | None = None
    try:
        if found.fault:
            raise BadResponse(found.fault)
        text = _page(found, reading.max_record)
        if text is None:
            return None
        page = text
    except OverLimit as over:
        failure = too_large(over.size, reading, place)
    except BadResponse as fault:
        failure = Failure("failed", f"{place}: {fault}. Fetch the page again, or leave it out.")
    except CleanerError as error:  # a decompression library is not installed
        failure = Failure("failed", f"{place}: {error.problem}. {error.remedy}")
    return Record(id, page, url, fetched, place, failure)


def _page(found: WarcRecord, most: int) -> str | bytes | None:
    """The page in an undamaged record; None if there is none. Raises BadResponse and OverLimit."""
    stated = found.headers.get("content-type", "")
    media, charset = media_of(stated)
    over = found.size > most
    if stated.lower().startswith("application/http"):
        response = response_of(found.block)
        media, charset = response.media, response.charset
        if not 200 <= response.status < 300 or not _is_textual(media):
            return None
        if not over:
            return _decoded(response.body(most), charset)
    elif not _is_textual(media):
        return None
    if over:
        raise OverLimit(found.size)
    return _decoded(found.block, charset)


def _is_textual(media: str | None) -> bool:
    return (media or "text/html") in _TEXTUAL


def _decoded(body: bytes, charset: str | None) -> str | bytes:
    """The text, decoded with the charset that the server stated if that works; else the bytes, whose encoding is detected later."""
    codec = codec_of(charset) if charset else None
    if codec is None or shows_its_encoding(body) or (codec.startswith("utf-16") and b"\0" not in body):
        return body
    try:
        return body.decode(codec)
    except UnicodeError:
        return body


def _moment(stated: str) -> str | None:
    try:
        return datetime.fromisoformat(stated).isoformat()
    except ValueError:
        return None

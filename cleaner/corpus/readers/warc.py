"""WARC and WET: the pages among the responses, and texts that were made of pages."""

from __future__ import annotations

from collections.abc import Iterator

from ...doors import warc
from ..records import Reading, Record
from ..shards import Stats
from ..streams import Source
from .mapping import too_large

_TEXTUAL = ("text/html", "application/xhtml+xml", "text/plain")


def read(source: Source, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """Pages that came with a status of 2xx. Pictures, redirections and the like are no pages; they are counted as skipped."""
    for number, found in enumerate(warc.records(source.stream(), source.name, reading.max_record)):
        place = f"{source.name}, record {found.id}"
        id = found.id or f"{source.name}@{number}"
        if not _is_page(found):
            stats.skipped += 1
        elif found.body is None:
            yield Record(id, "", found.url, found.fetched, place, too_large(found.size, reading, place))
        else:
            yield Record(id, _decoded(found.body, found.charset), found.url, found.fetched, place)


def _is_page(found: warc.WarcRecord) -> bool:
    media = (found.media or "text/html").partition(";")[0].strip().lower()
    return media in _TEXTUAL and (found.status is None or 200 <= found.status < 300)


def _decoded(body: bytes, charset: str | None) -> str | bytes:
    """The text by the charset that the server named, where that holds; else the bytes, whose encoding is found out."""
    try:
        return body.decode(charset) if charset else body
    except (UnicodeDecodeError, LookupError):
        return body

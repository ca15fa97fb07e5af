"""Parse the records of a WARC file into header and block, and find the next record after a damaged one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..streams import OpenFile
from ..unpack import Damaged
from .warc_stream import LINE, Stream

_START = re.compile(rb"WARC/\d\.\d\s*$")
_SEPARATOR = re.compile(rb"\r?\n\r?\n|(?:\r?\n)?(?=WA)")  # follows a block; some writers leave out line ends
_LENGTH = re.compile(r"[0-9]{1,15}")
_HEADER = 1 << 20  # maximum bytes of a header
_HEAD = 1 << 18  # bytes kept of a block over the limit: they include the HTTP headers


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record. `block` holds `size` bytes, or only its beginning if it is over the limit.

    at: its offset in the decompressed file. fault: the reason why it is damaged; it has no block then.
    """

    at: int
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    block: bytes = b""
    fault: str = ""


def records(source: OpenFile, most: int, wanted: frozenset[str]) -> Iterator[WarcRecord]:
    """The records whose type is in `wanted`, and damaged records. Raises EOFError if the file is truncated."""
    stream = Stream(source)
    while True:
        try:
            found = _next(stream, most, wanted)
        except Damaged as error:
            at = stream.at
            more = stream.next_member()
            yield WarcRecord(at, fault=f"it cannot be decompressed ({error})")
            if not more:
                return
            continue
        if found is None:
            return
        if found.fault or found.headers.get("warc-type") in wanted:
            yield found


def _next(stream: Stream, most: int, wanted: frozenset[str]) -> WarcRecord | None:
    """The next record; None at the end of the file."""
    line = stream.line()
    while line and not line.strip():
        line = stream.line()
    if not line:
        return None
    at = stream.at - len(line)
    if not _START.match(line):
        stream.push_back(line)
        stream.resume()
        return WarcRecord(at, fault="no record begins here")
    headers = _headers(stream)
    length = headers.get("content-length", "") if headers else ""
    if headers is None or not _LENGTH.fullmatch(length):
        stream.push_back(b"\r\n\r\n")  # the next record may begin immediately
        stream.resume()
        return WarcRecord(at, headers or {}, fault="its header is damaged")
    size = int(length)
    is_wanted = headers.get("warc-type", "").lower() in wanted
    block = _block(stream, size, most if is_wanted else 0)
    if block is None:
        return WarcRecord(at, headers, fault=f"its header states {size:,} bytes, but it does not end there")
    return WarcRecord(at, headers | {"warc-type": headers.get("warc-type", "").lower()}, size, block)


def _headers(stream: Stream) -> dict[str, str] | None:
    """The header fields by lower-case name, the first of repeated ones; None if damaged. Raises EOFError if truncated."""
    found: dict[str, str] = {}
    last = ""
    end = stream.at + _HEADER
    while stream.at < end:
        line = stream.line()
        if not line.endswith(b"\n"):
            if len(line) < LINE:
                raise EOFError("a WARC record is truncated in its header")
            return None
        if not line.strip():
            return found
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[0] in " \t" and last:
            found[last] = f"{found[last]} {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        if not colon:
            return None
        last = name.strip().lower()
        found.setdefault(last, value.strip())
    return None


def _block(stream: Stream, size: int, most: int) -> bytes | None:
    """The bytes of a block, or its beginning if it is over the limit; None if the block does not end where its size says.

    Leaves the stream at the next record. Raises EOFError if the file ends within the block and no other record follows in it.
    """
    start = stream.at
    block = stream.read(min(size, max(most, _HEAD)))
    is_whole = stream.skip(start + size - stream.at)
    if is_whole:
        found = stream.read(4)
        end = _SEPARATOR.match(found)
        if not end and not found.strip(b"\r\n"):
            raise EOFError("the last WARC record is truncated")
        stream.push_back(found[end.end() :] if end else found)
        if end:
            return block if size <= most else block[:_HEAD]
    stream.back_to(start, block)
    if not stream.resume() and not is_whole:
        raise EOFError("a WARC record is truncated")
    return None

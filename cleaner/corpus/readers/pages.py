"""Read files that are one page each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...errors import InputError
from ...ingest.decode import refuse_binary
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import OpenFile
from .mapping import too_large


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The single record of a page file; a file that cannot be read is a failed record."""
    try:
        raw = source.stream().read(reading.max_record + 1)
    except (EOFError, OSError) as error:
        yield unread(source.name, error)
        return
    yield replace(page(raw, source.name, reading), file=source.name)


def unread(name: str, error: Exception) -> Record:
    """The failed record of a page whose file cannot be read."""
    message = str(error) if isinstance(error, InputError) else f"{name}: it cannot be read ({error}). Fetch it again."
    return Record(name, "", place=name, failure=Failure("failed", message))


def page(raw: bytes, name: str, reading: Reading) -> Record:
    """The record of a page from the bytes of a file or an archive member; failed if it is empty, binary or over the limit."""
    failure: Failure | None = None
    if len(raw) > reading.max_record:
        failure = too_large(len(raw), reading, name)
    elif not raw.strip():
        failure = Failure("failed", f"{name}: the file is empty. Leave it out.")
    else:
        try:
            refuse_binary(raw, name)
        except InputError as error:
            failure = Failure("failed", str(error))
    return Record(name, b"" if failure else raw, place=name, failure=failure)

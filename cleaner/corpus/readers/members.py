"""Read the members of an archive: choose those to read, and give their records ids."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from ...inputs import PAGE_SUFFIXES
from ..records import Failure, Reading, Record
from . import jsonl, tables
from .mapping import too_large
from .pages import page

_TABLES = {".jsonl": jsonl.read_stream, ".ndjson": jsonl.read_stream, ".csv": tables.read_stream, ".tsv": tables.read_stream}


def is_wanted(name: str) -> bool:
    """Whether a member is a page or a file of records, by its suffix; hidden files are not read."""
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in PAGE_SUFFIXES | _TABLES.keys()


def read_member(file: BinaryIO, member: str, name: str, size: int, reading: Reading) -> Iterator[Record]:
    """The records of one member, with ids made from `name`; `size` is the member's size as the archive states it."""
    read = _TABLES.get(PurePosixPath(member).suffix.lower())
    if read:
        yield from read(file, name, reading)
    elif size > reading.max_record:
        yield Record(name, "", place=name, failure=too_large(size, reading, name))
    else:
        yield page(file.read(reading.max_record + 1), name, reading)


def damaged(name: str, error: object) -> Record:
    """The failed record of a member that cannot be extracted."""
    return Record(name, "", place=name, failure=Failure("failed", f"{name}: it cannot be extracted ({error}). Create the archive again."))


class Names:
    """Unique names for the members of one archive: a second member of the same name becomes NAME#2."""

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._counts: dict[int, int] = {}  # by the name's hash, to save memory

    def of(self, name: str) -> str:
        """The name of the next member called `name`."""
        key = hash(name)
        self._counts[key] = count = self._counts.get(key, 0) + 1
        return f"{self._archive}/{name}" if count == 1 else f"{self._archive}/{name}#{count}"

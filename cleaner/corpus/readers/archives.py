"""Zip and tar: pages, and files of JSON lines or CSV, as members."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from ...errors import InputError
from ...inputs import PAGE_SUFFIXES
from ..records import Failure, Reading, Record
from ..shards import Stats
from ..streams import Source
from . import jsonl, tables
from .mapping import too_large
from .pages import page

_TABLES = {".jsonl": jsonl.read_stream, ".ndjson": jsonl.read_stream, ".csv": tables.read_stream, ".tsv": tables.read_stream}


def read_zip(source: Source, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The members of a zip file. One that is damaged is a record that failed."""
    try:
        archive = zipfile.ZipFile(source.file)
    except zipfile.BadZipFile as error:
        raise InputError(f"this zip file is not whole ({error})", place=source.name, remedy="Fetch or make it again.") from error
    with archive:
        for member in archive.infolist():
            name = f"{source.name}/{member.filename}"
            if member.is_dir() or not _is_wanted(member.filename):
                stats.skipped += not member.is_dir()
                continue
            try:
                with archive.open(member) as file:
                    yield from _member(io.BufferedReader(file), name, member.file_size, reading)  # type: ignore[type-var]
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
                yield Record(name, "", place=name, failure=Failure("failed", f"{name}: it cannot be unpacked ({error})."))


def read_tar(source: Source, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The members of a tar file, read from its beginning to its end."""
    stream = _Tail(source.stream())
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:  # type: ignore[call-overload]
            for member in archive:
                name = f"{source.name}/{member.name}"
                file = archive.extractfile(member) if member.isfile() and _is_wanted(member.name) else None
                if file is None:
                    stats.skipped += member.isfile()
                    continue
                yield from _member(io.BufferedReader(file), name, member.size, reading)
    except tarfile.TarError as error:
        raise EOFError(str(error)) from error
    while stream.read(1 << 16):  # to its end, where a packed file is checked
        pass
    if stream.zeros < tarfile.BLOCKSIZE:
        raise EOFError("the end of the tar file is missing")


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and path.suffix.lower() in PAGE_SUFFIXES | _TABLES.keys()


def _member(file: BinaryIO, name: str, size: int, reading: Reading) -> Iterator[Record]:
    read = _TABLES.get(PurePosixPath(name).suffix.lower())
    if read:
        yield from read(file, name, reading)
    elif size > reading.max_record:
        yield Record(name, "", place=name, failure=too_large(size, reading, name))
    else:
        yield page(file.read(reading.max_record + 1), name, reading)


class _Tail:
    """A stream, with the count of zero bytes at the end of what was read: a whole tar file has two blocks of them."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.zeros = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        kept = len(piece.rstrip(b"\0"))
        self.zeros = len(piece) - kept + (0 if kept else self.zeros)
        return piece

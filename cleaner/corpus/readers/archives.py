"""Read zip files whose members are pages, JSON lines or CSV."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from ...errors import CleanerError, InputError
from ..records import Reading, Record
from ..shards import Stats
from ..streams import OpenFile
from .members import Names, damaged, is_wanted, read_member

_PIECE = 64  # compressed bytes read at a time where the output cannot be limited: bzip2 expands them to at most 2 MB
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read(source: OpenFile, part: tuple[int, int] | None, reading: Reading, stats: Stats) -> Iterator[Record]:
    """The records of a zip file's members. A damaged member is a failed record. Raises InputError if the directory is damaged."""
    try:
        archive = zipfile.ZipFile(source.file)
    except CleanerError:
        raise
    except Exception as error:  # the library does not wrap the errors of its own parsing
        raise InputError(f"this zip file is damaged ({error})", place=source.name, remedy="Fetch or create it again.") from error
    names = Names(source.name)
    with archive:
        for member in archive.infolist():
            is_folder = member.filename.endswith("/")
            if is_folder or not is_wanted(member.filename):
                stats.skipped += not is_folder
                continue
            name = names.of(member.filename)
            try:
                with archive.open(member) as file:
                    yield from read_member(_bounded(file, member), member.filename, name, member.file_size, reading)
            except CleanerError:
                raise
            except Exception as error:
                yield damaged(name, error)


def _bounded(file: Any, member: zipfile.ZipInfo) -> BinaryIO:
    """The decompressed member, with a bound on the output of one read."""
    return io.BufferedReader(file if member.compress_type in _BOUNDED else _Slow(file))


class _Slow(io.RawIOBase):
    """A member compressed with bzip2 or LZMA. The library decompresses all bytes of a read at once, at least `MIN_READ_SIZE`."""

    def __init__(self, file: Any) -> None:
        self._file = file
        file.MIN_READ_SIZE = _PIECE
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._ready = self._ready or self._file.read1(_PIECE)
        count = min(len(buffer), len(self._ready))
        buffer[:count], self._ready = self._ready[:count], self._ready[count:]
        return count

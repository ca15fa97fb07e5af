"""One input file, of this machine or at a URL: opened, unpacked, and told by its content."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from ..doors import remote, zstd
from ..errors import CleanerError, InputError
from ..inputs import STDIN

_HEAD = 1 << 16
_PACKED: tuple[tuple[bytes, Callable[[Any], Any]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file, mode="rb")),
    (b"\x28\xb5\x2f\xfd", zstd.reader),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)
_TABLES = (".csv", ".tsv")


class Source:
    """An open file. `read` counts its bytes that were read so far; `stream` is what it holds, unpacked."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.counted = _Counted(file)
        self.file: BinaryIO = io.BufferedReader(self.counted, 1 << 18)

    @property
    def read(self) -> int:
        return self.counted.count

    @property
    def packed(self) -> bool:
        return _unpacker(self._head()) is not None

    def stream(self) -> BinaryIO:
        unpack = _unpacker(self._head())
        return unpack(self.file) if unpack else self.file

    def _head(self) -> bytes:
        return bytes(self.file.peek(8)[:8])  # type: ignore[attr-defined]


@contextmanager
def opened(path: str, name: str) -> Iterator[Source]:
    """A file to read, STDIN among them. Raises InputError for one that cannot be opened."""
    if path == STDIN:
        yield Source(sys.stdin.buffer, name)
        return
    try:
        file = remote.opened(path) if remote.is_remote(path) else open(path, "rb")  # noqa: PTH123, SIM115 (closed below)
    except CleanerError:
        raise
    except Exception as error:  # every kind of store has errors of its own
        problem = f"the file cannot be read ({getattr(error, 'strerror', None) or error})"
        raise InputError(problem, place=name, remedy="Check the path and its permissions.") from error
    with file:
        yield Source(file, name)


def kind_of(path: str) -> str:
    """jsonl, csv, parquet, warc, zip, tar, or pages for anything else: by the content, and by the name where that leaves it open."""
    with opened(path, path) as source:
        head = source.file.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]
        if whole := _whole_kind(head):
            return whole
        try:
            return told_by(source.stream().read(_HEAD), path)
        except (EOFError, OSError, lzma.LZMAError):  # a broken file is told of when it is read
            return told_by(b"", path)


def kind_of_stdin() -> str:
    """The kind of what waits at stdin, told without taking any of it; of what is packed, the kind of its first bytes unpacked."""
    peek = getattr(sys.stdin.buffer, "peek", None)
    head = peek(_HEAD)[:_HEAD] if peek else b""
    if whole := _whole_kind(head):
        return whole
    unpack = _unpacker(head)
    with suppress(EOFError, OSError, lzma.LZMAError, CleanerError):  # of a packed file there is but the beginning, for one read
        return told_by(unpack(io.BytesIO(head)).read1(_HEAD) if unpack else head, STDIN)
    return "pages"


def _whole_kind(head: bytes) -> str | None:
    """The kind of a file that can only be read as a whole, from its end."""
    return "parquet" if head.startswith(b"PAR1") else "zip" if head.startswith(b"PK\x03\x04") else None


def told_by(head: bytes, name: str) -> str:
    """The kind of unpacked data, by its first bytes and its name."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name.replace("\\", "/")).suffixes]
    if head.startswith(b"WARC/") or (not head and {".warc", ".wet"} & set(suffixes)):
        return "warc"
    if head[257:262] == b"ustar" or (not head and {".tar", ".tgz"} & set(suffixes)):
        return "tar"
    if _is_json_lines(head) or (not head.strip() and {".jsonl", ".ndjson"} & set(suffixes)):
        return "jsonl"
    if any(suffix in _TABLES for suffix in suffixes[-2:]):
        return "csv"
    return "pages"


def _is_json_lines(head: bytes) -> bool:
    line, end, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not end and len(head) >= _HEAD:
        return line[1:].lstrip().startswith(b'"')
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line[1:].lstrip().startswith(b'"') and b'":' in line


def _unpacker(head: bytes) -> Callable[[Any], Any] | None:
    """What unpacks a file that begins like this; None for one that is not packed."""
    return next((unpack for magic, unpack in _PACKED if head.startswith(magic)), None)


class _Counted(io.RawIOBase):
    """A file, with the count of bytes that were read from it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._read = getattr(file, "read1", file.read)  # what there is at once, so that a stream is not waited for
        self.count = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        piece = self._read(len(buffer))
        self.count += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


class Line(NamedTuple):
    """One line: where it begins, its bytes, and None in place of bytes for one over the limit."""

    start: int
    size: int
    raw: bytes | None


def lines(stream: BinaryIO, most: int, start: int = 0) -> Iterator[Line]:
    """Lines with their ends, none held that is over `most` bytes."""
    while piece := stream.readline(most + 2):
        size = len(piece)
        over = len(piece.rstrip(b"\r\n")) > most
        if size == most + 2 and not piece.endswith(b"\n"):
            over = True
            while rest := stream.readline(_HEAD):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield Line(start, size, None if over else piece)
        start += size

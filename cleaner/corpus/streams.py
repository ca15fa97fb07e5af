"""Open one input file, local or at a URL: decompress it, and identify its format by content and name."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple

from ..backends import remote
from ..errors import CleanerError, InputError
from ..formats import by_suffix, identified
from ..inputs import STDIN
from .recode import wide_codec
from .unpack import PACKINGS, Members, Packing, packing_of, unpacked

_HEAD = 1 << 16
_LINES = 20  # first lines examined to identify JSON lines


class OpenFile:
    """An open file. `read` is the number of bytes read so far, as stored; `stream()` is the decompressed content."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.counted = _Counted(file, name)
        self.file: BinaryIO = io.BufferedReader(self.counted, 1 << 18)

    @property
    def read(self) -> int:
        """The number of bytes read so far."""
        return self.counted.count

    @property
    def packed(self) -> bool:
        """Whether the file can only be read from its beginning: it is compressed, or in UTF-16 or UTF-32."""
        return self._packing() is not None or wide_codec(self._head()) is not None

    def stream(self) -> BinaryIO:
        """The decompressed content. Raises InputError for a binary file whose suffix promises a compression it does not have."""
        packing = self._packing()
        if packing is None and (named := _named_packing(self.name)) and b"\0" in self._head():
            problem = f"the name says {named.name}, but the file is not: its first bytes are wrong"
            raise InputError(problem, place=self.name, remedy="Fetch or create it again.")
        return unpacked(self.file, packing) if packing else self.file

    def _packing(self) -> Packing | None:
        return packing_of(self._head())

    def _head(self) -> bytes:
        return bytes(self.file.peek(64)[:64])  # type: ignore[attr-defined]


@contextmanager
def opened(path: str, name: str) -> Iterator[OpenFile]:
    """Open a local file, a URL or STDIN for reading. Raises InputError when it cannot be opened."""
    if path == STDIN:
        yield OpenFile(sys.stdin.buffer, name)
        return
    try:
        file = remote.opened(path) if remote.is_remote(path) else open(path, "rb")  # noqa: PTH123, SIM115 (closed below)
    except CleanerError:
        raise
    except Exception as error:  # each kind of remote store raises its own errors
        problem = f"the file cannot be read ({getattr(error, 'strerror', None) or error})"
        raise InputError(problem, place=name, remedy="Check the path and its permissions.") from error
    with file:
        yield OpenFile(file, name)


def kind_of(path: str) -> str:
    """The kind of a file: jsonl, csv, parquet, warc, zip or tar, else pages. Decided by content, or by name where that is not enough."""
    with opened(path, path) as source:
        head = source.file.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]
        if whole := _whole_kind(head):
            return whole
        try:
            return kind_of_head(source.stream().read(_HEAD), path)
        except (EOFError, OSError, CleanerError):  # a damaged file is reported when it is read
            return kind_of_head(b"", path)


def kind_of_stdin() -> str:
    """The kind of the data on stdin, identified without consuming any of it; compressed data by its first bytes, decompressed."""
    peek = getattr(sys.stdin.buffer, "peek", None)
    head = peek(_HEAD)[:_HEAD] if peek else b""
    if whole := _whole_kind(head):
        return whole
    packing = packing_of(head)
    if not packing:
        return kind_of_head(head, STDIN)
    pieces: list[bytes] = []
    with suppress(EOFError, OSError, CleanerError):  # only the beginning of the compressed data is available
        members = Members(io.BytesIO(head), packing)
        while sum(map(len, pieces)) < _HEAD and (piece := members.read(_HEAD)):
            pieces.append(piece)
    return kind_of_head(b"".join(pieces), STDIN)


def _whole_kind(head: bytes) -> str | None:
    """The kind of a file whose index is at its end (Parquet, zip); None for other files."""
    return identified(head, whole=True)


def kind_of_head(head: bytes, name: str) -> str:
    """The kind of decompressed data by its first bytes, or by its name where they are not enough."""
    return identified(head, whole=False) or ("jsonl" if _is_json_lines(head) else by_suffix(_suffix(name))) or "pages"


def _suffix(name: str) -> str:
    """The suffix of a file name, without the suffix of its compression."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name.replace("\\", "/")).suffixes]
    while len(suffixes) > 1 and suffixes[-1] in PACKINGS and suffixes[-1] != ".tgz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _named_packing(name: str) -> Packing | None:
    return PACKINGS.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())


def _is_json_lines(head: bytes) -> bool:
    """Whether the first line is a JSON object, or, since that line may be damaged, most of the lines after it are."""
    codec = wide_codec(head)
    text = head.decode(codec, "replace").encode("utf-8", "replace") if codec else head
    lines = [line for line in text.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    if len(head) >= _HEAD and len(lines) > 1:
        lines.pop()  # it may be incomplete
    if not lines:
        return False
    first, others = lines[0].lstrip(), lines[1:_LINES]
    if _is_object(first) or (first[:1] == b"{" and first[1:].lstrip()[:1] == b'"' and (b'":' in first or len(head) >= _HEAD)):
        return True
    objects = sum(map(_is_object, others))
    return objects > 1 and objects * 2 >= len(others)


def _is_object(line: bytes) -> bool:
    try:
        return line.lstrip()[:1] == b"{" and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


class _Counted(io.RawIOBase):
    """A file that counts the bytes read from it. Its read errors become InputError, to distinguish them from damaged content."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._read = getattr(file, "read1", file.read)  # returns what is available, so that reading from a pipe does not block
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
        try:
            piece = self._read(len(buffer))
        except CleanerError:
            raise
        except Exception as error:  # each kind of remote store raises its own errors
            problem = f"the file cannot be read to its end ({getattr(error, 'strerror', None) or error})"
            raise InputError(problem, place=self._name, remedy="Check the disk or the network; then run again.") from error
        self.count += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


class RawLine(NamedTuple):
    """One line: its byte offset, its size in bytes, and its content, or None for a line over the limit."""

    start: int
    size: int
    raw: bytes | None


def lines(stream: BinaryIO, most: int, start: int = 0) -> Iterator[RawLine]:
    """The lines of a stream with their line ends, from offset `start`. Lines over `most` bytes are never held in memory."""
    while piece := stream.readline(most + 2):
        size = len(piece)
        over = len(piece.rstrip(b"\r\n")) > most
        if size == most + 2 and not piece.endswith(b"\n"):
            over = True
            while rest := stream.readline(_HEAD):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield RawLine(start, size, None if over else piece)
        start += size

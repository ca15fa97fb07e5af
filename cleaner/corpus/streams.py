"""One input file, of this machine or at a URL: opened, unpacked, and its format identified by its content and its name."""

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
_LINES = 20  # first lines that show whether a file is JSON lines


class Source:
    """An open file. `read` counts its bytes that were read so far; `stream` is what it holds, unpacked."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self.counted = _Counted(file, name)
        self.file: BinaryIO = io.BufferedReader(self.counted, 1 << 18)

    @property
    def read(self) -> int:
        return self.counted.count

    @property
    def packed(self) -> bool:
        """Whether the file can only be read from its beginning: it is packed, or in UTF-16."""
        return self._packing() is not None or wide_codec(self._head()) is not None

    def stream(self) -> BinaryIO:
        """What the file holds, unpacked. Raises InputError for a file that its name calls packed and that is binary otherwise."""
        packing = self._packing()
        if packing is None and (named := _named_packing(self.name)) and b"\0" in self._head():
            problem = f"the file is called {named.name} and is not: its first bytes are wrong"
            raise InputError(problem, place=self.name, remedy="Fetch or make it again.")
        return unpacked(self.file, packing) if packing else self.file

    def _packing(self) -> Packing | None:
        return packing_of(self._head())

    def _head(self) -> bytes:
        return bytes(self.file.peek(64)[:64])  # type: ignore[attr-defined]


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
            return identify(source.stream().read(_HEAD), path)
        except (EOFError, OSError, CleanerError):  # a damaged file is reported when it is read
            return identify(b"", path)


def kind_of_stdin() -> str:
    """The kind of what waits at stdin, identified without taking any of it; of what is packed, by its first bytes unpacked."""
    peek = getattr(sys.stdin.buffer, "peek", None)
    head = peek(_HEAD)[:_HEAD] if peek else b""
    if whole := _whole_kind(head):
        return whole
    packing = packing_of(head)
    if not packing:
        return identify(head, STDIN)
    pieces: list[bytes] = []
    with suppress(EOFError, OSError, CleanerError):  # of a packed file there is only the beginning
        members = Members(io.BytesIO(head), packing)
        while sum(map(len, pieces)) < _HEAD and (piece := members.read(_HEAD)):
            pieces.append(piece)
    return identify(b"".join(pieces), STDIN)


def _whole_kind(head: bytes) -> str | None:
    """The kind of a file that can only be read as a whole, from its end."""
    return identified(head, whole=True)


def identify(head: bytes, name: str) -> str:
    """The kind of unpacked data by its first bytes, and where they leave it open, by its name."""
    return identified(head, whole=False) or ("jsonl" if _is_json_lines(head) else by_suffix(_suffix(name))) or "pages"


def _suffix(name: str) -> str:
    """The suffix of a file's name, that of its packing left out."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name.replace("\\", "/")).suffixes]
    while len(suffixes) > 1 and suffixes[-1] in PACKINGS and suffixes[-1] != ".tgz":
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def _named_packing(name: str) -> Packing | None:
    return PACKINGS.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())


def _is_json_lines(head: bytes) -> bool:
    """Whether the first line is an object; or else, since a line may be damaged, most of the lines after it."""
    codec = wide_codec(head)
    text = head.decode(codec, "replace").encode("utf-8", "replace") if codec else head
    lines = [line for line in text.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip()]
    if len(head) >= _HEAD and len(lines) > 1:
        lines.pop()  # it may go on
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
    """A file, with the count of bytes that were read from it. What goes wrong with it is told from what is wrong in it."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
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
        try:
            piece = self._read(len(buffer))
        except CleanerError:
            raise
        except Exception as error:  # every kind of store has errors of its own
            problem = f"the file cannot be read to its end ({getattr(error, 'strerror', None) or error})"
            raise InputError(problem, place=self._name, remedy="Check the disk or the network; then run again.") from error
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

"""Inputs to shards: what there is, of what kind, and where it can be parted. The same inputs give the same shards in every run."""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..backends import remote
from ..backends.arrow import ParquetIn
from ..errors import InputError
from ..inputs import PAGE_SUFFIXES, Skipped, corpus_suffixes, irregular, walk
from .shards import Shard
from .streams import kind_of, opened

PIECE = 4 * 1024 * 1024  # bytes of JSON lines or of Parquet in one shard, at least; a large file has larger ones, up to _LARGEST times that
_LARGEST = 16
_PARTS = 64  # of a file: so many that no worker waits long for the last of another
_GROUP = 256  # pages in one shard at most


class File(NamedTuple):
    """One file: where it is, what it is called in ids and messages, the folder that was searched for it, and the folder or glob it was found by."""

    path: str
    name: str
    root: str
    found: str
    size: int
    state: str


def plan(inputs: Iterable[str], output: str, follow: bool = False, skipped: Skipped | None = None) -> list[Shard]:
    """The shards of files, folders, globs and URLs, sorted by key. Raises InputError for a path that is not there.

    Links in folders are followed to places in the same folder; with `follow`, anywhere. Pipes and devices are `skipped`.
    """
    search = _Search(Path(output), follow, skipped or (lambda path, why: None))
    files = {file.path: file for given in inputs for file in search.files(given)}
    pages: list[File] = []
    shards: list[Shard] = []
    for file in files.values():
        kind = kind_of(file.path)
        if kind == "pages":
            pages.append(file)
        else:
            shards += _parts(file, kind)
    return sorted([*shards, *_groups(pages)], key=lambda shard: shard.key)


def has_corpora(folder: Path, follow: bool = False) -> bool:
    """Whether a folder holds a file that has the suffix of a corpus."""
    return any(True for _ in walk(folder, corpus_suffixes(), None, follow))


class _Search:
    """Finds the files that an input names."""

    def __init__(self, output: Path, follow: bool, skipped: Skipped) -> None:
        self._output, self._follow, self._skipped = output, follow, skipped

    def files(self, given: str) -> Iterator[File]:
        if remote.is_remote(given):
            yield from _remote_files(given)
            return
        path = Path(given)
        if path.is_dir():
            yield from self._in_folder(path)
        elif path.exists():
            yield from self._local(path)
        elif matches := sorted(glob.glob(given, recursive=True)):
            found = os.path.abspath(given)  # noqa: PTH100 (a glob is no path)
            for match in map(Path, matches):
                yield from self._in_folder(match) if match.is_dir() else self._local(match, found=found)
        else:
            raise InputError("there is no such file, folder or match", place=given, remedy="Check the path; put a glob in quotes.")

    def _in_folder(self, folder: Path) -> Iterator[File]:
        """Pages and corpora, by their suffixes, in the order of their paths; the output folder is left out."""
        root = str(folder.resolve())
        for path in walk(folder, PAGE_SUFFIXES | corpus_suffixes(), self._output, self._follow, self._skipped):
            yield from self._local(path, root, root)

    def _local(self, path: Path, root: str = "", found: str = "") -> Iterator[File]:
        try:
            told = path.stat()
        except OSError as error:
            self._skipped(path, f"it cannot be read ({error.strerror})")
            return
        if stat.S_ISREG(told.st_mode):
            yield File(str(path.resolve()), path.as_posix(), root, found, told.st_size, str(told.st_mtime_ns))
        else:
            self._skipped(path, irregular(path) or "it is a pipe, which can be read only once: send the records to stdin, and give -")


def _remote_files(given: str) -> Iterator[File]:
    found = remote.files(given)
    if not found:
        raise InputError("there is no such file, folder or match", place=given, remedy="Check the URL.")
    folder = found != [remote.same(given)]
    for url in found:
        if not folder or Path(url).suffix.lower() in PAGE_SUFFIXES | corpus_suffixes():
            size, state = remote.state(url) or (0, "")
            root = given if folder else ""
            yield File(url, url, root, root, size, state)


def _parts(file: File, kind: str) -> Iterator[Shard]:
    """The pieces of one file that can be read by themselves: of plain JSON lines and of Parquet there are several."""
    ranges: Sequence[tuple[tuple[int, int] | None, int]] = [(None, file.size)]
    if kind == "jsonl" and file.size > PIECE:
        with opened(file.path, file.name) as source:
            if not source.packed:
                piece = _piece(file.size)
                ranges = [((at, at + piece), min(piece, file.size - at)) for at in range(0, file.size, piece)]
    elif kind == "parquet":
        ranges = _row_groups(file) or ranges
    stem = f"{_plain(file.name)}-{_short(file.path)}"
    for number, (part, size) in enumerate(ranges):
        mark = _short(file.name, file.path, str(file.size), file.state, str(part))
        yield Shard(f"{stem}-{number:08d}", kind, file.name, ((file.path, file.name),), part, file.found, size, mark)


def _piece(size: int) -> int:
    """The bytes of a piece of a file of that size: the same on every machine, since names and order of the outputs follow from it."""
    return max(PIECE, min(size // _PARTS, _LARGEST * PIECE))


def _row_groups(file: File) -> list[tuple[tuple[int, int], int]]:
    """Runs of row groups of about one piece each; none of a file that is not whole, which is told of when it is read."""
    try:
        with opened(file.path, file.name) as source:
            groups = ParquetIn(source.file, file.name).groups()
    except InputError:
        return []
    out: list[tuple[tuple[int, int], int]] = []
    least = _piece(sum(bytes_ for _, bytes_ in groups)) // 2
    first = size = 0
    for number, (_, bytes_) in enumerate(groups, 1):
        size += bytes_
        if size >= least or number == len(groups):
            out.append(((first, number), size))
            first, size = number, 0
    return out


def _groups(pages: list[File]) -> Iterator[Shard]:
    """Pages in groups. A group ends where the name of a page says so, by chance: one more page changes one group, not all behind it."""
    group: list[File] = []
    for page in sorted(pages, key=lambda page: (page.root, page.found, page.path)):
        full = len(group) >= _GROUP or sum(file.size for file in group) >= 4 * PIECE
        if group and (full or page.found != group[0].found or int(_short(page.path.removeprefix(page.root)), 16) % 64 == 0):
            yield _group(group)
            group = []
        group.append(page)
    if group:
        yield _group(group)


def _group(files: list[File]) -> Shard:
    root = files[0].root
    name = root or str(Path(files[0].path).parent)
    mark = _short(*(text for file in files for text in (file.name, file.path, str(file.size), file.state)))
    key = f"{_plain(name)}-{_short(name)}-{_short(files[0].path)}"
    sources = tuple((file.path, file.name) for file in files)
    return Shard(key, "pages", files[0].name, sources, None, files[0].found, sum(file.size for file in files), mark)


def _plain(name: str) -> str:
    """The last part of a name, as a file may be called anywhere."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return re.sub(r"[^A-Za-z0-9._-]+", "_", last).strip(".-_")[:60] or "input"


def _short(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:8]

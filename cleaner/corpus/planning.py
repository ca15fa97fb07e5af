"""Split the inputs into shards: find the files, identify their kinds, and choose split points. The same inputs always give the same shards."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..backends import remote
from ..backends.arrow import ParquetIn
from ..errors import InputError
from ..inputs import PAGE_SUFFIXES, Skipped, corpus_suffixes, irregular, named, walk
from .safe_name import safe_name
from .shards import Shard
from .streams import kind_of, opened

PIECE = 4 * 1024 * 1024  # minimum bytes of JSON lines or Parquet in one shard; large files have larger shards, up to _LARGEST times this
_LARGEST = 16
_PARTS = 64  # target number of shards per file: enough that no worker waits long for the last shard
_GROUP = 256  # maximum pages in one shard


class File(NamedTuple):
    """One input file.

    path: absolute path or URL. name: its name in ids and messages. root: the folder that was searched. found: the folder or glob
    through which it was found. size: in bytes. state: changes when the file changes (its modification time or ETag).
    """

    path: str
    name: str
    root: str
    found: str
    size: int
    state: str


def plan(inputs: Iterable[str], output: str, follow: bool = False, skipped: Skipped | None = None) -> list[Shard]:
    """Plan the shards of files, folders, globs and URLs, sorted by key. Raises InputError for a path that does not exist.

    Links in a folder are followed only to targets within the same folder, or with `follow` to any target. `skipped` is called with
    each pipe, device or unreadable file and the reason.
    """
    search = _Search(Path(output), follow, skipped or (lambda path, why: None))
    files = {file.path: file for source in inputs for file in search.files(source)}
    pages: list[File] = []
    shards: list[Shard] = []
    for file in files.values():
        kind = kind_of(file.path)
        if kind == "pages":
            pages.append(file)
        else:
            shards += _parts(file, kind)
    return sorted([*shards, *_page_groups(pages)], key=lambda shard: shard.key)


def has_corpora(folder: Path, follow: bool = False) -> bool:
    """Whether a folder contains a file with a corpus suffix."""
    return any(True for _ in walk(folder, corpus_suffixes(), None, follow))


class _Search:
    """Finds the files of an input: a path, folder, glob or URL."""

    def __init__(self, output: Path, follow: bool, skipped: Skipped) -> None:
        self._output, self._follow, self._skipped = output, follow, skipped

    def files(self, source: str) -> Iterator[File]:
        if remote.is_remote(source):
            yield from _remote_files(source)
            return
        for path, pattern in named(source):
            yield from self._in_folder(path) if path.is_dir() else self._local(path, found=pattern)

    def _in_folder(self, folder: Path) -> Iterator[File]:
        """Files with page or corpus suffixes, sorted by path, without the output folder."""
        root = str(folder.resolve())
        for path in walk(folder, PAGE_SUFFIXES | corpus_suffixes(), self._output, self._follow, self._skipped):
            yield from self._local(path, root, root)

    def _local(self, path: Path, root: str = "", found: str = "") -> Iterator[File]:
        try:
            status = path.stat()
        except OSError as error:
            self._skipped(path, f"it cannot be read ({error.strerror})")
            return
        if stat.S_ISREG(status.st_mode):
            yield File(str(path.resolve()), path.as_posix(), root, found, status.st_size, str(status.st_mtime_ns))
        else:
            self._skipped(path, irregular(path) or "it is a pipe, which can be read only once: send the records to stdin and pass -")


def _remote_files(source: str) -> Iterator[File]:
    found = remote.files(source)
    if not found:
        raise InputError("there is no such file, folder or match", place=source, remedy="Check the URL.")
    folder = found != [remote.same(source)]
    for url in found:
        if not folder or Path(url).suffix.lower() in PAGE_SUFFIXES | corpus_suffixes():
            size, state = remote.state(url) or (0, "")
            root = source if folder else ""
            yield File(url, url, root, root, size, state)


def _parts(file: File, kind: str) -> Iterator[Shard]:
    """The shards of one file. Uncompressed JSON lines and Parquet can be split; other files are one shard."""
    ranges: Sequence[tuple[tuple[int, int] | None, int]] = [(None, file.size)]
    if kind == "jsonl" and file.size > PIECE:
        with opened(file.path, file.name) as source:
            if not source.packed:
                piece = _piece(file.size)
                ranges = [((at, at + piece), min(piece, file.size - at)) for at in range(0, file.size, piece)]
    elif kind == "parquet":
        ranges = _row_groups(file) or ranges
    stem = f"{_safe_name(file.name)}-{_short_hash(file.path)}"
    for number, (part, size) in enumerate(ranges):
        fingerprint = _short_hash(file.name, file.path, str(file.size), file.state, str(part))
        yield Shard(f"{stem}-{number:08d}", kind, file.name, ((file.path, file.name),), part, file.found, size, fingerprint)


def _piece(size: int) -> int:
    """The shard size in bytes for a file of this size. The same on every machine, since the outputs' names and order depend on it."""
    return max(PIECE, min(size // _PARTS, _LARGEST * PIECE))


def _row_groups(file: File) -> list[tuple[tuple[int, int], int]]:
    """Runs of row groups with their sizes, about one piece each; empty for a damaged file, which is reported when it is read."""
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


def _page_groups(pages: list[File]) -> Iterator[Shard]:
    """Pages in groups. A hash of a page's path decides where a group ends, so adding a page changes one group and not all that follow."""
    group: list[File] = []
    for page in sorted(pages, key=lambda page: (page.root, page.found, page.path)):
        full = len(group) >= _GROUP or sum(file.size for file in group) >= 4 * PIECE
        if group and (full or page.found != group[0].found or int(_short_hash(page.path.removeprefix(page.root)), 16) % 64 == 0):
            yield _group(group)
            group = []
        group.append(page)
    if group:
        yield _group(group)


def _group(files: list[File]) -> Shard:
    root = files[0].root
    name = root or str(Path(files[0].path).parent)
    fingerprint = _short_hash(*(text for file in files for text in (file.name, file.path, str(file.size), file.state)))
    key = f"{_safe_name(name)}-{_short_hash(name)}-{_short_hash(files[0].path)}"
    sources = tuple((file.path, file.name) for file in files)
    return Shard(key, "pages", files[0].name, sources, None, files[0].found, sum(file.size for file in files), fingerprint)


def _safe_name(name: str) -> str:
    return safe_name(name.replace("\\", "/"), "input")


def _short_hash(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:8]

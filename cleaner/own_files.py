"""Files that this program wrote, identified by content hash: no other file is ever removed from an output folder."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

_PIECE = 1 << 20


class Content(NamedTuple):
    """The content of a file: its size in bytes, and its SHA-256 in hexadecimal digits."""

    size: int
    digest: str


Known = Mapping[str, Sequence[Content]]  # file name in the store -> every content that this program has written there


def contents(path: Path) -> dict[str, Content]:
    """The content of a file, or of every file in a folder, by path relative to the parent of `path`."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    found = {}
    for file in files:
        with file.open("rb") as opened:
            found[file.relative_to(path.parent).as_posix()] = content_of(opened)
    return found


def content_of(file: BinaryIO) -> Content:
    """The content of an open file from its current position to its end."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return Content(size, digest.hexdigest())


def holds(path: Path, known: Sequence[Content]) -> bool:
    """Whether a file has one of the known contents; false for links and unreadable files."""
    return has_digest(path, [content.digest for content in known], [content.size for content in known])


def has_digest(path: Path, digests: Collection[str], sizes: Collection[int] | None = None) -> bool:
    """Whether a file has one of these SHA-256 digests; false for links and unreadable files. A file of none of the sizes is not read."""
    with suppress(OSError):
        if path.is_file() and not path.is_symlink() and (sizes is None or path.stat().st_size in sizes):
            with path.open("rb") as file:
                return content_of(file).digest in digests
    return False


def remove_file(path: Path, root: Path) -> None:
    """Remove a file, and the folders between it and `root` that become empty. Raises OSError if the file cannot be removed."""
    path.unlink(missing_ok=True)
    for folder in path.relative_to(root).parents[:-1]:
        with suppress(OSError):
            (root / folder).rmdir()

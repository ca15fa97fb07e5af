"""What this program wrote, known by its content: nothing else is ever removed from an output folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

_PIECE = 1 << 20


class Content(NamedTuple):
    """What a file holds: its size in bytes, and its SHA-256 as hexadecimal digits."""

    size: int
    digest: str


Known = Mapping[str, Sequence[Content]]  # name of a file in the store -> each content that this program wrote there


def contents(path: Path) -> dict[str, Content]:
    """The content of a file, or of every file in a folder, by its name from the parent of `path` on."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    found = {}
    for file in files:
        with file.open("rb") as opened:
            found[file.relative_to(path.parent).as_posix()] = content_of(opened)
    return found


def content_of(file: BinaryIO) -> Content:
    """The content of an open file, from where it stands to its end."""
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return Content(size, digest.hexdigest())


def holds(path: Path, known: Sequence[Content]) -> bool:
    """Whether a file has one of these contents."""
    with suppress(OSError):
        if not path.is_symlink() and path.stat().st_size in [content.size for content in known]:
            with path.open("rb") as file:
                return content_of(file) in known
    return False

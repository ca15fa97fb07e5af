"""Write files of an output folder atomically: whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import OutputError
from ..whole_file import whole_file as atomic_file


def prepare_folder(folder: Path) -> None:
    """Create a folder and check that it is writable. Raises OutputError."""
    if folder.exists() and not folder.is_dir():
        raise OutputError("this is a file, not a folder", place=str(folder), remedy="Give a folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".cleaner-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        problem = f"the folder cannot be written to ({error.strerror})"
        raise OutputError(problem, place=str(folder), remedy="Check its permissions, or give another with --out.") from error


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file atomically. Raises OutputError."""
    with whole_file(path) as file:
        file.write(content.encode("utf-8", "replace") if isinstance(content, str) else content)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name only after it is completely written; until then it has a temporary name. Raises OutputError."""
    try:
        with atomic_file(path) as file:
            yield file
    except OSError as error:
        raise OutputError(
            f"the file cannot be written ({error.strerror})", place=str(path), remedy="Check the folder's permissions and free space."
        ) from error

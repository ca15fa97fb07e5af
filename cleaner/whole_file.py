"""Write a file whole or not at all: a reader never sees half of it, even if the writer is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_LONGEST_NAME = 80  # characters of the file's name in that of its temporary file


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that gets its name only after it is completely written; until then it has a temporary name. Raises OSError."""
    temporary = path.with_name(f".{path.name[:_LONGEST_NAME]}.{os.urandom(4).hex()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_cache(path: Path, content: bytes) -> None:
    """Write a file that can be made again, whole or not at all. A place that cannot be written to is no error."""
    with suppress(OSError), whole_file(path) as file:
        file.write(content)

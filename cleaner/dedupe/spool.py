"""Spool values to disk and read them back in the same order."""

from __future__ import annotations

import gzip
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

V = TypeVar("V")


def spooled(values: Iterable[V], path: Path) -> Iterator[V]:
    """Store all values in a file at `path`, then yield them in the same order, so that they do not have to fit in memory.

    Unpickling is safe here, since this process wrote the file.
    """
    count = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        for value in values:
            pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
            count += 1
    with gzip.open(path) as file:
        for _ in range(count):
            yield pickle.load(file)

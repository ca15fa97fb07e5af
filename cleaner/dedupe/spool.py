"""Values put aside on disk, and taken back in the same order."""

from __future__ import annotations

import gzip
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

V = TypeVar("V")


def put_aside(values: Iterable[V], path: Path) -> Iterator[V]:
    """The same values, the first when all have come: until then they lie in the file at `path`, and not in memory.

    Pickles are safe to read here, since the file is this run's own.
    """
    count = 0
    with gzip.open(path, "wb", compresslevel=1) as file:
        for value in values:
            pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
            count += 1
    with gzip.open(path) as file:
        for _ in range(count):
            yield pickle.load(file)

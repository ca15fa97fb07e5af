"""The built-in packs as rules, built from the tables that are cached beside them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .read import Pack, build, load
from .table_cache import cached_table


def stored(path: Path) -> Pack:
    """The pack at `path` without its examples. Raises PackError."""
    try:
        status = path.stat()
    except OSError:
        return load(str(path))  # says what is wrong
    return _stored(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=512)
def _stored(path: Path, modified: int, size: int) -> Pack:
    """One pack for all rule sets that it is part of: its patterns are compiled once."""
    table, starts = cached_table(path)
    return build(table, str(path), starts)

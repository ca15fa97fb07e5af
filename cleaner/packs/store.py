"""The built-in packs as parsed tables, kept beside them as Python keeps compiled modules: a start need not read TOML again.

The store holds no examples, which only the tests and `cleaner rules` need. A folder that cannot be written to is no
error: the packs are read from TOML each time then.
"""

from __future__ import annotations

import json
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import __version__
from .read import Pack, build, checked, load

_FORMAT = f"{__version__}-1"


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
    place = path.parent / "__pycache__" / f"{path.stem}.json"
    stamp = [_FORMAT, modified, size]
    table, starts = _read(place, stamp)
    if table is None:
        table, _, starts = checked(path.read_text(encoding="utf-8"), str(path), compiling=False)
        for rule in table.get("rule", ()):
            rule["hits"] = rule["misses"] = []
        _write(place, {"stamp": stamp, "table": table, "starts": starts})
    return build(table, str(path), starts)


def _read(place: Path, stamp: list[Any]) -> tuple[dict[str, Any] | None, list[int]]:
    try:
        record = json.loads(place.read_bytes())
        whole = record["stamp"] == stamp and len(record["table"]["rule"]) == len(record["starts"])
        return (record["table"], record["starts"]) if whole else (None, [])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None, []


def _write(place: Path, record: dict[str, Any]) -> None:
    temporary = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps(record), encoding="utf-8")
        temporary.replace(place)
    except (OSError, UnicodeError):
        temporary.unlink(missing_ok=True)

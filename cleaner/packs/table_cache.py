"""The built-in packs as parsed tables, cached beside them as Python caches modules, so that TOML is read only once.

The cache holds the number of examples, but not the examples, which only the tests and `cleaner rules` need; the phrases also as they are looked
up; and the characters with which no match of a pattern begins. A folder that cannot be written to is no error: the packs are then read from TOML each time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .. import __version__
from ..whole_file import write_cache
from .builtin_paths import vocabulary_path

_FORMAT = f"{__version__}-6"


def cached_table(path: Path) -> tuple[dict[str, Any], list[int]]:
    """The table of a built-in pack without its examples, and the lines on which its rules begin. Raises PackError, or OSError."""
    status = path.stat()
    place = path.parent / "__pycache__" / f"{path.stem}.json"
    vocabulary = vocabulary_path().stat()  # the cached patterns are expanded
    stamp = [_FORMAT, status.st_mtime_ns, status.st_size, vocabulary.st_mtime_ns, vocabulary.st_size]
    table, starts = _read(place, stamp)
    if table is None:
        from .kinds.pattern import NEVER_FIRST, shut_out  # the kinds of rules, which take a while to load, are not needed again
        from .kinds.phrase import FOLDED, fold_phrase
        from .read import checked

        table, _, starts = checked(path.read_text(encoding="utf-8"), str(path), compiling=False)
        for rule in table.get("rule", ()):
            rule["examples"] = len(rule["hits"]) + len(rule["misses"])
            rule["hits"] = rule["misses"] = []
            if rule["kind"] == "phrase":
                rule[FOLDED] = sorted(set(map(fold_phrase, rule["phrases"])))
            elif rule["kind"] == "pattern":
                rule[NEVER_FIRST] = shut_out(rule)
        write_cache(place, json.dumps({"stamp": stamp, "table": table, "starts": starts}).encode())
    return table, starts


def _read(place: Path, stamp: list[Any]) -> tuple[dict[str, Any] | None, list[int]]:
    try:
        record = json.loads(place.read_bytes())
        whole = record["stamp"] == stamp and len(record["table"]["rule"]) == len(record["starts"])
        return (record["table"], record["starts"]) if whole else (None, [])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None, []

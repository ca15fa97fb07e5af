"""Words of languages: one table per language, `<code>.toml`, read by everything that needs words.

The keys of a table are in `keys.py`. An entry of a list is a piece of a regular expression, nearly always a plain word; two lists for one
idea exist where one reader can afford looser words than another, as the lines of a page that are removed anyway. Tables are parsed once
and then cached as JSON, as the rule packs are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .. import __version__
from ..whole_file import write_cache
from .keys import Fact, Key

_FOLDER = Path(__file__).parent


@cache
def words(key: Key, *codes: str) -> tuple[str, ...]:
    """The entries of a key, each once, in the languages with these codes (ISO 639-1); in all languages if no code is given."""
    found = [word for code, table in _tables().items() if not codes or code in codes for word in table.get(key, ())]
    return tuple(dict.fromkeys(found))


def any_of(*keys: Key) -> str:
    """The alternatives of a regular expression: the entries of the keys in all languages, the longest first."""
    found = {word for key in keys for word in words(key)}
    return "|".join(sorted(found, key=lambda word: (-len(word), word)))


@cache
def facts(name: Fact) -> Mapping[str, Any]:
    """Code -> value of a fact, of the languages whose table states it."""
    return {code: table[name] for code, table in _tables().items() if name in table}


@cache
def codes_with(key: Key) -> frozenset[str]:
    """The codes of the languages that have entries for a key."""
    return frozenset(code for code, table in _tables().items() if table.get(key))


@cache
def _tables() -> Mapping[str, Mapping[str, Any]]:
    """Code -> table, sorted by code."""
    paths = sorted(_FOLDER.glob("*.toml"))
    place = _FOLDER / "__pycache__" / "tables.json"
    stamp = [__version__, *([path.name, (status := path.stat()).st_mtime_ns, status.st_size] for path in paths)]
    try:
        record = json.loads(place.read_bytes())
        if record["stamp"] == stamp:
            return dict(record["tables"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        pass
    import tomllib

    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}
    write_cache(place, json.dumps({"stamp": stamp, "tables": tables}).encode())
    return tables

"""Compiled patterns, cached beside the built-in packs as Python caches modules: compiling one takes forty times as long as loading it.

A pattern is identified by its source and flags, and the file by the release of the library. A pattern that cannot be read is compiled, and a
folder that cannot be written to is not an error. The file is trusted as much as the modules beside it.
"""

from __future__ import annotations

import atexit
import pickle
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import regex

from ..whole_file import write_cache
from .builtin_paths import builtin_folder

_MOST = 5_000  # patterns that are kept
_AT_ONCE = 40  # new patterns that are saved before the program ends: a worker process may be ended without warning
_FAULTS = (OSError, EOFError, ValueError, TypeError, AttributeError, ImportError, IndexError, KeyError, pickle.PickleError)
_new: dict[str, bytes] = {}


def compiled(source: str, flags: int = 0) -> regex.Pattern[str]:
    """The compiled pattern. Raises regex.error."""
    key = f"{flags} {source}"
    kept = _kept().get(key)
    if kept is not None:
        with suppress(*_FAULTS, regex.error, RuntimeError):
            pattern: regex.Pattern[str] = pickle.loads(kept)
            if pattern.pattern == source:
                return pattern
    pattern = regex.compile(source, flags)
    with suppress(*_FAULTS):
        _keep(key, pickle.dumps(pattern))
    return pattern


@lru_cache(maxsize=1)
def _kept() -> dict[str, bytes]:
    return _read(_place())


def _place() -> Path:
    return builtin_folder() / "__pycache__" / f"patterns-{regex.__version__}.pickle"


def _read(place: Path) -> dict[str, bytes]:
    with suppress(*_FAULTS):
        found = pickle.loads(place.read_bytes())
        if isinstance(found, dict):
            return found
    return {}


def _keep(key: str, pattern: bytes) -> None:
    if not _new:
        atexit.register(save)
    _new[key] = pattern
    if len(_new) >= _AT_ONCE:
        save()


def save() -> None:
    """Write the new patterns; keep those that other processes have written meanwhile."""
    if not _new:
        return
    place = _place()
    known = _read(place)
    if len(known) + len(_new) <= _MOST:
        write_cache(place, pickle.dumps(known | _new))
    _new.clear()

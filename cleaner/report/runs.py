"""The record of the last run into an output folder: how it was called, with which settings, and what failed."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..inputs import STATE_FOLDER
from ..outputs import RUN

_LARGEST = 16 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `failures` are pages that were not written, as (name, status, error)."""

    command: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    failures: tuple[tuple[str, str, str], ...] = ()


def read_run(folder: Path) -> Run:
    """What is on record of the last run into `folder`; an empty one where there is no record, or one that cannot be read."""
    path = folder / STATE_FOLDER / RUN
    try:
        if path.stat().st_size > _LARGEST:
            return Run()
        return _run(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Run()


def _run(told: Mapping[str, Any]) -> Run:
    settings = tuple((str(name), _value(value)) for name, value in told["settings"].items())
    failures = tuple((str(one["name"]), str(one["status"]), str(one["error"])) for one in told["failures"])
    command = told["command"]
    return Run(shlex.join(["cleaner", *map(str, command)]) if command else "", settings, failures)


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)

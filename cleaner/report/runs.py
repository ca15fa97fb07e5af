"""The last run into an output folder, for the report: its command, its settings, and the inputs that gave no page."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..run_summary import WRONG, Entry, last_run

WITHOUT = (*WRONG, "skipped")  # kinds of inputs that gave no page, worst first


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `without` are inputs that gave no page, worst first; `counts` are (kind, number) of such inputs."""

    command: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    without: tuple[Entry, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    def count(self, *kinds: str) -> int:
        """The number of inputs of these kinds."""
        return sum(count for kind, count in self.counts if kind in kinds)


def read_run(folder: Path) -> Run:
    """The record of the last run into `folder`, or an empty one. Raises InputError if it is damaged."""
    last = last_run(folder)
    command = shlex.join(["cleaner", *last.command]) if last.command else ""
    settings = tuple((name, _value(value)) for name, value in last.settings.items())
    without = tuple(entry for entry in last.entries if entry.kind in WITHOUT)
    return Run(command, settings, without, tuple((kind, last.counts.get(kind, 0)) for kind in WITHOUT))


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)

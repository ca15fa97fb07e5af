"""The last run into an output folder as the report shows it: its command, its settings, and the inputs of which there is no page."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..run_summary import WRONG, Entry, last_run

WITHOUT = (*WRONG, "skipped")  # kinds of inputs of which there is no page, worst first


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `without` are inputs of which there is no page, worst first; `counts` says how many there were of each such kind."""

    command: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    without: tuple[Entry, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()

    def count(self, *kinds: str) -> int:
        """How many inputs were of these kinds."""
        return sum(count for kind, count in self.counts if kind in kinds)


def read_run(folder: Path) -> Run:
    """What is on record of the last run into `folder`; an empty one where there is no record. Raises InputError for a damaged one."""
    last = last_run(folder)
    command = shlex.join(["cleaner", *last.command]) if last.command else ""
    settings = tuple((name, _value(value)) for name, value in last.settings.items())
    without = tuple(entry for entry in last.entries if entry.kind in WITHOUT)
    return Run(command, settings, without, tuple((kind, last.counts.get(kind, 0)) for kind in WITHOUT))


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)

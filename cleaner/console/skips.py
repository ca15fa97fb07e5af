"""Files of an input folder that are not read, each said at once on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..inputs import corpus_suffixes, walk
from ..run_summary import RunSummary
from .safe import visible


@dataclass
class Skips:
    """What to call with a file that is skipped, and why; keeps both. Silent when `quiet`."""

    quiet: bool = False
    found: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, path: Path, why: str) -> None:
        self.found.append((str(path), why))
        if not self.quiet:
            print(f"skipped: {visible(str(path))}: {why}", file=sys.stderr)

    def records(self, inputs: Iterable[str], output: Path | None, follow: bool) -> None:
        """Skip the files of records in folders whose pages are read: each such run reads one of the two."""
        for folder in (Path(given) for given in inputs if Path(given).is_dir()):
            for path in walk(folder, corpus_suffixes(), output, follow):
                self(path, "it is a file of records among pages: name it in a run of its own, or give --format jsonl for both")

    def note(self, summary: RunSummary) -> None:
        """Count what was skipped among what a run has to say."""
        for path, why in self.found:
            summary.note("skipped", path, why)

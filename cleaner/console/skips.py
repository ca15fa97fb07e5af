"""Files of an input folder that are skipped, each reported on stderr immediately."""

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
    """A callback for skipped files, which records path and reason, and prints them unless `quiet`."""

    quiet: bool = False
    found: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, path: Path, why: str) -> None:
        self.found.append((str(path), why))
        if not self.quiet:
            print(f"skipped: {visible(str(path))}: {why}", file=sys.stderr)

    def records(self, inputs: Iterable[str], output: Path | None, follow: bool) -> None:
        """Skip the files of records in folders of pages: a run reads either records or pages."""
        for folder in (Path(name) for name in inputs if Path(name).is_dir()):
            for path in walk(folder, corpus_suffixes(), output, follow):
                self(path, "it is a file of records among pages: clean it in a separate run, or use --format jsonl for both")

    def note(self, summary: RunSummary) -> None:
        """Add the skipped files to the summary of a run."""
        for path, why in self.found:
            summary.note("skipped", path, why)

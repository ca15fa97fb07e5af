"""Files of an input folder that are not read, each said at once on stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

from .safe import visible


@dataclass
class Skips:
    """What to call with a file that is skipped, and why; keeps their names. Silent when `quiet`."""

    quiet: bool = False
    names: list[str] = field(default_factory=list)

    def __call__(self, path: Path, why: str) -> None:
        self.names.append(str(path))
        if not self.quiet:
            print(f"skipped: {visible(str(path))}: {why}", file=sys.stderr)

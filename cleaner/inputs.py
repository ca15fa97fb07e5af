"""What is named on a command line: files, folders, globs, lists of them and stdin, found and read."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .errors import InputError
from .ingest.decode import refuse_binary

STDIN = "-"
MAX_BYTES = 256 * 1024 * 1024  # of one input file
PAGE_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Source:
    """One input: the file (None for stdin) and its path below the output folder, without a suffix."""

    path: Path | None
    target: Path

    @property
    def name(self) -> str:
        return str(self.path) if self.path else STDIN


def listed(inputs: Iterable[str]) -> list[str]:
    """The inputs, each `@FILE` replaced by the lines of that file, and `@-` by those of stdin. Raises InputError for a list that cannot be read."""
    found: list[str] = []
    for given in inputs:
        if not given.startswith("@") or Path(given).exists():
            found.append(given)
            continue
        try:
            raw = sys.stdin.buffer.read() if given == f"@{STDIN}" else Path(given[1:]).read_bytes()
        except OSError as error:
            problem = f"the list of inputs cannot be read ({error.strerror})"
            raise InputError(problem, place=given, remedy="Check the path behind the @; the list names one input a line.") from error
        found += [name for line in raw.splitlines() if (name := os.fsdecode(line).strip())]
    return found


def find(inputs: Iterable[str], output: Path | None = None) -> list[Source]:
    """Files, folders (recursive, text and HTML files only) and globs as sources. Raises InputError for a path that is not there."""
    sources: list[Source] = []
    for given in inputs:
        if given == STDIN:
            sources.append(Source(None, Path("stdin")))
            continue
        path = Path(given)
        if path.is_dir():
            sources += _in_folder(path, output)
        elif path.exists():
            sources.append(Source(path, Path(path.stem)))
        elif matches := sorted(glob.glob(given, recursive=True)):
            for match in map(Path, matches):
                sources += _in_folder(match, output) if match.is_dir() else [Source(match, Path(match.stem))]
        else:
            raise InputError("there is no such file, folder or match", place=given, remedy="Check the path; put a glob in quotes.")
    unique = {source.path and source.path.resolve(): source for source in reversed(sources)}
    return list(reversed(unique.values()))


def _in_folder(folder: Path, output: Path | None) -> list[Source]:
    found = []
    skipped = output.resolve() if output else None
    for root, folders, files in os.walk(folder):
        here = Path(root)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and (here / name).resolve() != skipped)
        for name in sorted(files):
            if not name.startswith(".") and Path(name).suffix.lower() in PAGE_SUFFIXES:
                found.append(Source(here / name, (here / name).relative_to(folder).with_suffix("")))
    return found


def read(source: Source) -> bytes:
    """The bytes of one source. Raises InputError when it cannot be read or is no text."""
    try:
        if source.path is None:
            raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        elif source.path.is_dir():
            raise InputError("this is a folder, not a file", place=source.name, remedy="Name a file in it.")
        else:
            with source.path.open("rb") as file:
                raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror})", place=source.name, remedy="Check the path and its permissions."
        ) from error
    if len(raw) > MAX_BYTES:
        raise InputError(f"the input is over {MAX_BYTES // 1024 // 1024} MB", place=source.name, remedy="Split it into pages first.")
    if not raw.strip():
        raise InputError("the file is empty", place=source.name, remedy="Leave it out.")
    refuse_binary(raw, source.name)
    return raw

"""What is named on a command line: files, folders, globs, lists of them and stdin, found and read."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from .errors import InputError
from .formats import input_suffixes
from .ingest.decode import refuse_binary

STDIN = "-"
MAX_BYTES = 256 * 1024 * 1024  # of one input file
STATE_FOLDER = "_cleaner"  # in an output folder: what a run knows of it
PACKED_AUDITS = ".audits.gz"  # in the state folder: the audits of a shard
_PASSED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
_OUTSIDE = "it is a link to a place outside the folder; --follow-symlinks reads it"
_PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})
PAGE_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Source:
    """One input: the file (None for stdin), its path below the output folder, without a suffix, and the folder or glob that it was found by."""

    path: Path | None
    target: Path
    root: str = ""

    @property
    def name(self) -> str:
        return str(self.path) if self.path else STDIN


def corpus_suffixes() -> frozenset[str]:
    """The suffixes of files of records, packed ones among them."""
    return input_suffixes() | _PACKED


Skipped = Callable[[Path, str], None]  # what to call with a file that is no input, and why it is none


def _unheard(path: Path, why: str) -> None:
    """Skip without a word."""


def stdin() -> BinaryIO:
    """The bytes of stdin. Raises InputError where it is closed."""
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("stdin is closed", place=STDIN, remedy="Send the page to it, or name a file.")
    return sys.stdin.buffer


def listed(inputs: Iterable[str]) -> list[str]:
    """The inputs, each `@FILE` replaced by the lines of that file, and `@-` by those of stdin. Raises InputError for a list that cannot be read."""
    found: list[str] = []
    for given in inputs:
        if not given.startswith("@") or Path(given).exists():
            found.append(given)
            continue
        try:
            raw = stdin().read() if given == f"@{STDIN}" else Path(given[1:]).read_bytes()
        except OSError as error:
            problem = f"the list of inputs cannot be read ({error.strerror})"
            raise InputError(problem, place=given, remedy="Check the path behind the @; the list names one input a line.") from error
        found += [name for line in raw.splitlines() if (name := os.fsdecode(line).strip())]
    return found


def find(inputs: Iterable[str], output: Path | None = None, follow: bool = False, skipped: Skipped = _unheard) -> list[Source]:
    """Files, folders (recursive, text and HTML files only) and globs as sources. Raises InputError for a path that is not there.

    Links in folders are followed to places in the same folder; with `follow`, anywhere. Pipes and devices are `skipped`.
    """
    sources: list[Source] = []
    for given in inputs:
        if given == STDIN:
            sources.append(Source(None, Path("stdin")))
            continue
        path = Path(given)
        if path.is_dir():
            sources += _in_folder(path, output, follow, skipped)
        elif path.exists():
            sources += _named(path, "", skipped)
        elif matches := sorted(glob.glob(given, recursive=True)):
            root = os.path.abspath(given)  # noqa: PTH100 (a glob is no path)
            for match in map(Path, matches):
                sources += _in_folder(match, output, follow, skipped) if match.is_dir() else _named(match, root, skipped)
        else:
            raise InputError("there is no such file, folder or match", place=given, remedy="Check the path; put a glob in quotes.")
    unique = {source.path and source.path.resolve(): source for source in reversed(sources)}
    return list(reversed(unique.values()))


def _named(path: Path, root: str, skipped: Skipped) -> list[Source]:
    if why := irregular(path):
        skipped(path, why)
        return []
    return [Source(path, Path(path.stem), root)]


def _in_folder(folder: Path, output: Path | None, follow: bool, skipped: Skipped) -> list[Source]:
    root = str(folder.resolve())
    return [Source(path, path.relative_to(folder).with_suffix(""), root) for path in walk(folder, PAGE_SUFFIXES, output, follow, skipped)]


def walk(
    folder: Path, suffixes: Collection[str], output: Path | None = None, follow: bool = False, skipped: Skipped = _unheard
) -> Iterator[Path]:
    """The files below a folder that have one of the suffixes, in the order of their paths; hidden ones and the output folder are left out."""
    base = folder.resolve()
    left_out = {base} | ({output.resolve()} if output else set())
    for root, folders, files in os.walk(folder, followlinks=follow):
        here = Path(root)
        kept = []
        for name in sorted(folders):
            real = (here / name).resolve()
            if name.startswith(".") or name == STATE_FOLDER or real in left_out:
                continue
            if (here / name).is_symlink():
                if not follow:
                    if not real.is_relative_to(base):
                        skipped(here / name, _OUTSIDE)
                    continue
                left_out.add(real)  # a second link to it, or one to a folder around it, would lead round and round
            kept.append(name)
        folders[:] = kept
        for name in sorted(files):
            path = here / name
            if name.startswith(".") or path.suffix.lower() not in suffixes:
                continue
            if why := _unfit(path, base, follow):
                skipped(path, why)
            else:
                yield path


def _unfit(path: Path, base: Path, follow: bool) -> str:
    """Why a file of a folder is not read; empty for one that is."""
    if path.is_symlink():
        if not follow and not path.resolve().is_relative_to(base):
            return _OUTSIDE
        if not path.exists():
            return "it is a link that leads nowhere"
    return irregular(path)


def irregular(path: Path) -> str:
    """What a path names that is neither file nor folder, such as a pipe: to open one may wait for ever. Empty for the pipes that a shell passes."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or str(path).startswith(_PASSED):
        return ""
    kinds = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    return f"it is a {next((name for is_one, name in kinds if is_one(mode)), 'device')}, not a file"


def read(source: Source, most: int = MAX_BYTES) -> bytes:
    """The bytes of one source, `most` of them at the most. Raises InputError when it has more, cannot be read or is no text."""
    try:
        if source.path is None:
            raw = stdin().read(most + 1)
        elif source.path.is_dir():
            raise InputError("this is a folder, not a file", place=source.name, remedy="Name a file in it.")
        else:
            with source.path.open("rb") as file:
                raw = file.read(most + 1)
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror})", place=source.name, remedy="Check the path and its permissions."
        ) from error
    if len(raw) > most:
        shown = f"{most / 1e6:,.1f} MB" if most >= 1e5 else f"{most:,} bytes"
        raise InputError(f"the input is over {shown}", place=source.name, remedy="Split it into pages first, or raise --max-record.")
    if not raw.strip():
        raise InputError("the file is empty", place=source.name, remedy="Leave it out.")
    refuse_binary(raw, source.name)
    return raw

"""Find and read the inputs named on a command line: files, folders, globs, lists of them, and stdin."""

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
MAX_BYTES = 256 * 1024 * 1024  # limit of one input file
STATE_FOLDER = "_cleaner"  # subfolder of an output folder for the state of runs
PACKED_AUDITS = ".audits.gz"  # suffix of a shard's audits in the state folder
_PASSED = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")
_OUTSIDE = "it is a link to a place outside the folder; --follow-symlinks reads it"
_PACKED = frozenset({".gz", ".zst", ".bz2", ".xz"})
PAGE_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})


@dataclass(frozen=True, slots=True)
class Source:
    """One input.

    path: the file, None for stdin. target: its path relative to the output folder, without suffix. root: the folder or glob through
    which it was found; empty if it was named directly.
    """

    path: Path | None
    target: Path
    root: str = ""

    @property
    def name(self) -> str:
        """The path as given, or `-` for stdin."""
        return str(self.path) if self.path else STDIN


def corpus_suffixes() -> frozenset[str]:
    """The suffixes of corpus files, including those of compressed files."""
    return input_suffixes() | _PACKED


Skipped = Callable[[Path, str], None]  # called with each skipped file and the reason


def _ignore(path: Path, why: str) -> None:
    """Skip silently."""


def stdin() -> BinaryIO:
    """The binary stream of stdin. Raises InputError when it is closed."""
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("stdin is closed", place=STDIN, remedy="Send the page to it, or name a file.")
    return sys.stdin.buffer


def listed(inputs: Iterable[str]) -> list[str]:
    """Replace each `@FILE` by the lines of that file, and `@-` by the lines of stdin. Raises InputError for an unreadable list."""
    found: list[str] = []
    for name in inputs:
        if not name.startswith("@") or Path(name).exists():
            found.append(name)
            continue
        try:
            raw = stdin().read() if name == f"@{STDIN}" else Path(name[1:]).read_bytes()
        except OSError as error:
            problem = f"the list of inputs cannot be read ({error.strerror})"
            raise InputError(problem, place=name, remedy="Check the path after the @; the list names one input per line.") from error
        found += [path for line in raw.splitlines() if (path := os.fsdecode(line).strip())]
    return found


def find(inputs: Iterable[str], output: Path | None = None, follow: bool = False, skipped: Skipped = _ignore) -> list[Source]:
    """The sources named by files, folders (recursive, only text and HTML files) and globs, each once.

    Links in a folder are followed only to targets within the same folder, or with `follow` to any target. `skipped` is called with
    each pipe or device and the reason. Raises InputError for a path that does not exist.
    """
    sources: list[Source] = []
    for name in inputs:
        if name == STDIN:
            sources.append(Source(None, Path("stdin")))
            continue
        for path, pattern in named(name):
            sources += _in_folder(path, output, follow, skipped) if path.is_dir() else _file(path, pattern, skipped)
    unique = {source.path and source.path.resolve(): source for source in reversed(sources)}
    return list(reversed(unique.values()))


def named(name: str) -> Iterator[tuple[Path, str]]:
    """The file or folder of this name, or the matches of this glob, sorted, each with the glob as an absolute path; empty for a path.

    Raises InputError when there is none.
    """
    path = Path(name)
    if path.exists():
        yield path, ""
        return
    matches = sorted(glob.glob(name, recursive=True))
    if not matches:
        raise InputError("there is no such file, folder or match", place=name, remedy="Check the path; put a glob in quotes.")
    pattern = os.path.abspath(name)  # noqa: PTH100 (a glob is not a path)
    yield from ((Path(match), pattern) for match in matches)


def _file(path: Path, root: str, skipped: Skipped) -> list[Source]:
    if why := irregular(path):
        skipped(path, why)
        return []
    return [Source(path, Path(path.stem), root)]


def _in_folder(folder: Path, output: Path | None, follow: bool, skipped: Skipped) -> list[Source]:
    root = str(folder.resolve())
    return [Source(path, path.relative_to(folder).with_suffix(""), root) for path in walk(folder, PAGE_SUFFIXES, output, follow, skipped)]


def walk(
    folder: Path, suffixes: Collection[str], output: Path | None = None, follow: bool = False, skipped: Skipped = _ignore
) -> Iterator[Path]:
    """The files below a folder with one of the suffixes, sorted by path; skips hidden files and the output folder."""
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
                left_out.add(real)  # another link to it or to a parent folder would cause a loop
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
    """Why a file in a folder is not read; empty if it is."""
    if path.is_symlink():
        if not follow and not path.resolve().is_relative_to(base):
            return _OUTSIDE
        if not path.exists():
            return "it is a broken link"
    return irregular(path)


def irregular(path: Path) -> str:
    """Why a path is neither file nor folder, such as a pipe, which may block forever when opened; empty for pipes passed by a shell."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return ""
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or str(path).startswith(_PASSED):
        return ""
    kinds = ((stat.S_ISFIFO, "pipe"), (stat.S_ISSOCK, "socket"))
    return f"it is a {next((name for is_one, name in kinds if is_one(mode)), 'device')}, not a file"


def read(source: Source, most: int = MAX_BYTES) -> bytes:
    """The bytes of one source. Raises InputError when it has more than `most` bytes, is empty, cannot be read or is binary."""
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

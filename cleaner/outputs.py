"""The manifest of an output folder of pages: which files were written for which page, and with what content.

It is a file of JSON lines, and a line is written before the files that it names. So a run that is cut short leaves no file
that nobody knows, and whatever was edited since, or was never written by this program, is known for that and stays.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import OutputError
from .inputs import STATE_FOLDER, STDIN, Source

NAME = "pages.jsonl"
_SPARE = 200  # lines that the file may have beyond one a page before it is written anew

_Key = tuple[str, str]  # the page's path, and the format its articles were written in
_RECORD = ("", "duplicates")  # in place of a page: the record of stories that were left out


class Manifest:
    """What the runs into one folder have written there; `dry` for a run that writes nothing.

    A page has an entry for each format, so that a run in another one leaves the files of the first.
    """

    def __init__(self, folder: Path, dry: bool = False) -> None:
        self._folder, self._dry = folder, dry
        self._path = folder / STATE_FOLDER / NAME
        self._roots: dict[_Key, str] = {}
        self._files: dict[_Key, frozenset[str]] = {}
        self._digests: dict[str, list[str]] = {}  # of each file, every content that was written there, the last at the end
        self._owners: dict[str, _Key] = {}  # of each file, the last that it was written for
        self._before: frozenset[str] = frozenset()
        self._written: set[_Key] = set()
        self._lines = 0
        with suppress(FileNotFoundError, NotADirectoryError), self._path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                self._lines += 1
                self._read(line)

    def begin(self, source: Source, format: str, files: Mapping[Path, bytes]) -> None:
        """Note what is about to be written for a page. Raises OutputError."""
        digests = {self._name(path): hashlib.sha256(raw).hexdigest() for path, raw in files.items()}
        key = _key(source, format)
        self._before = self._files.get(key, frozenset())
        self._note(key, source.root, digests)

    def end(self, source: Source, format: str) -> list[str]:
        """Note that it was written, and remove what an earlier run wrote for the page and this one did not; gives the paths."""
        key = _key(source, format)
        self._written.add(key)
        return self._remove(name for name in sorted(self._before - self._files[key]) if self._owners.get(name) == key)

    def record(self, path: Path) -> None:
        """Note the record of duplicates, once it is written. Raises OutputError."""
        if not self._dry:
            self._note(_RECORD, "", {self._name(path): hashlib.sha256(path.read_bytes()).hexdigest()})
        self._written.add(_RECORD)

    def close(self, sources: Collection[Source]) -> list[str]:
        """End a run that came to its end over `sources`; gives the paths of the files that it removes.

        These are the files of pages that are gone from the folders and globs that were searched, a record of duplicates that
        the run did not make, and what runs that were cut short left of the pages that were written now. Raises OutputError.
        """
        here = {_key(source, "")[0] for source in sources}
        roots = {source.root for source in sources} - {""}
        folders = [root for root in roots if Path(root).is_dir()]
        for key in list(self._files):
            page = key[0]
            searched = self._roots[key] in roots or any(Path(page).is_relative_to(folder) for folder in folders)
            if key not in self._written if key == _RECORD else searched and page not in here:
                self._note(key, "", {})
                self._written.add(key)
        current = {name for files in self._files.values() for name in files}
        removed = self._remove(name for name in sorted(self._owners) if name not in current and self._owners[name] in self._written)
        if not self._dry and self._lines > len(self._files) + _SPARE:
            self._compact()
        return removed

    def _note(self, key: _Key, root: str, digests: Mapping[str, str]) -> None:
        if self._roots.get(key) == root and self._last(key) == digests:
            return
        line = {"page": key[0], "format": key[1], "root": root, "files": digests}
        if not self._dry:
            self._append(json.dumps(line) + "\n")
        self._take(key, root, digests)

    def _last(self, key: _Key) -> dict[str, str]:
        """The files of an entry, each with the content it was given last."""
        return {name: self._digests[name][-1] for name in sorted(self._files.get(key, ()))}

    def _take(self, key: _Key, root: str, digests: Mapping[str, str]) -> None:
        self._roots[key] = root
        for name, digest in digests.items():
            self._digests.setdefault(name, []).append(digest)
            owner = self._owners.get(name, key)
            if owner != key and name in self._files.get(owner, ()):
                self._files[owner] -= {name}
            self._owners[name] = key
        self._files[key] = frozenset(digests)

    def _read(self, line: str) -> None:
        """Take a line over; one that is damaged, or names files outside the folder, is passed over."""
        try:
            told: dict[str, Any] = json.loads(line)
            digests = {str(name): str(digest) for name, digest in told["files"].items() if _inside(str(name))}
            self._take((str(told["page"]), str(told["format"])), str(told["root"]), digests)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return

    def _remove(self, names: Iterable[str]) -> list[str]:
        """Remove those files that hold what was written; gives their paths. The others are nobody's from now on."""
        removed = []
        for name in names:
            path = self._folder / name
            if _holds(path, self._digests.pop(name, [])):
                removed.append(str(path))
                if not self._dry:
                    self._unlink(path)
            self._owners.pop(name, None)
        return removed

    def _unlink(self, path: Path) -> None:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            problem = f"a file that is out of date cannot be removed ({error.strerror})"
            raise OutputError(problem, place=str(path), remedy="Check the folder's permissions; then run again.") from error
        for folder in path.relative_to(self._folder).parents[:-1]:
            with suppress(OSError):
                (self._folder / folder).rmdir()

    def _append(self, line: str) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line)
            self._lines += 1
        except OSError as error:
            remedy = "Check the folder's permissions and free space."
            raise OutputError(f"the file cannot be written ({error.strerror})", place=str(self._path), remedy=remedy) from error

    def _compact(self) -> None:
        """Write the file anew, a line for each page."""
        temporary = self._path.with_name(f".{NAME}.{os.getpid()}.tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                for page, format in self._files:
                    if files := self._last((page, format)):
                        file.write(json.dumps({"page": page, "format": format, "root": self._roots[page, format], "files": files}) + "\n")
            temporary.replace(self._path)
        except OSError:  # the longer file says the same
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _key(source: Source, format: str) -> _Key:
    return (str(source.path.resolve()) if source.path else STDIN), format


def _inside(name: str) -> bool:
    """Whether a name stays in the folder: the manifest may have been edited, or have come with a folder from elsewhere."""
    path = Path(name)
    return not path.is_absolute() and not path.drive and ".." not in path.parts


def _holds(path: Path, digests: Collection[str]) -> bool:
    """Whether a file has one of these contents."""
    try:
        return not path.is_symlink() and path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() in digests
    except OSError:
        return False

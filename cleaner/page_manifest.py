"""The manifest of an output folder of pages: which files were written for which page, and with which content.

It is a JSON lines file, and each line is written before the files that it names. So an interrupted run leaves no unrecorded files,
and files that were edited since or never written by this program are recognised and kept.
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
from .own_files import has_digest, remove_file

NAME = "pages.jsonl"
_SPARE = 200  # lines beyond one per page that the file may have before it is compacted

_Key = tuple[str, str]  # the page's path, and the format of its articles
_RECORD = ("", "duplicates")  # the key of the record of duplicates, which belongs to no page


class Manifest:
    """The files that runs have written into one folder; `dry` for a run that writes nothing.

    A page has one entry per format, so that a run in another format keeps the files of the first.
    """

    def __init__(self, folder: Path, dry: bool = False) -> None:
        self._folder, self._dry = folder, dry
        self._path = folder / STATE_FOLDER / NAME
        self._roots: dict[_Key, str] = {}
        self._files: dict[_Key, frozenset[str]] = {}
        self._digests: dict[str, list[str]] = {}  # by file name: the digest of every content written there, newest last
        self._owners: dict[str, _Key] = {}  # by file name: the last page it was written for
        self._before: frozenset[str] = frozenset()
        self._written: set[_Key] = set()
        self._lines = 0
        with suppress(FileNotFoundError, NotADirectoryError), self._path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                self._lines += 1
                self._read(line)

    def begin(self, source: Source, format: str, files: Mapping[Path, bytes]) -> None:
        """Record the files that are about to be written for a page. Raises OutputError."""
        digests = {self._name(path): hashlib.sha256(raw).hexdigest() for path, raw in files.items()}
        key = _key(source, format)
        self._before = self._files.get(key, frozenset())
        self._record(key, source.root, digests)

    def end(self, source: Source, format: str) -> list[str]:
        """Record that a page was written, and remove its files from earlier runs that this run did not write. Returns their paths."""
        key = _key(source, format)
        self._written.add(key)
        return self._remove(name for name in sorted(self._before - self._files[key]) if self._owners.get(name) == key)

    def record(self, path: Path) -> None:
        """Record the file of duplicates after it was written. Raises OutputError."""
        if not self._dry:
            self._record(_RECORD, "", {self._name(path): hashlib.sha256(path.read_bytes()).hexdigest()})
        self._written.add(_RECORD)

    def close(self, sources: Collection[Source]) -> list[str]:
        """End a complete run over `sources` and remove outdated files. Returns their paths. Raises OutputError.

        Removed are the files of pages that no longer exist in the searched folders and globs, a file of duplicates that this run
        did not write, and what interrupted runs left behind for the pages that this run wrote.
        """
        here = {_key(source, "")[0] for source in sources}
        roots = {source.root for source in sources} - {""}
        folders = [root for root in roots if Path(root).is_dir()]
        for key in list(self._files):
            page = key[0]
            searched = self._roots[key] in roots or any(Path(page).is_relative_to(folder) for folder in folders)
            if key not in self._written if key == _RECORD else searched and page not in here:
                self._record(key, "", {})
                self._written.add(key)
        current = {name for files in self._files.values() for name in files}
        removed = self._remove(name for name in sorted(self._owners) if name not in current and self._owners[name] in self._written)
        if not self._dry and self._lines > len(self._files) + _SPARE:
            self._compact()
        return removed

    def _record(self, key: _Key, root: str, digests: Mapping[str, str]) -> None:
        if self._roots.get(key) == root and self._last(key) == digests:
            return
        line = {"page": key[0], "format": key[1], "root": root, "files": digests}
        if not self._dry:
            self._append(json.dumps(line) + "\n")
        self._apply(key, root, digests)

    def _last(self, key: _Key) -> dict[str, str]:
        """The files of an entry, each with the digest of its last content."""
        return {name: self._digests[name][-1] for name in sorted(self._files.get(key, ()))}

    def _apply(self, key: _Key, root: str, digests: Mapping[str, str]) -> None:
        self._roots[key] = root
        for name, digest in digests.items():
            self._digests.setdefault(name, []).append(digest)
            owner = self._owners.get(name, key)
            if owner != key and name in self._files.get(owner, ()):
                self._files[owner] -= {name}
            self._owners[name] = key
        self._files[key] = frozenset(digests)

    def _read(self, line: str) -> None:
        """Read one line of the manifest; ignores damaged lines and files outside the folder."""
        try:
            entry: dict[str, Any] = json.loads(line)
            digests = {str(name): str(digest) for name, digest in entry["files"].items() if _is_inside(str(name))}
            self._apply((str(entry["page"]), str(entry["format"])), str(entry["root"]), digests)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return

    def _remove(self, names: Iterable[str]) -> list[str]:
        """Remove files that are unchanged since they were written and return their paths. Forget the others."""
        removed = []
        for name in names:
            path = self._folder / name
            if has_digest(path, self._digests.pop(name, [])):
                removed.append(str(path))
                if not self._dry:
                    self._unlink(path)
            self._owners.pop(name, None)
        return removed

    def _unlink(self, path: Path) -> None:
        try:
            remove_file(path, self._folder)
        except OSError as error:
            problem = f"an outdated file cannot be removed ({error.strerror})"
            raise OutputError(problem, place=str(path), remedy="Check the folder's permissions; then run again.") from error

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
        """Rewrite the file with one line per page."""
        temporary = self._path.with_name(f".{NAME}.{os.getpid()}.tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                for page, format in self._files:
                    if files := self._last((page, format)):
                        file.write(json.dumps({"page": page, "format": format, "root": self._roots[page, format], "files": files}) + "\n")
            temporary.replace(self._path)
        except OSError:  # the uncompacted file is equivalent
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()


def _key(source: Source, format: str) -> _Key:
    return (str(source.path.resolve()) if source.path else STDIN), format


def _is_inside(name: str) -> bool:
    """Whether a name stays within the folder: the manifest may have been edited or copied from elsewhere."""
    path = Path(name)
    return not path.is_absolute() and not path.drive and ".." not in path.parts

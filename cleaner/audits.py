"""Find and read the audits in a run's output: one file per page, or one compressed file per shard."""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .batch import AUDIT_SUFFIX, write_whole
from .errors import AuditError, InputError, OutputError
from .inputs import PACKED_AUDITS, STATE_FOLDER, STDIN
from .write import rebuild

_REMEDY = "Clean its page again, or take the audit from a backup."
_DAMAGED = (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error, RecursionError)


@dataclass(frozen=True, slots=True)
class Stored:
    """The place of an audit: a file, or a line (from 0) of a compressed file. `target` is the relative path to restore its input to.

    A `sample` represents many records whose audits were not kept.
    """

    path: Path
    line: int | None = None
    target: str = ""
    sample: bool = False

    @property
    def place(self) -> str:
        """The place of the audit, for messages."""
        return str(self.path) if self.line is None else f"{self.path}, line {self.line + 1}"


def find(folder: Path) -> list[Stored]:
    """All audits below `folder`, in order. Raises InputError when there are none, AuditError for a damaged compressed file."""
    found = found_in(folder)
    if not found:
        remedy = "Give the folder that `cleaner clean --out` wrote to, without --no-audit."
        raise InputError("there are no audits in this folder", place=str(folder), remedy=remedy)
    return found


def found_in(folder: Path) -> list[Stored]:
    """Like `find`, but return an empty list when there are none."""
    if not folder.is_dir():
        problem = "this is a file, not a folder" if folder.exists() else "there is no such folder"
        raise InputError(problem, place=str(folder), remedy="Give the folder that `cleaner clean --out` wrote to.")
    found: list[Stored] = []
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != STATE_FOLDER)
        found += [_of_file(Path(root, name), folder) for name in sorted(files) if name.endswith(AUDIT_SUFFIX) and not name.startswith(".")]
    for packed in sorted((folder / STATE_FOLDER).glob(f"*{PACKED_AUDITS}")):
        found += [Stored(packed, number, str(entry["file"]), bool(entry.get("sample"))) for number, entry in enumerate(_lines(packed))]
    return found


def text_of(stored: Stored) -> str:
    """The JSON text of an audit. Raises AuditError."""
    if stored.line is not None:
        found = next((entry for number, entry in enumerate(_lines(stored.path)) if number == stored.line), None)
        if found is None or "audit" not in found:
            raise AuditError("the audit no longer exists", place=stored.place, remedy=_REMEDY)
        return json.dumps(found["audit"])
    try:
        return stored.path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        remedy = "Give the .audit.json file beside the output."
        raise AuditError(f"the audit cannot be read ({why})", place=stored.place, remedy=remedy) from error


def _of_file(path: Path, folder: Path) -> Stored:
    """An audit in its own file. The input's suffix is only known from the audit itself."""
    return Stored(path, target=path.relative_to(folder).parent.as_posix() + "/")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The entries of a compressed file. Raises AuditError if it is damaged."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line) | {}
    except _DAMAGED as error:
        raise AuditError(f"the audits cannot be read ({error})", place=str(path), remedy=_REMEDY) from error


@dataclass(frozen=True, slots=True)
class Restored:
    """An input rebuilt from its audit: its bytes, its name, and its path relative to the folder that was cleaned, if known."""

    audit: str
    name: str
    raw: bytes
    target: str = ""


def restored(stored: Stored) -> Restored:
    """Rebuild the input of an audit. Raises AuditError if the audit is damaged."""
    text = text_of(stored)
    raw = rebuild(text, stored.place)
    name = json.loads(text)["source"].get("name")
    return Restored(stored.place, name if isinstance(name, str) else "", raw, stored.target)


def write_restored(found: Restored, folder: Path, force: bool, written: set[Path]) -> Path:
    """Write an input into `folder`, never over another one of this run (`written`), and over an older file only with `force`.

    It gets its original name, and its original subfolders if they are known. Raises OutputError.
    """
    path = folder / _target(found)
    if not path.parent.resolve().is_relative_to(folder.resolve()):  # a folder there may be a link to elsewhere
        raise OutputError("this leads out of the folder", place=str(path), remedy="Restore it into another folder.")
    if path in written or (not force and (path.exists() or path.is_symlink())):
        remedy = "Restore it into another folder." if path in written else "Restore into another folder, or replace it with --force."
        raise OutputError("there is a file of that name already", place=str(path), remedy=remedy)
    write_whole(path, found.raw)
    written.add(path)
    return path


def _target(found: Restored) -> Path:
    """The relative path to restore an input to. Raises AuditError for a name that is not a valid file name."""
    folders, _, stem = found.target.rpartition("/")
    base = stem or ("stdin" if found.name == STDIN else re.split(r"[/\\]", found.name)[-1])
    parts = [part for part in folders.split("/") if part not in ("", ".")]
    for part in (*parts, base):
        if part in ("", ".", "..") or Path(part).name != part or any(c < " " or c == "\x7f" or c == "\\" for c in part):
            remedy = "Restore it to stdout, without --out."
            raise AuditError(f"the name of its source is not a valid file name: {found.name!r}", place=found.audit, remedy=remedy)
    return Path(*parts, base)

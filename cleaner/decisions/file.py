"""Read and write decisions as TOML: one table per decision, in an order that does not depend on when they were made."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from .. import toml_positions
from ..errors import DecisionError
from .decision import FIELDS, VERBS, Decision, Decisions

_HEAD = "# Decisions made by hand, for `cleaner clean`, `diff`, `why`, `preview` and `review`. Edit, review and merge it like code.\n"
_KEYS = tuple(field.name for field in fields(Decision) if field.name not in ("verb", "what", "line"))
_ONLY = {
    "rule": ("keep",),
    "of": ("title", "field"),
    "to": ("field",),
    "above": ("keep", "drop", "begin", "join", "title", "field"),
    "below": ("keep", "drop", "begin", "join", "title", "field"),
}
_BARE = str.maketrans(
    {code: f"\\u{code:04x}" for code in (0x7F, *range(0x80, 0xA0), 0x2028, 0x2029, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
)


def load(path: Path) -> Decisions:
    """Load the decisions file at `path`. Raises DecisionError."""
    try:
        status = path.stat()
        return _load(path, status.st_mtime_ns, status.st_size)
    except (OSError, ValueError) as error:
        raise DecisionError(
            f"the decisions cannot be read ({getattr(error, 'strerror', error)})", place=str(path), remedy="Check the path."
        ) from error


@lru_cache(maxsize=8)
def _load(path: Path, modified: int, size: int) -> Decisions:
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise DecisionError("the decisions are not UTF-8", place=str(path), remedy="Save the file as UTF-8.") from error


def parse(text: str, path: Path) -> Decisions:
    """Parse the decisions in `text`; `path` is the file for messages and relative names. Raises DecisionError."""
    try:
        table = toml_positions.read(text)
    except ValueError as error:
        raise DecisionError(
            f"not valid TOML: {error}", place=str(path), remedy="Fix the syntax; after a merge, look for conflict markers."
        ) from error
    for key in table.keys() - {"packs", "decision"}:
        _refuse(path, 1, f"unknown key `{key}`", "Known keys are packs and [[decision]].")
    packs, entries = table.get("packs", []), table.get("decision", [])
    if not isinstance(packs, list) or not all(isinstance(pack, str) for pack in packs):
        _refuse(path, 1, "`packs` must be a list of file names", 'Write packs = ["my-pack.toml"].')
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        _refuse(path, 1, "`decision` must be tables", "Begin each with [[decision]].")
    starts = toml_positions.starts(text, "decision")
    if len(starts) != len(entries):  # an inline array: the lines of its decisions are unknown
        starts = [1] * len(entries)
    read = [_decision(entry, path, line) for entry, line in zip(entries, starts, strict=True)]
    return Decisions(path, tuple(sorted(read, key=lambda entry: entry.rank)), tuple(packs))


def _decision(table: dict[str, Any], path: Path, line: int) -> Decision:
    verbs = [verb for verb in VERBS if verb in table]
    if len(verbs) != 1:
        stated = " and ".join(f"`{verb}`" for verb in verbs) or "nothing"
        _refuse(path, line, f"a decision does one thing, and this one has {stated}", f"Use exactly one of {', '.join(VERBS)}.")
    verb = verbs[0]
    for key, value in table.items():
        if key != verb and (key not in _KEYS or verb not in _ONLY.get(key, (verb,))):
            _refuse(
                path,
                line,
                f"`{verb}` has no key `{key}`",
                f"Its keys are {', '.join(k for k in _KEYS if verb in _ONLY.get(k, (verb,)))}.",
            )
        if not isinstance(value, str):
            _refuse(path, line, f"`{key}` must be text", "Put it in quotation marks.")
        if not value.strip() and key != "to":
            _refuse(path, line, f"`{key}` is empty", "Give it a value, or remove the decision.")
    if len({"file", "record", "site"} & table.keys()) > 1:
        _refuse(path, line, "a decision applies to a file, a record or a site, not to two of them", "Keep one of these keys.")
    if verb in ("title", "field") and "of" not in table:
        _refuse(path, line, f"a {verb} needs `of`", f"Set it to a line of the article that the {verb} belongs to.")
    if verb == "field" and table[verb] not in FIELDS:
        _refuse(path, line, f"there is no field `{table[verb]}`", f"Fields are {', '.join(FIELDS)}.")
    if verb == "field" and "to" not in table:
        _refuse(path, line, "a field needs `to`", 'Set it to the value of the field; to = "" clears it.')
    return Decision(verb, table[verb], line=line, **{key: table[key] for key in _KEYS if key in table})


def dumps(decisions: Decisions) -> str:
    """The decisions as TOML; equal decisions give equal text."""
    head = f"\npacks = [{', '.join(map(quoted, decisions.packs))}]\n" if decisions.packs else ""
    return _HEAD + head + "".join(map(_table, sorted(decisions.entries, key=lambda entry: entry.rank)))


def _table(decision: Decision) -> str:
    values = [(decision.verb, decision.what), *((key, getattr(decision, key)) for key in _KEYS)]
    return "\n[[decision]]\n" + "".join(f"{key:<5} = {quoted(value)}\n" for key, value in values if value is not None)


def quoted(text: str) -> str:
    """`text` as a TOML string: JSON syntax, with characters escaped that an editor would hide or interpret."""
    return json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).translate(_BARE)


def _refuse(path: Path, line: int, problem: str, remedy: str) -> NoReturn:
    raise DecisionError(problem, place=f"{path}:{line}", remedy=remedy)

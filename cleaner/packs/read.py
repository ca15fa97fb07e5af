"""Read rule packs from TOML, and validate them; an invalid pack is refused with file, line, text and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .. import toml_positions
from ..errors import PackError
from .checks import PACK_KEYS, Reader, refuse, vocabulary_line
from .kinds import KINDS
from .rule import Near, Rule, Sample
from .vocabulary import of_pack


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack: its rules, and for a site pack the hosts to which it applies."""

    path: str
    about: str
    languages: frozenset[str]
    hosts: tuple[str, ...]
    known_by: tuple[str, ...]
    rules: tuple[Rule, ...]


def load(path: str) -> Pack:
    """The pack at `path`, with every key and pattern validated. Raises PackError."""
    return _load(path, stamp(path))


def stamp(path: str) -> tuple[int, int] | None:
    """The modification time and size of a file; None if there is none."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):  # ValueError: not a valid file name
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def _load(path: str, state: tuple[int, int] | None) -> Pack:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise PackError(
            f"the rule pack cannot be read ({error})", place=path, remedy="Check the path and that the file is UTF-8."
        ) from error
    return parse(text, path)


def parse(text: str, path: str) -> Pack:
    """The pack in `text`; `path` is for messages. Raises PackError."""
    return build(*checked(text, path))


def checked(text: str, path: str, compiling: bool = True) -> tuple[dict[str, Any], str, list[int]]:
    """(table in `text`, path, lines on which its rules begin). `compiling`: also compile every pattern. Raises PackError."""
    table = parse_toml(text, path)
    reader = Reader(path, text, of_pack(table))
    reader.keys(table, PACK_KEYS, 1)
    reader.count(table)
    if "about" not in table:
        refuse(path, text, 1, "the pack has no `about`", 'Begin it with about = "what it is for".')
    if not table.get("rule"):
        refuse(path, text, 1, "the pack has no rule", "Add a [[rule]] table.")
    reader.vocabulary(reader.words, vocabulary_line(reader.lines), compiling)
    seen: dict[str, int] = {}
    for rule, line in zip(table["rule"], reader.starts, strict=True):
        reader.check(rule, line, compiling)
        if rule["id"] in seen:
            remedy = "Give each rule an id of its own."
            refuse(path, text, line, f"the id {rule['id']!r} is already on line {seen[rule['id']]}", remedy)
        seen[rule["id"]] = line
    return table, path, reader.starts


def parse_toml(text: str, path: str) -> dict[str, Any]:
    """The table in `text`. Raises PackError with the line of a syntax error."""
    try:
        return toml_positions.read(text)
    except ValueError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else text.rstrip("\n").count("\n") + 1
        refuse(path, text, line, f"not valid TOML: {error}", "Correct the syntax; write regular expressions in '''...'''.")


def build(table: dict[str, Any], path: str, starts: list[int]) -> Pack:
    """The pack of a validated table; `starts` are the lines on which its rules begin."""
    languages = _languages(table.get("lang"))
    rules = tuple(_rule(rule, languages, path, line) for rule, line in zip(table["rule"], starts, strict=True))
    return Pack(path, table["about"], languages, tuple(table.get("hosts", ())), tuple(table.get("known_by", ())), rules)


def _rule(table: dict[str, Any], languages: frozenset[str], path: str, line: int) -> Rule:
    near = table.get("near")
    return Rule(
        id=table["id"],
        about=table["about"],
        action=table["action"],
        kind=table["kind"],
        spec=KINDS[table["kind"]].build(table),
        languages=_languages(table.get("lang")) or languages,
        confidence=float(table.get("confidence", 0.9)),
        near=Near(tuple(near["rules"]), near.get("within", 4), near.get("count", 1)) if near else None,
        place=table.get("place"),
        max_words=table.get("max_words"),
        begins=table.get("begins", "below"),
        decisive=table.get("decisive", table["kind"] == "record"),
        hits=tuple(map(_sample, table["hits"])),
        misses=tuple(map(_sample, table["misses"])),
        pack=path,
        line=line,
    )


def _sample(entry: str | dict[str, Any]) -> Sample:
    if isinstance(entry, str):
        return Sample(entry)
    text = entry["text"] if "text" in entry else bytes.fromhex(entry["hex"]).decode("utf-8", "surrogateescape")
    return Sample(text, entry.get("gives"))


def ensure_unique(packs: Iterable[Pack]) -> None:
    """Raise PackError when two packs hold one id."""
    seen: dict[str, Rule] = {}
    for pack in packs:
        for rule in pack.rules:
            other = seen.setdefault(rule.id, rule)
            if other is not rule:
                raise PackError(
                    f"the id {rule.id!r} is already in {other.pack}:{other.line}",
                    place=f"{rule.pack}:{rule.line}",
                    remedy="Give it another id; to replace a built-in rule, switch that one off with --disable.",
                )


def _languages(value: str | list[str] | None) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value or ())

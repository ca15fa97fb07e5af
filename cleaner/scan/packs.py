"""Rule packs from TOML: read, checked key by key, and refused with file, line, text and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

import regex

from ..data import LIFT_FIELDS
from ..errors import PackError
from ..rule import BEGINS, Near, Rule, Sample, ShapeTest
from .kinds import KINDS

ACTIONS = ("drop", "repair", "lift", "mark", "boundary")
BOUNDARY_KINDS = ("phrase", "pattern", "record", "gap")
PLACES = ("head", "tail", "edge", "end")
_PACK_KEYS = {"about": str, "lang": (str, list), "hosts": list, "known_by": list, "rule": list}
_COMMON_KEYS: dict[str, Any] = {
    "id": str, "about": str, "action": str, "kind": str, "hits": list, "misses": list, "lang": (str, list),
    "confidence": (int, float), "near": dict, "place": str, "max_words": int, "begins": str, "decisive": bool,
}  # fmt: skip
_NEEDED = ("id", "about", "action", "kind", "hits", "misses")
_ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*")
_TYPE_NAMES = {str: "a string", list: "a list", dict: "a table", int: "a whole number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Pack:
    """One pack: its rules, and for a site pack where it applies."""

    path: str
    about: str
    languages: frozenset[str]
    hosts: tuple[str, ...]
    known_by: tuple[str, ...]
    rules: tuple[Rule, ...]


def builtin_folder() -> Path:
    """The rules that come with the program: inside the installed package, or beside it in a checkout."""
    inside = Path(__file__).parents[1] / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "rules"


def load(path: str) -> Pack:
    """The pack at `path` as it is now, every key and pattern checked. Raises PackError."""
    return _load(path, stamp(path))


def stamp(path: str) -> tuple[int, int] | None:
    """What changes when a file does; None where there is none."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=64)
def _load(path: str, state: tuple[int, int] | None) -> Pack:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(
            f"the rule pack cannot be read ({error})", place=path, remedy="Check the path and that the file is UTF-8."
        ) from error
    return parse(text, path)


def parse(text: str, path: str) -> Pack:
    """The pack in `text`; `path` is for messages. Raises PackError."""
    return build(*checked(text, path))


def checked(text: str, path: str, compiling: bool = True) -> tuple[dict[str, Any], str, list[int]]:
    """The table in `text`, its path, and the lines its rules begin on. Raises PackError; `compiling` tries every pattern too."""
    table = parse_toml(text, path)
    reader = _Reader(path, text)
    reader.keys(table, _PACK_KEYS, 1)
    if "about" not in table:
        _refuse(path, text, 1, "the pack has no `about`", 'Begin it with about = "what it is for".')
    if not table.get("rule"):
        _refuse(path, text, 1, "the pack has no rule", "Add a [[rule]] table.")
    seen: dict[str, int] = {}
    for rule, line in zip(table["rule"], reader.starts, strict=False):
        reader.check(rule, line, compiling)
        if rule["id"] in seen:
            remedy = "Give each rule an id of its own."
            _refuse(path, text, line, f"the id {rule['id']!r} stands on line {seen[rule['id']]} already", remedy)
        seen[rule["id"]] = line
    return table, path, reader.starts


def parse_toml(text: str, path: str) -> dict[str, Any]:
    """The table in `text`. Raises PackError with the line that TOML stumbles over."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = int(where[1]) if where else text.count("\n") + 1
        _refuse(path, text, line, f"not valid TOML: {error}", "Mend the syntax; regular expressions stand best in '''...'''.")


def build(table: dict[str, Any], path: str, starts: list[int]) -> Pack:
    """The pack of a table that has been checked; `starts` are the lines its rules begin on."""
    languages = _languages(table.get("lang"))
    rules = tuple(_rule(rule, languages, path, line) for rule, line in zip(table["rule"], starts, strict=False))
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
                    f"the id {rule.id!r} stands in {other.pack}:{other.line} already",
                    place=f"{rule.pack}:{rule.line}",
                    remedy="Give it another id; to replace a built-in rule, switch that one off with --disable.",
                )


class _Reader:
    """Checks the tables of one pack, knowing the line each stands on."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.lines = text.split("\n")
        self.starts = [i + 1 for i, line in enumerate(self.lines) if line.strip() == "[[rule]]"]

    def check(self, table: dict[str, Any], line: int, compiling: bool) -> None:
        """Refuse a rule that does not hold together."""
        for key in _NEEDED:
            if not table.get(key):
                missing = key in ("hits", "misses")
                self.refuse(
                    line,
                    f"rule {table.get('id', '')!r} has no `{key}`",
                    "Give at least one example." if missing else "Every rule needs it.",
                )
        kind = KINDS.get(table["kind"])
        if kind is None:
            self.refuse(self.at(line, "kind"), f"unknown kind {table['kind']!r}", f"Kinds are {', '.join(KINDS)}.")
        self.keys(table, _COMMON_KEYS | kind.KEYS, line)
        if not _ID.fullmatch(table["id"]):
            self.refuse(
                self.at(line, "id"),
                f"the id {table['id']!r} has not the form group.name",
                "Use lower-case letters, digits and hyphens, one dot.",
            )
        self.choice(table, "action", ACTIONS, line)
        self.boundary(table, line)
        if "place" in table:
            self.choice(table, "place", PLACES, line)
        for key in kind.REQUIRED:
            if key not in table:
                self.refuse(line, f"a {table['kind']} rule needs `{key}`", "See the rule format.")
        if (table["action"] == "repair") != (table["kind"] == "repair"):
            self.refuse(self.at(line, "action"), "action repair and kind repair go together", "Use both or neither.")
        field = table.get("field")
        if field is not None and field not in LIFT_FIELDS:
            self.refuse(self.at(line, "field"), f"unknown field {field!r}", f"Fields are {', '.join(LIFT_FIELDS)}.")
        self.near(table, line)
        self.samples(table, "hits", line)
        self.samples(table, "misses", line)
        self.spec(kind, table, line, compiling)

    def boundary(self, table: dict[str, Any], line: int) -> None:
        if table["action"] != "boundary":
            if table["kind"] in ("record", "gap"):
                self.refuse(self.at(line, "action"), f"a {table['kind']} rule has the action boundary", 'Write action = "boundary".')
            for key in ("begins", "decisive"):
                if key in table:
                    self.refuse(self.at(line, key), f"`{key}` is for the action boundary alone", "Remove it, or change the action.")
        elif table["kind"] not in BOUNDARY_KINDS:
            kinds = ", ".join(BOUNDARY_KINDS)
            self.refuse(
                self.at(line, "kind"), f"a {table['kind']} rule cannot draw a boundary", f"The action boundary is for the kinds {kinds}."
            )
        if "begins" in table:
            self.choice(table, "begins", BEGINS, line)

    def spec(self, kind: Any, table: dict[str, Any], line: int, compiling: bool) -> None:
        try:
            if "shape" in table:
                self.keys(table["shape"], dict.fromkeys(ShapeTest.__dataclass_fields__, object), line, "shape")
            spec = kind.build(table)
            if compiling and hasattr(kind, "check"):
                kind.check(spec)
        except regex.error as error:
            self.refuse(
                self.at(line, "pattern"),
                f"the regular expression does not compile: {error}",
                "Mend it; a literal bracket or dot needs a backslash.",
            )
        except ValueError as error:
            self.refuse(line, f"rule {table['id']!r}: {error}", "See the rule format.")

    def near(self, table: dict[str, Any], line: int) -> None:
        if "near" in table:
            self.keys(table["near"], {"rules": list, "within": int, "count": int}, line, "near")
            if not table["near"].get("rules"):
                self.refuse(self.at(line, "near"), "`near` names no rules", 'Write near = { rules = ["share.*"], within = 4 }.')

    def samples(self, table: dict[str, Any], key: str, line: int) -> None:
        for entry in table[key]:
            if isinstance(entry, dict) and set(entry) <= {"text", "hex", "gives"} and len({"text", "hex"} & set(entry)) == 1:
                entry = entry.get("text", entry.get("hex"))
            if not isinstance(entry, str):
                self.refuse(self.at(line, key), f"an entry of `{key}` is neither a string nor {{ text, gives }}", "See the rule format.")

    def keys(self, table: dict[str, Any], allowed: dict[str, Any], line: int, within: str = "") -> None:
        for key, value in table.items():
            if key not in allowed:
                self.refuse(self.at(line, within or key), f"unknown key `{key}`", f"Known here: {', '.join(sorted(allowed))}.")
            kinds = allowed[key] if isinstance(allowed[key], tuple) else (allowed[key],)
            if object not in kinds and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
                self.refuse(self.at(line, key), f"`{key}` must be {_TYPE_NAMES.get(kinds[0], 'of another type')}", "Mend its value.")

    def choice(self, table: dict[str, Any], key: str, allowed: tuple[str, ...], line: int) -> None:
        if table[key] not in allowed:
            self.refuse(self.at(line, key), f"`{key}` cannot be {table[key]!r}", f"It is one of {', '.join(allowed)}.")

    def at(self, line: int, key: str) -> int:
        return line_of(self.lines, line, key)

    def refuse(self, line: int, problem: str, remedy: str) -> NoReturn:
        _refuse(self.path, self.text, line, problem, remedy)


def line_of(lines: list[str], line: int, key: str) -> int:
    """The line on which `key` stands in the rule that begins on `line`; that line itself when it is not found."""
    for number in range(line, len(lines) + 1):
        if number > line and lines[number - 1].strip() == "[[rule]]":
            break
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[number - 1]):
            return number
    return line


def _languages(value: str | list[str] | None) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value or ())


def _refuse(path: str, text: str, line: int, problem: str, remedy: str) -> NoReturn:
    lines = text.split("\n")
    shown = lines[line - 1].strip()[:100] if 0 < line <= len(lines) else ""
    raise PackError(f"{problem}\n    {line} | {shown}\n", place=f"{path}:{line}", remedy=remedy)

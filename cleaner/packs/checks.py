"""Validate a rule pack key by key: an invalid one is refused with file, line, text and remedy."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import regex

from .. import toml_positions
from ..data import LIFT_FIELDS
from ..errors import PackError
from .kinds import KINDS
from .rule import BEGINS
from .vocabulary import NAME, Entry, Vocabulary, VocabularyError, of_rule

ACTIONS = ("drop", "repair", "lift", "mark", "boundary")
BOUNDARY_KINDS = ("phrase", "pattern", "record", "gap")
PLACES = ("head", "tail", "edge", "end")
PACK_KEYS = {"about": str, "lang": (str, list), "hosts": list, "known_by": list, "vocabulary": dict, "rule": list}
_COMMON_KEYS: dict[str, Any] = {
    "id": str, "about": str, "action": str, "kind": str, "hits": list, "misses": list, "lang": (str, list),
    "confidence": (int, float), "near": dict, "place": str, "max_words": int, "begins": str, "decisive": bool, "vocabulary": dict,
}  # fmt: skip
_MIXED = ("rule", "hits", "misses")  # lists of other things than strings
_SHAPE_KEYS: dict[str, Any] = {
    "min_words": int,
    "max_words": int,
    "min_chars": int,
    "max_chars": int,
    "end": str,
    "case": str,
    "bullet": bool,
    "digits": bool,
}
_SHAPE_CHOICES = {"end": ("any", "stop", "none"), "case": ("any", "upper", "title")}
_HEADER = re.compile(r"\s*\[\[\s*[\"']?rule[\"']?\s*\]\]")
_VOCABULARY = re.compile(r"\s*\[\s*[\"']?vocabulary[\"']?\s*\]")
_NEEDED = ("id", "about", "action", "kind", "hits", "misses")
_ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z0-9][a-z0-9-]*")
_TYPE_NAMES = {
    str: "a string",
    list: "a list",
    (str, list): "a string or a list of strings",
    dict: "a table",
    int: "a whole number",
    bool: "true or false",
}


class Reader:
    """Validates the tables of one pack, and knows on which line each begins."""

    def __init__(self, path: str, text: str, words: Vocabulary) -> None:
        self.path, self.text, self.words = path, text, words
        self.lines = text.split("\n")
        self.starts = toml_positions.starts(text, "rule")

    def count(self, table: dict[str, Any]) -> None:
        """Refuse a pack if a rule is not a table that begins with a line [[rule]]: no rule may be lost."""
        rules = table.get("rule", [])
        if not all(isinstance(rule, dict) for rule in rules):
            self.refuse(line_of(self.lines, 1, "rule"), "`rule` must be tables", "Begin each rule with [[rule]].")
        if len(rules) != len(self.starts):
            problem = f"the pack holds {len(rules)} rules, but {len(self.starts)} of them begin with a line [[rule]]"
            self.refuse(line_of(self.lines, 1, "rule"), problem, "Begin each rule with [[rule]] on a line of its own.")

    def vocabulary(self, vocabulary: Vocabulary, line: int, compiling: bool) -> None:
        """Refuse invalid entries of the vocabulary of a pack or rule; `line` is the line on which its table begins."""
        lines = {name: line_of(self.lines, line, name, r"(?:vocabulary\s*\.\s*)?") for name in vocabulary.entries}
        for name, entry in vocabulary.entries.items():
            at = lines[name]
            if not NAME.fullmatch(name):
                remedy = "Use lower-case letters, digits and _, and begin with a letter; a name has two characters at least."
                self.refuse(at, f"a vocabulary cannot have the name {name!r}", remedy)
            alternatives = [entry] if isinstance(entry, str) else entry
            if not (isinstance(alternatives, list) and alternatives and all(isinstance(each, str) and each for each in alternatives)):
                self.refuse(at, f"`{name}` is no part of a pattern", "It is a regular expression, or a list of alternatives.")
        for name, entry in vocabulary.entries.items():
            at = lines[name]
            try:
                source = vocabulary.expand(entry, ((vocabulary, name),))
                if compiling:
                    regex.compile(source)
            except VocabularyError as error:
                self.refuse(at, f"`{name}`: {error}", error.remedy)
            except (regex.error, RecursionError, OverflowError, MemoryError) as error:
                remedy = "Each entry has to be a regular expression by itself; a literal bracket or dot needs a backslash."
                self.refuse(at, f"`{name}` does not compile: {error}", remedy)

    def expand(self, kind: Any, table: dict[str, Any], line: int, compiling: bool) -> None:
        """Replace the names in a rule's patterns, and its lists of alternatives, by one regular expression each."""
        vocabulary = of_rule(table, self.words)
        if vocabulary is not self.words:
            self.vocabulary(vocabulary, line, compiling)
            del table["vocabulary"]
        for key in getattr(kind, "PATTERNS", ()):
            if key in table:
                table[key] = self.expanded(vocabulary, table["id"], key, table[key], line)

    def expanded(self, vocabulary: Vocabulary, rule: str, key: str, pattern: Entry, line: int) -> str:
        try:
            return vocabulary.expand(pattern)
        except VocabularyError as error:
            self.refuse(self.at(line, key), f"rule {rule!r}: {error}", error.remedy)
        except RecursionError:
            self.refuse(self.at(line, key), f"rule {rule!r}: the vocabulary is nested too deeply", "Write entries out.")

    def check(self, table: dict[str, Any], line: int, compiling: bool) -> None:
        """Refuse an invalid rule."""
        for key in _NEEDED:
            if not table.get(key):
                missing = key in ("hits", "misses")
                self.refuse(
                    line,
                    f"rule {table.get('id', '')!r} has no `{key}`",
                    "Give at least one example." if missing else "Every rule needs it.",
                )
        kind = KINDS.get(table["kind"]) if isinstance(table["kind"], str) else None
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
        if not 0 <= table.get("confidence", 1) <= 1:
            self.refuse(self.at(line, "confidence"), f"`confidence` cannot be {table['confidence']!r}", "It is a number from 0 to 1.")
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
        self.expand(kind, table, line, compiling)
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
                self.keys(table["shape"], _SHAPE_KEYS, line, "shape")
                for key, allowed in _SHAPE_CHOICES.items():
                    if table["shape"].get(key, allowed[0]) not in allowed:
                        self.refuse(
                            self.at(line, "shape"), f"`{key}` cannot be {table['shape'][key]!r}", f"It is one of {', '.join(allowed)}."
                        )
            spec = kind.build(table)
            if compiling and hasattr(kind, "check"):
                kind.check(spec)
        except regex.error as error:
            self.refuse(
                self.at(line, "pattern"),
                f"the regular expression does not compile: {error}",
                "Correct it; a literal bracket or dot needs a backslash.",
            )
        except (ValueError, IndexError, OverflowError, RecursionError, MemoryError) as error:
            self.refuse(line, f"rule {table['id']!r}: {error}", "See the rule format.")

    def near(self, table: dict[str, Any], line: int) -> None:
        if "near" in table:
            self.keys(table["near"], {"rules": list, "within": int, "count": int}, line, "near")
            if not table["near"].get("rules"):
                self.refuse(self.at(line, "near"), "`near` names no rules", 'Write near = { rules = ["share.*"], within = 4 }.')

    def samples(self, table: dict[str, Any], key: str, line: int) -> None:
        for entry in table[key]:
            if isinstance(entry, dict) and set(entry) <= {"text", "hex", "gives"} and len({"text", "hex"} & set(entry)) == 1:
                entry = entry.get("text", entry.get("hex")) if _is_gives(entry.get("gives", "")) and _is_hex(entry.get("hex", "")) else None
            if not isinstance(entry, str):
                self.refuse(self.at(line, key), f"an entry of `{key}` is neither a string nor {{ text, gives }}", "See the rule format.")

    def keys(self, table: dict[str, Any], allowed: dict[str, Any], line: int, within: str = "") -> None:
        for key, value in table.items():
            if key not in allowed:
                self.refuse(self.at(line, within or key), f"unknown key `{key}`", f"Known here: {', '.join(sorted(allowed))}.")
            kinds = allowed[key] if isinstance(allowed[key], tuple) else (allowed[key],)
            if object not in kinds and (not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds)):
                self.refuse(
                    self.at(line, within or key),
                    f"`{key}` must be {_TYPE_NAMES.get(allowed[key], _TYPE_NAMES.get(kinds[0], 'of another type'))}",
                    "Correct its value.",
                )
            if isinstance(value, list) and key not in _MIXED and not all(isinstance(item, str) for item in value):
                self.refuse(self.at(line, within or key), f"`{key}` must be a list of strings", "Put each in quotation marks.")

    def choice(self, table: dict[str, Any], key: str, allowed: tuple[str, ...], line: int) -> None:
        if table[key] not in allowed:
            self.refuse(self.at(line, key), f"`{key}` cannot be {table[key]!r}", f"It is one of {', '.join(allowed)}.")

    def at(self, line: int, key: str) -> int:
        return line_of(self.lines, line, key)

    def refuse(self, line: int, problem: str, remedy: str) -> NoReturn:
        refuse(self.path, self.text, line, problem, remedy)


def _is_hex(text: Any) -> bool:
    """Whether a text holds bytes as two hexadecimal digits each."""
    try:
        return isinstance(text, str) and bytes.fromhex(text) is not None
    except ValueError:
        return False


def _is_gives(value: Any) -> bool:
    """Whether a value can be what a sample gives: a text, or fields, each a list of texts."""
    if isinstance(value, dict):
        return all(isinstance(texts, list) and all(isinstance(text, str) for text in texts) for texts in value.values())
    return isinstance(value, str)


def line_of(lines: list[str], line: int, key: str, before: str = "") -> int:
    """The line of `key` in the rule that begins on `line`; `line` itself if it is not found. `before` may precede the key."""
    for number in range(line, len(lines) + 1):
        if number > line and _HEADER.match(lines[number - 1]):
            break
        if re.match(rf"\s*{before}{re.escape(key)}\s*=", lines[number - 1]):
            return number
    return line


def vocabulary_line(lines: list[str]) -> int:
    """The line of the header `[vocabulary]` of a pack; 1 if it is not found."""
    return next((number for number, line in enumerate(lines, 1) if _VOCABULARY.match(line)), 1)


def refuse(path: str, text: str, line: int, problem: str, remedy: str) -> NoReturn:
    lines = text.split("\n")
    shown = lines[line - 1].strip()[:100] if 0 < line <= len(lines) else ""
    raise PackError(f"{problem}\n    {line} | {shown}\n", place=f"{path}:{line}", remedy=remedy)

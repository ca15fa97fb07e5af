"""pattern: a regular expression, tried only on lines that hold one of its keywords."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from ... import budget
from ...data import LIFT_FIELDS
from ..pattern_cache import compiled

KEYS = {"pattern": (str, list), "keywords": list, "scope": str, "max_chars": int, "case": bool, "field": str, "timed": bool}
REQUIRED = ("pattern", "keywords")
PATTERNS = ("pattern",)
SCOPES = ("line", "start", "end", "inside")
NEVER_FIRST = "never_first"  # the key of a cached table


def time_limit(text: str) -> float:
    """The time limit for matching one line, in seconds: 0.25, more for a line of megabytes, but at most 5 and at most what the page has left."""
    return min(0.25 + len(text) / 200_000, 5.0, budget.left() + 0.01)


@dataclass(frozen=True)
class Pattern:
    source: str
    keywords: tuple[str, ...]
    scope: str
    max_chars: int
    case: bool
    field: str | None
    timed: bool = False  # it may take long even on a short line
    never_first: str = ""  # some of the characters with which no line begins that it matches

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        source = rf"(?:{self.source})\Z" if self.scope == "end" else self.source
        return compiled(source, 0 if self.case else regex.IGNORECASE)

    def find(self, text: str, timed: bool = True) -> Sequence[tuple[int, int, dict[str, list[str]] | None]]:
        """(start, end, fields) of each match in a line that is no longer than `reach`. Raises TimeoutError if one takes too long.

        There is no time limit if `timed` is false: reading the clock takes longer than most patterns do.
        """
        seconds = time_limit(text) if timed or self.timed else None
        if self.scope == "line":
            found = self.compiled.fullmatch(text, timeout=seconds)
        elif self.scope == "start":  # however long the line is, its head decides
            found = self.compiled.match(text, 0, min(len(text), self.max_chars), timeout=seconds)
        else:
            matches = self.compiled.finditer(text, timeout=seconds)
            return [(match.start(), match.end(), self._fields(match)) for match in matches if match.end() > match.start()]
        return ((found.start(), found.end(), self._fields(found)),) if found is not None and found.end() > found.start() else ()

    @property
    def reach(self) -> int:
        """Characters of the longest line that the pattern is tried on."""
        return sys.maxsize if self.scope == "start" else self.max_chars

    def _fields(self, match: regex.Match[str]) -> dict[str, list[str]] | None:
        if self.field:
            return {self.field: [match.group()]}
        named = {name: [text.strip() for text in match.captures(name) if text.strip()] for name in match.re.groupindex}
        return {name: texts for name, texts in named.items() if texts} or None


def build(table: dict[str, Any]) -> Pattern:
    scope = table.get("scope", "line")
    if scope not in SCOPES:
        raise ValueError(f"scope is one of {', '.join(SCOPES)}")
    keywords = tuple(table["keywords"])
    if not all(keywords) or any(word != word.lower() for word in keywords):
        raise ValueError("keywords are lower-case and not empty")
    return Pattern(
        table["pattern"],
        keywords,
        scope,
        table.get("max_chars", 240),
        table.get("case", False),
        table.get("field"),
        table.get("timed", False),
        table.get(NEVER_FIRST, ""),
    )


def shut_out(table: dict[str, Any]) -> str:
    """The characters with which no line begins that the pattern of a table matches; none if the pattern may match inside a line."""
    from ..first_characters import never_first  # only when a pack is read from TOML

    if table.get("scope", "line") not in ("line", "start"):
        return ""
    return never_first(table["pattern"], 0 if table.get("case", False) else regex.IGNORECASE)


def check(spec: Pattern) -> None:
    """Compile the patterns. Raises regex.error, or ValueError for a group that is not a field."""
    unknown = set(spec.compiled.groupindex) - set(LIFT_FIELDS)
    if unknown:
        raise ValueError(f"group {sorted(unknown)[0]!r} is no field; fields are {', '.join(LIFT_FIELDS)}")
    if spec.compiled.fullmatch(""):
        raise ValueError("the pattern matches an empty line")

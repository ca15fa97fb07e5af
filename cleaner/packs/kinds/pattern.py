"""pattern: a regular expression, tried only on lines that hold one of its keywords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import regex

from ... import budget
from ...data import LIFT_FIELDS

KEYS = {"pattern": str, "keywords": list, "scope": str, "max_chars": int, "case": bool, "field": str}
REQUIRED = ("pattern", "keywords")
SCOPES = ("line", "start", "end", "inside")


def time_limit(text: str) -> float:
    """Seconds that matching one line may take: a quarter, and more for a line of megabytes, but never over five, nor over what the page has left."""
    return min(0.25 + len(text) / 200_000, 5.0, budget.left() + 0.01)


@dataclass(frozen=True)
class Pattern:
    source: str
    keywords: tuple[str, ...]
    scope: str
    max_chars: int
    case: bool
    field: str | None

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        source = rf"(?:{self.source})\Z" if self.scope == "end" else self.source
        return regex.compile(source, 0 if self.case else regex.IGNORECASE)

    def find(self, text: str) -> list[tuple[int, int, dict[str, list[str]] | None]]:
        """(start, end, fields) of each match in a line that it `looks_into`; raises TimeoutError when one takes too long."""
        return [(match.start(), match.end(), self._fields(match)) for match in self._matches(text) if match.end() > match.start()]

    def _matches(self, text: str) -> Iterable[regex.Match[str]]:
        if self.scope == "start":  # however long the line is, its head decides
            found = self.compiled.match(text, 0, min(len(text), self.max_chars), timeout=time_limit(text))
        elif self.scope == "line":
            found = self.compiled.fullmatch(text, timeout=time_limit(text))
        else:
            matches: Iterable[regex.Match[str]] = self.compiled.finditer(text, timeout=time_limit(text))
            return matches
        return (found,) if found is not None else ()

    def looks_into(self, length: int) -> bool:
        """Whether the pattern is tried on lines of so many characters."""
        return length <= self.max_chars or self.scope == "start"

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
    return Pattern(table["pattern"], keywords, scope, table.get("max_chars", 240), table.get("case", False), table.get("field"))


def check(spec: Pattern) -> None:
    """Compile, and refuse a group that names no field. Raises regex.error or ValueError."""
    unknown = set(spec.compiled.groupindex) - set(LIFT_FIELDS)
    if unknown:
        raise ValueError(f"group {sorted(unknown)[0]!r} is no field; fields are {', '.join(LIFT_FIELDS)}")
    if spec.compiled.fullmatch(""):
        raise ValueError("the pattern matches an empty line")

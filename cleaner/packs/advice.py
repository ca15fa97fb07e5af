"""Advice about packs that are valid but hard to read: where a string of a pattern is long, and how to divide it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import toml_positions
from .checks import line_of, vocabulary_line
from .kinds import KINDS

LONGEST = 600  # characters of one string of a pattern; the built-in packs have no longer one
_REMEDY = (
    "Write it as a list of alternatives, pattern = ['...', '...'], or give a part of it a name: "
    "with vocabulary.{name} = ['...', '...'] in the rule, the pattern can say {{{name}}}. "
    "`cleaner rules show` of a built-in rule such as clock.updated shows an example."
)
_NAME = "part"


def advice_for(path: str) -> Iterator[str]:
    """A line of advice for each string of a valid pack's patterns and vocabularies with more than 600 characters: place, problem, remedy."""
    text = Path(path).read_text(encoding="utf-8")
    table = toml_positions.read(text)
    lines = text.split("\n")
    header = vocabulary_line(lines)
    for name, entry in table.get("vocabulary", {}).items():
        yield from _about(path, line_of(lines, header, name), f"the entry {name!r}", entry)
    for rule, line in zip(table["rule"], toml_positions.starts(text, "rule"), strict=True):
        for key in getattr(KINDS[rule["kind"]], "PATTERNS", ()):
            yield from _about(path, line_of(lines, line, key), f"`{key}` of the rule {rule['id']!r}", rule.get(key, ""))
        for name, entry in rule.get("vocabulary", {}).items():
            at = line_of(lines, line, name, r"vocabulary\s*\.\s*")
            yield from _about(path, at, f"the entry {name!r} of the rule {rule['id']!r}", entry)


def _about(path: str, line: int, what: str, entry: Any) -> Iterator[str]:
    longest = max(map(len, [entry] if isinstance(entry, str) else entry), default=0)
    if longest > LONGEST:
        yield f"{path}:{line}: {what} has a string of {longest:,} characters, which is hard to read. {_REMEDY.format(name=_NAME)}"

"""Named parts of patterns: `{months}` in a pattern is replaced by the entry `months` of a vocabulary.

An entry is a regular expression, or a list of alternatives. A rule, its pack and the program (`rules/vocabulary.toml`) each may have a
vocabulary, and the nearest entry of a name is used. Patterns are expanded once, when a pack is read from TOML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from .. import toml_positions
from .builtin_paths import vocabulary_path

Entry = str | list[str]  # a regular expression, or alternatives
NAME = re.compile(r"[a-z][a-z0-9_]+")  # of two letters at least: {e}, {i}, {d} and {s} are fuzzy matching
_LONGEST = 100_000  # characters of an expanded pattern, so that entries that name one another cannot fill the memory
_TOKEN = re.compile(
    r"""\\[pPN]\{[^}]*+\}           # a property or a named character
      | \\.                         # any other escape
      | \[\^?\]?(?:\\.|[^\]\\])*+\] # a set of characters
      | \{(?P<name>[a-z][a-z0-9_]+)\}""",
    re.VERBOSE | re.DOTALL,
)


class VocabularyError(ValueError):
    """A name in a pattern that cannot be expanded: the problem, and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.remedy = remedy


class Vocabulary:
    """The entries of a rule, of a pack or of the program. A name that is missing here is looked up in the `outer` vocabulary, if there is one."""

    def __init__(self, entries: Mapping[str, Entry], outer: Callable[[], Vocabulary] | None = None) -> None:
        self.entries = entries
        self._outer = outer
        self._expanded: dict[str, str] = {}

    def expand(self, pattern: Entry, within: tuple[tuple[Vocabulary, str], ...] = ()) -> str:
        """One regular expression, with every name replaced by its entry; `within` are the entries that are being expanded.

        >>> Vocabulary({"clock": "[0-9]+:[0-9]{2}", "day": ["Mon", "Tue"]}).expand(["at {clock}", "on {day}"])
        'at (?:[0-9]+:[0-9]{2})|on (?:Mon|Tue)'

        Raises VocabularyError for an unknown name, a circle, or a result that is too long.
        """
        source = joined(pattern)
        if "{" not in source:
            return source
        group = "(?-x:" if "(?x" in source else "(?:"  # white space in an entry counts, even in a verbose pattern
        pieces, end, length = [], 0, 0
        for token in _TOKEN.finditer(source):
            if token["name"]:
                entry = self._entry(token["name"], within)
                pieces += [source[end : token.start()], group, entry, ")"]
                end, length = token.end(), length + len(entry)
                if length > _LONGEST:
                    raise VocabularyError(f"the pattern has more than {_LONGEST:,} characters when its names are replaced", "Shorten it.")
        return "".join([*pieces, source[end:]])

    def _entry(self, name: str, within: tuple[tuple[Vocabulary, str], ...]) -> str:
        """The entry of a name as one regular expression. An entry that names itself extends the one of the outer vocabulary."""
        here = (self, name)
        if name in self.entries and not (self._outer and within and within[-1] == here):
            if here in within:
                circle = " -> ".join([*(inner for _, inner in within[within.index(here) :]), name])
                raise VocabularyError(f"the vocabulary is circular: {circle}", "An entry cannot be part of itself.")
            if name not in self._expanded:
                self._expanded[name] = self.expand(self.entries[name], (*within, here))
            return self._expanded[name]
        if self._outer is None:
            raise VocabularyError(f"{{{name}}} is in no vocabulary", rf"Add it to [vocabulary]; a literal brace is written \{{{name}\}}.")
        return self._outer()._entry(name, within)

    def used(self, pattern: Entry) -> dict[str, Entry]:
        """The entries that a pattern names, and those that these name in turn, in the order of their first use."""
        found: dict[str, Entry] = {}
        self._add_used(pattern, found)
        return found

    def _add_used(self, pattern: Entry, found: dict[str, Entry]) -> None:
        for name in names_in(pattern):
            owner = self
            while name not in owner.entries and owner._outer:
                owner = owner._outer()
            if name in owner.entries and name not in found:
                found[name] = owner.entries[name]
                owner._add_used(found[name], found)


def joined(pattern: Entry) -> str:
    """A pattern as it is before names are replaced: alternatives are joined."""
    return pattern if isinstance(pattern, str) else "|".join(pattern)


def names_in(pattern: Entry) -> Iterator[str]:
    """The names in a pattern."""
    return (token["name"] for token in _TOKEN.finditer(joined(pattern)) if token["name"])


@lru_cache(maxsize=1)
def shared() -> Vocabulary:
    """The vocabulary that every pack can use. The tests check its file."""
    return Vocabulary(toml_positions.read(vocabulary_path().read_text(encoding="utf-8"))["vocabulary"])


def of_pack(table: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of a pack's table. The shared one is read only if a name is not in it."""
    return Vocabulary(table.get("vocabulary", {}), shared)


def of_rule(rule: Mapping[str, Any], pack: Vocabulary) -> Vocabulary:
    """The vocabulary in which a rule's patterns are expanded."""
    return Vocabulary(rule["vocabulary"], lambda: pack) if "vocabulary" in rule else pack

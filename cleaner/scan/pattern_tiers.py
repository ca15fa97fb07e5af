"""The pattern rules that may match on a line: those with a keyword in it, indexed by the length of the lines that they are for."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..backends.keywords import Keywords
from ..packs import is_general
from ..packs.rule import Rule

T = TypeVar("T")
TIERS = (160, 240, sys.maxsize)  # characters
_FEW, _ORDERS = 8, 20_000  # most keywords of a line whose candidates are cached, and most cached entries


class Candidate(NamedTuple):
    """A pattern rule for lines of at most `reach` characters that begin with none of the characters `shut`.

    `known` marks a built-in one, which tests show to be fast on short lines.
    """

    rule: Rule
    reach: int
    shut: str
    known: bool


class Tier:
    """The patterns for lines of at most `length` characters that are too long for the tier below; few patterns match on long lines."""

    def __init__(self, patterns: list[Rule], length: int) -> None:
        below = max((tier for tier in TIERS if tier < length), default=0)
        self._able = able = [rule for rule in patterns if rule.spec.max_chars > below or rule.spec.scope == "start"]
        self._longest = max((rule.spec.max_chars for rule in able), default=0)
        self._rank = {
            rule: (rule.waits, rule.action != "lift") for rule in able
        }  # those that need no context first, extracting ones before drops
        self._candidates = {rule: Candidate(rule, rule.spec.reach, rule.spec.never_first, is_general(rule.pack)) for rule in able}
        self._orders: dict[tuple[int, ...], list[Candidate]] = {}

    @cached_property
    def _index(self) -> tuple[Keywords, list[tuple[Rule, ...]]]:
        """The keywords, and the rules of each; made for the first line of this length, because it takes a while."""
        return keyword_index((rule.spec.keywords, rule) for rule in self._able)

    def candidates(self, text: str) -> list[Candidate]:
        """The patterns with a keyword in the line, in the order to try them; those of the first keyword come first."""
        keywords, known_by = self._index
        found = tuple(dict.fromkeys([index for index, _, _ in keywords.find(text[: self._longest].lower())]))
        known = self._orders.get(found)
        if known is None:
            rules = sorted(dict.fromkeys([rule for index in found for rule in known_by[index]]), key=self._rank.__getitem__)
            known = [self._candidates[rule] for rule in rules]
            if len(found) <= _FEW:
                if len(self._orders) >= _ORDERS:
                    self._orders.clear()
                self._orders[found] = known
        return known


def keyword_index(entries: Iterable[tuple[Iterable[str], T]]) -> tuple[Keywords, list[tuple[T, ...]]]:
    """The strings as keywords, and the values of each; equal values are one object, because most strings of a rule belong to it alone."""
    words: dict[str, list[T]] = {}
    for strings, value in entries:
        for string in strings:
            words.setdefault(string, []).append(value)
    shared: dict[tuple[T, ...], tuple[T, ...]] = {}
    values = map(tuple, words.values())
    return Keywords(list(words)), [shared.setdefault(value, value) for value in values]

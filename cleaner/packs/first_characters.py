r"""The characters with which a match of a regular expression can begin, so that a rule is not tried on lines that begin otherwise.

Only a pattern's beginning is read: alternatives, groups, sets and optional parts up to the first character that every match must have.
Conditions on what is around are passed over, which may add characters but leaves none out. Each set is asked of the library itself.

>>> "".join(sorted(first_characters(r"(?:[1-3]\)|-)\s")))
'-123'
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from ..languages.marks import BULLETS, CLOSERS_BUT_WIDE, FURTHER_BULLETS, OPENING_QUOTES

_MARKS = BULLETS + FURTHER_BULLETS + OPENING_QUOTES + CLOSERS_BUT_WIDE + "–—…©®§£€¿¡"
ASKED = frozenset([*filter(str.isprintable, map(chr, range(128))), *_MARKS])
_TOKEN = regex.compile(
    r"""(?P<around>\(\?<?[=!] | \(\?\(DEFINE\))
      | (?P<again>\(\?\d+\) | \(\?(?:&|P[>=])\w+\) | \\\d)
      | \(\?(?P<on>[imsx]*)(?:-(?P<off>[imsx]+))?(?P<flags>:)
      | (?P<group>\((?:\?>|\?P?<[^\W\d]\w*>|(?![?*])))
      | (?P<shut>\))
      | (?P<bar>\|)
      | (?P<edge>[\^$] | \\[bBAZmM])
      | (?P<one>\\[pP]\{[^}]*+\} | \\[dDsSwWtnrfv] | \\x[0-9a-fA-F]{2} | \\u[0-9a-fA-F]{4} | \\[^a-zA-Z0-9]
          | \[\^?\]?(?:\\.|[^\]\\\[])*+\] | [^\\\[()|*+?{}^$])""",
    regex.VERBOSE | regex.DOTALL,
)
_REPEATED = regex.compile(r"(?P<least>[*+?]|\{(?:0*(?P<number>[1-9]\d*)|0*)(?:,\d*)?\})[?+]?")
_SPACE = regex.compile(r"(?:\s|#[^\n]*)*+")
_PLAIN = regex.compile(r"(?:[^\\\[\](){}|*+?^$#\s]++(?:[*+?][?+]?)?)*+")  # no groups, sets or alternatives
_VERBOSE = int(regex.VERBOSE)
_FLAGS = {"i": int(regex.IGNORECASE), "x": _VERBOSE, "s": int(regex.DOTALL), "m": int(regex.MULTILINE)}


class _Start(NamedTuple):
    """What an expression can begin with, and whether it may match nothing."""

    characters: frozenset[str]
    empty: bool


_NOTHING, _ANYTHING = _Start(frozenset(), True), _Start(ASKED, True)


class _UnknownError(Exception):
    """The pattern has a part that is not read here."""


def first_characters(source: str, flags: int = 0) -> frozenset[str]:
    """Those of the characters ASKED with which a match can begin; all if it is not known. It may also begin with any other character."""
    reader = _Reader(source)
    try:
        start, end = reader.alternatives(0, int(flags), asked=True)
    except _UnknownError:
        return ASKED
    return ASKED if start.empty or end < len(source) else start.characters


def never_first(source: str, flags: int = 0) -> str:
    """Those of the characters with which no match begins, in order; none if they are not known."""
    return "".join(sorted(ASKED - first_characters(source, flags)))


class _Reader:
    """Reads a pattern from left to right. Each method returns what it has read, which counts only if it is `asked`, and the end of it."""

    def __init__(self, source: str) -> None:
        self.source = source

    def alternatives(self, at: int, flags: int, asked: bool) -> tuple[_Start, int]:
        """Alternatives up to the end of their group."""
        found, empty = frozenset[str](), False
        while True:
            branch, at = self._sequence(at, flags, asked)
            found, empty = found | branch.characters, empty or branch.empty
            if not self.source.startswith("|", at):
                return _Start(found, empty), at
            at += 1

    def _sequence(self, at: int, flags: int, asked: bool) -> tuple[_Start, int]:
        """One alternative, up to the bar or the bracket behind it."""
        found, empty = frozenset[str](), True
        while True:
            at = self._after_space(at if empty else _end(_PLAIN, self.source, at), flags)
            token = _TOKEN.match(self.source, at)
            if token is None or token["shut"] or token["bar"]:
                if token is None and at < len(self.source):
                    raise _UnknownError
                return _Start(found, empty), at
            item, at = self._item(token, flags, asked and empty)
            item, at = self._repeated(item, at, flags)
            if empty:
                found, empty = found | item.characters, item.empty

    def _item(self, token: regex.Match[str], flags: int, asked: bool) -> tuple[_Start, int]:
        """A character, a set, an edge or a group."""
        if token["edge"]:
            return _NOTHING, token.end()
        if token["again"]:
            return _ANYTHING, token.end()
        if token["one"]:
            return _Start(_matching(token["one"], flags & ~_VERBOSE) if asked else frozenset(), False), token.end()
        inside, at = self.alternatives(token.end(), _with(flags, token) if token["flags"] else flags, asked and not token["around"])
        if not self.source.startswith(")", at):
            raise _UnknownError
        return _NOTHING if token["around"] else inside, at + 1

    def _repeated(self, item: _Start, at: int, flags: int) -> tuple[_Start, int]:
        """The item with its quantifier, if it has one."""
        found = _REPEATED.match(self.source, self._after_space(at, flags))
        if found is None:
            return item, at
        return _Start(item.characters, item.empty or not (found["least"] == "+" or found["number"])), found.end()

    def _after_space(self, at: int, flags: int) -> int:
        """The position after white space and comments, if the pattern is verbose here."""
        return _end(_SPACE, self.source, at) if flags & _VERBOSE else at


def _end(pattern: regex.Pattern[str], text: str, at: int) -> int:
    """Where a pattern that may match nothing ends at a position."""
    found = pattern.match(text, at)
    return found.end() if found else at


def _with(flags: int, token: regex.Match[str]) -> int:
    """The flags as a token sets them."""
    for letter in token["on"]:
        flags |= _FLAGS[letter]
    for letter in token["off"] or "":
        flags &= ~_FLAGS[letter]
    return flags


@lru_cache(maxsize=4_096)
def _matching(one: str, flags: int) -> frozenset[str]:
    """Those of the characters that a set, or another expression for one character, matches."""
    return frozenset(filter(regex.compile(one, flags).fullmatch, ASKED))

"""repair: a pattern replaced inside lines, or a repair by a library."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import regex

from ...backends import mojibake
from ...languages.marks import CJK
from ...text.lazy_pattern import LazyPattern
from ..pattern_cache import compiled
from .pattern import time_limit

KEYS = {"pattern": (str, list), "replacement": str, "triggers": list, "script": str, "unless": (str, list), "fix": str}
REQUIRED = ("triggers",)
PATTERNS = ("pattern", "unless")
_CLASS = re.compile(r"\[(.)-(.)\]")
_LATIN = regex.compile(r"\p{Latin}")
_WIDE = LazyPattern(f"[{CJK}]")
_ENTITY = regex.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_WIDE_SHARE = 25  # with one Chinese, Japanese or Korean letter in this many characters, full-width stops are correct

Replacement = tuple[int, int, str]  # start, end, replacement


@dataclass(frozen=True)
class Repair:
    triggers: tuple[str, ...]
    source: str = ""
    replacement: str = ""
    latin: bool = False
    unless: str = ""
    fix: str = ""

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        return compiled(self.source)

    @cached_property
    def spared(self) -> regex.Pattern[str] | None:
        return compiled(self.unless) if self.unless else None

    def find(self, text: str) -> list[Replacement]:
        """The changes of `text`, in order. Raises TimeoutError if a match takes too long."""
        if self.fix:
            return [change for change in _FIXES[self.fix](text) if text[change[0] : change[1]] != change[2]]
        changes: list[Replacement] = []
        keep: list[tuple[int, int]] | None = None
        for match in self.compiled.finditer(text, timeout=time_limit(text)):
            start, end = match.span()
            if self.latin and not _among_latin(text, start, end):
                continue
            if self.spared:
                if keep is None:
                    keep = [found.span() for found in self.spared.finditer(text, timeout=time_limit(text))]
                if any(a < max(end, start + 1) and start < b for a, b in keep):
                    continue
            change = _trim(text, start, end, match.expand(self.replacement))
            if change:
                changes.append(change)
        return changes


def build(table: dict[str, Any]) -> Repair:
    if ("fix" in table) == ("pattern" in table):
        raise ValueError("a repair has either `pattern` and `replacement` or `fix`")
    if "pattern" in table and "replacement" not in table:
        raise ValueError("a repair with a `pattern` needs its `replacement`")
    if table.get("fix", "mojibake") not in _FIXES:
        raise ValueError(f"fix is one of {', '.join(_FIXES)}")
    if table.get("script", "latin") != "latin":
        raise ValueError('script can only be "latin"')
    triggers = tuple(literal for trigger in table["triggers"] for literal in _expand(trigger))
    if not all(triggers):
        raise ValueError("an empty trigger")
    return Repair(
        triggers, table.get("pattern", ""), table.get("replacement", ""), "script" in table, table.get("unless", ""), table.get("fix", "")
    )


def check(spec: Repair) -> None:
    """Compile everything. Raises regex.error."""
    if spec.source:
        regex.compile(f"(?:{spec.source})|()").sub(spec.replacement, "")
        _ = spec.compiled, spec.spared


def _expand(trigger: str) -> list[str]:
    """Expand a set at the beginning: "[a-c]x" gives ax, bx, cx."""
    match = _CLASS.search(trigger)
    if not match:
        return [trigger]
    low, high = ord(match[1]), ord(match[2])
    return [literal for code in range(low, high + 1) for literal in _expand(trigger[: match.start()] + chr(code) + trigger[match.end() :])]


def _among_latin(text: str, start: int, end: int) -> bool:
    """Whether the nearest letters on either side are Latin, and the line is no Chinese one that ends in a Latin name."""
    if not text.isascii() and _is_wide(text):
        return False
    before = next((c for c in reversed(text[max(0, start - 40) : start]) if c.isalpha()), "")
    after = next((c for c in text[end : end + 40] if c.isalpha()), "")
    return bool(before or after) and all(not c or _LATIN.match(c) for c in (before, after))


@lru_cache(maxsize=16)  # asked for each match in a line
def _is_wide(text: str) -> bool:
    return _WIDE_SHARE * len(_WIDE.findall(text)) > len(text)


def _trim(text: str, start: int, end: int, new: str) -> Replacement | None:
    """The change without what both texts have in common at their ends; None if it changes nothing."""
    old = text[start:end]
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if old == new:
        return None
    return start + head, end - tail, new[head : len(new) - tail]


def _entities(text: str) -> list[Replacement]:
    return [(match.start(), match.end(), html.unescape(match.group()).replace("\xa0", " ")) for match in _ENTITY.finditer(text)]


def _mojibake(text: str) -> list[Replacement]:
    mended = mojibake.mend(text)
    if mended == text:
        return []
    if len(text) > 2_000:
        change = _trim(text, 0, len(text), mended)
        return [change] if change else []
    import difflib  # only for a line that was decoded wrongly

    codes = difflib.SequenceMatcher(None, text, mended, autojunk=False).get_opcodes()
    return [(a, b, mended[c:d]) for tag, a, b, c, d in codes if tag != "equal"]


def _ligatures(text: str) -> list[Replacement]:
    return [(match.start(), match.end(), unicodedata.normalize("NFKC", match.group())) for match in _LIGATURE.finditer(text)]


_FIXES: dict[str, Callable[[str], list[Replacement]]] = {"mojibake": _mojibake, "entities": _entities, "ligatures": _ligatures}

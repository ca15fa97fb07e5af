"""Hard-wrapped text: join lines that were broken at a fixed width, and words that were hyphenated at the line's end.

A text counts as wrapped by the form of its lines (`wrapping.py`), or if words continue from one line to the next on several lines.
Each hyphen at a break is then decided by its word: one that the break added is removed, one that belongs to the word stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import regex

from ..backends import languages
from ..data import Block
from ..languages import facts, words
from ..languages.marks import COMPATIBILITY_HAN, HAN_AND_KANA, LATIN_ENDS, WIDE_FORMS
from ..lines.line import Line
from ..lines.wrapping import could_be_wrapped, unwrapped
from ..packs.rule import Rule
from ..text.lazy_pattern import LazyPattern
from .code_rules import HYPHEN, WRAP_TEXT

_PARTED = regex.compile(
    r"(?<![\p{L}\p{N}\p{M}'’-])(?P<left>[\p{L}\p{N}\p{M}'’]++(?:-[\p{L}\p{N}\p{M}'’]++)*+)(?P<hyphen>[-\u2010\u00ad\u2011])$"
)
_HYPHENS = "-\u2010\u00ad\u2011"
_WORD = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}'’]*")
_ITEM = re.compile(r"(?:\(?\w{1,3}[.)]|[-–—•*·‣]|#{1,6}|>)\s|\|")
_WIDE = LazyPattern(f"[{HAN_AND_KANA}{COMPATIBILITY_HAN}{WIDE_FORMS}]")
_LONG = 32  # characters of the shortest line that was broken at a width
_SHORT = 8  # characters of the shortest line of running text
_FEW = 2  # least number of hyphenated line ends that show that a text without a fixed width is wrapped
_MANY = 12  # least number of breaks inside paragraphs for joining; a shorter letter keeps its lines
_SEVERAL = 6  # blocks of the shortest text that is examined
_CLOSED = frozenset(facts("closed_compounds"))
_JOINERS = frozenset(words("after_suspended_hyphen"))
_KEEPING = frozenset(words("hyphenated"))


class Seam(NamedTuple):
    """The replacement of source[start:end] between two joined lines, and the rule it comes from."""

    start: int
    end: int
    text: str
    rule: Rule


def seams(text: str, blocks: Sequence[Block], off: Set[str], language: str | None) -> Iterator[tuple[list[Block], list[Seam]]]:
    """Yield each paragraph of `text`: its blocks, and the seams between them. `off` holds the ids of disabled rules."""
    groups = _paragraphs(blocks) if WRAP_TEXT.id not in off and len(blocks) >= _SEVERAL // 2 else [[block] for block in blocks]
    if all(len(group) == 1 for group in groups):
        yield from ((group, []) for group in groups)
        return
    known = _Known(text, language)
    for group in groups:
        yield group, [known.seam(upper, lower, HYPHEN.id not in off) for upper, lower in pairwise(group)]


def _paragraphs(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each paragraph; one block per paragraph if the text is not wrapped."""
    if any(block.place is not None for block in blocks):
        return [[block] for block in blocks]
    lengths = np.array([len(upper.text) for upper, lower in pairwise(blocks) if lower.gap == 0], np.intp)
    groups = unwrapped([Line(block) for block in blocks]) if could_be_wrapped(lengths) else [[i] for i in range(len(blocks))]
    parted = [_is_parted(upper, lower) for upper, lower in pairwise(blocks)]
    wrapped = sum(len(group) - 1 for group in groups) >= _MANY
    long = any(parts and len(block.text) >= _LONG for parts, block in zip(parted, blocks, strict=False))
    if not wrapped and (sum(parted) < _FEW or not long):
        return [[block] for block in blocks]
    if not wrapped:
        groups = [[i] for i in range(len(blocks))]
    out: list[list[Block]] = []
    for group in groups:
        for i in group:
            follows = i > 0 and (parted[i - 1] or (i != group[0] and not _ITEM.match(blocks[i].text)) or _goes_on(blocks, i, parted))
            if follows and out:
                out[-1].append(blocks[i])
            else:
                out.append([blocks[i]])
    return out


def _is_parted(upper: Block, lower: Block) -> bool:
    """Whether the last word of the upper line is hyphenated and continues in the lower one."""
    if lower.gap or len(upper.text) < _SHORT or upper.text[-1] not in _HYPHENS or not _PARTED.search(upper.text[-60:]):
        return False
    return lower.text[0].islower() and not _ITEM.match(lower.text)


def _goes_on(blocks: Sequence[Block], i: int, parted: Sequence[bool]) -> bool:
    """Whether line i continues the sentence above and is next to a hyphenated break."""
    beside = (i >= 2 and parted[i - 2]) or (i < len(parted) and parted[i])
    upper, lower = blocks[i - 1], blocks[i]
    return beside and lower.gap == 0 and len(upper.text) >= _LONG and lower.text[0].islower() and upper.text[-1] not in f"{LATIN_ENDS}:"


class _Known:
    """The vocabulary that decides about hyphens: the words of the text and of its language."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.language = language or languages.identify(text[:600])
        self.words = {word.casefold() for word in _WORD.findall(text)}
        self.common = languages.common_words(self.language or "")

    def seam(self, upper: Block, lower: Block, mending: bool) -> Seam:
        """The seam between two lines of a paragraph. `mending` says whether hyphenated words are joined."""
        found = _PARTED.search(upper.text[-60:])
        if _WIDE.match(upper.text[-1]) and _WIDE.match(lower.text[0]):
            return Seam(upper.end, lower.start, "", WRAP_TEXT)
        if found is None or not mending:
            return Seam(upper.end, lower.start, " ", WRAP_TEXT)
        right = _WORD.match(lower.text)
        word = right[0] if right else ""
        if word.casefold() in _JOINERS and found["hyphen"] != "\u00ad":
            return Seam(upper.end, lower.start, " ", WRAP_TEXT)
        if self._belongs(found["left"], word, found["hyphen"]):
            return Seam(upper.end, lower.start, "", HYPHEN)
        return Seam(upper.end - 1, lower.start, "", HYPHEN)

    def _belongs(self, left: str, right: str, hyphen: str) -> bool:
        """Whether a hyphen at the end of a line belongs to the word, rather than being added by the break."""
        if hyphen == "\u00ad":
            return False
        first = left.rsplit("-", 1)[-1].casefold()
        if not right or not right[0].islower() or len(first) == 1 or not first.isalpha() or any("α" <= letter <= "ω" for letter in first):
            return True
        merged = f"{first}{right.casefold()}"
        if merged in self.words or merged in self.common:
            return False
        if f"{left}-{right}".casefold() in self.text.casefold():
            return True
        if self.language in _CLOSED:
            return False
        return first in _KEEPING or (len(first) > 2 and first in self.common and right.casefold() in self.common)

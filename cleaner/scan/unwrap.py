"""Hard-wrapped text: lines that were broken at a width, and words at a hyphen, put together again.

A text is known to be wrapped by its lines (`wrapping.py`), or by several lines of which a word goes on in the next. What stands at the
break is then decided word by word: a hyphen that the break brought goes, and one that belongs to the word stays.
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
from ..lines.line import Line
from ..lines.wrapping import could_be_wrapped, unwrapped
from ..packs.rule import Rule
from .code_rules import HYPHEN, WRAP_TEXT

_PARTED = regex.compile(
    r"(?<![\p{L}\p{N}\p{M}'’-])(?P<left>[\p{L}\p{N}\p{M}'’]++(?:-[\p{L}\p{N}\p{M}'’]++)*+)(?P<hyphen>[-\u2010\u00ad\u2011])$"
)
_HYPHENS = "-\u2010\u00ad\u2011"
_WORD = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}'’]*")
_ITEM = re.compile(r"(?:\(?\w{1,3}[.)]|[-–—•*·‣]|#{1,6}|>)\s|\|")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LONG = 32  # characters: a shorter line is none that was broken at a width
_SHORT = 8  # and a shorter one is no line of running text
_FEW = 2  # lines that end in a parted word from which on a text without a width is wrapped
_MANY = 12  # breaks inside paragraphs from which on a wrapped text is put together: a letter may keep its lines
_SEVERAL = 6  # blocks: a text of fewer is not looked at
# languages that write compounds as one word: a hyphen inside one is the break's
_CLOSED = frozenset(
    {"de", "nl", "sv", "da", "no", "fi", "hu", "et", "is", "cs", "sk", "pl", "ru", "uk", "bg", "hr", "sr", "sl", "tr", "el"}
)
# words that join to another what a hyphen leaves open: "north- and southbound"
_JOINERS = frozenset(
    [
        "und",
        "oder",
        "bzw",
        "and",
        "or",
        "to",
        "et",
        "ou",
        "y",
        "o",
        "e",
        "og",
        "och",
        "eller",
        "en",
        "of",
        "ja",
        "tai",
        "i",
        "a",
        "oraz",
        "lub",
        "и",
        "или",
        "és",
        "vagy",
    ]
)
_NUMBERS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_KEEPING = _NUMBERS | frozenset(
    [
        "long",
        "short",
        "well",
        "self",
        "ex",
        "non",
        "half",
        "high",
        "low",
        "all",
        "cross",
        "full",
        "part",
        "first",
        "second",
        "third",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "hundred",
        "year",
        "old",
        "new",
        "mid",
        "north",
        "south",
        "east",
        "west",
        "left",
        "right",
        "open",
        "state",
        "so",
        "then",
        "vice",
        "anglo",
        "world",
        "best",
        "better",
        "much",
        "ever",
        "quasi",
    ]
)


class Seam(NamedTuple):
    """What stands in place of source[start:end], where two lines meet."""

    start: int
    end: int
    text: str
    rule: Rule


def seams(text: str, blocks: Sequence[Block], off: Set[str], language: str | None) -> Iterator[tuple[list[Block], list[Seam]]]:
    """Each paragraph of `text`: the blocks that it was broken into, and what stands between each two of them."""
    groups = _paragraphs(blocks) if WRAP_TEXT.id not in off and len(blocks) >= _SEVERAL // 2 else [[block] for block in blocks]
    if all(len(group) == 1 for group in groups):
        yield from ((group, []) for group in groups)
        return
    known = _Known(text, language)
    for group in groups:
        yield group, [known.seam(upper, lower, HYPHEN.id not in off) for upper, lower in pairwise(group)]


def _paragraphs(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each paragraph: one each where the text is not wrapped."""
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
    """Whether a word of the upper line goes on in the lower one."""
    if lower.gap or len(upper.text) < _SHORT or upper.text[-1] not in _HYPHENS or not _PARTED.search(upper.text[-60:]):
        return False
    return lower.text[0].islower() and not _ITEM.match(lower.text)


def _goes_on(blocks: Sequence[Block], i: int, parted: Sequence[bool]) -> bool:
    """Whether line i, beside one with a parted word, goes on with the sentence above."""
    beside = (i >= 2 and parted[i - 2]) or (i < len(parted) and parted[i])
    upper, lower = blocks[i - 1], blocks[i]
    return beside and lower.gap == 0 and len(upper.text) >= _LONG and lower.text[0].islower() and upper.text[-1] not in ".!?:"


class _Known:
    """What decides about a hyphen: the words of the text and of its language."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.language = language or languages.identify(text[:600])
        self.words = {word.casefold() for word in _WORD.findall(text)}
        self.common = languages.common_words(self.language or "")

    def seam(self, upper: Block, lower: Block, mending: bool) -> Seam:
        """What stands between two lines of a paragraph."""
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
        """Whether a hyphen at a line's end belongs to the word, and is none of the break."""
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

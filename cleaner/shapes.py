"""What can be told of a line from the line alone."""

from __future__ import annotations

import re
from typing import NamedTuple

import regex

from .memory import Memory

_BULLET = re.compile(r"[•◦▪■●○‣⁃∙·*►▶✓✔➤→›»-]\s+(?=\S)|[①-⑳❶-❿⓵-⓾]\s*|#{1,6}\s+")
_HEAD = regex.compile(r"[^\w\p{M}#@©]*")
_LETTER = regex.compile(r"[\w\p{M}]")
SUFFIX = re.compile(r"(?<!\s)\s+[|–—·»:-]\s+[^|–—·»]{2,40}$")  # the outlet's name behind a page title
_DIGIT = re.compile("[0-9]")
_DRESS = re.compile(r"\s[|–—·»:-]")
_FOLDED_LENGTH = 160  # characters: no phrase is longer
_LONGEST_TITLE = 260  # characters
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d(?:[\d.,' ]*\d)?(?:[km]\b)?")
_STOP = re.compile(r"[.!?。！？…।؟۔։:;]['\"”’»›)\]】」』]*$|[.!?。！？…]\s*\[\d+\]$")
_ANY_STOP = re.compile(r"[.!?。！？…।؟۔]['\"”’»)」』]*(?=\s|$)|[。！？]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_QUOTES = "\"'“”„«»’”」』)"


class Shape(NamedTuple):
    """A line's measures. `words` counts white space parted words, two CJK characters for one."""

    key: str  # folded: letter case, bullets, edge punctuation and runs of white space aside
    words: int
    chars: int
    stop: bool  # ends as a sentence does
    bullet: bool
    upper: bool  # capitals throughout
    title: bool  # every word with a capital, as names and English headlines have
    digits: bool
    prose: bool  # reads as running text
    plain: str  # the key without the outlet's name behind it; empty when there is none


_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


def fold(text: str) -> str:
    """`text` as phrases are compared: case, bullets, edge punctuation, runs of white space and the form of apostrophes aside."""
    if not (text[:1].isalnum() and text[-1:].isalnum()):
        text = _bare(text)
    if "  " in text or not text.isprintable():
        text = _SPACE.sub(" ", text)
    text = text.casefold()
    return text if text.isascii() else text.translate(_APOSTROPHES)


def _bare(text: str) -> str:
    """`text` without its edge punctuation."""
    head = _HEAD.match(text)
    start, end = head.end() if head else 0, len(text)
    while end > start and not _LETTER.match(text, end - 1):
        end -= 1
    return text[start:end]


def with_numbers_marked(key: str) -> str:
    """`key` with each number, its separators and suffix as one `#`."""
    return _NUMBER.sub("#", key)


_memory: Memory[Shape] = Memory()


def shape(text: str) -> Shape:
    """The measures of one line."""
    known = _memory.known.get(text)
    if known is None:
        known = _measure(text)
        _memory.keep(text, known)
    return known


def _measure(text: str) -> Shape:
    chars = len(text)
    words = text.count(" ") + 1
    if not text.isascii() and (cjk := len(_CJK.findall(text[:400]))) > 3:
        words = max(words, cjk * chars // min(chars, 400) // 2)
    bullet = _BULLET.match(text) is not None
    tail = text[-6:]
    stop = _STOP.search(tail) is not None
    return Shape(
        key=fold(text) if chars <= _FOLDED_LENGTH else text.casefold(),
        words=words,
        chars=chars,
        stop=stop,
        bullet=bullet,
        upper=text.isupper(),
        title=chars <= 200 and all(word[0].isupper() or not word[0].isalpha() for word in text.split()) and any(map(str.isupper, text)),
        digits=_holds_digit(text) if chars <= 400 else False,
        prose=not bullet and _reads_as_prose(text, words, stop),
        plain=_undressed(text) if chars <= _LONGEST_TITLE else "",
    )


def _holds_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None if text.isascii() else any(map(str.isdigit, text))


def _undressed(text: str) -> str:
    """The folded headline in a page title; empty when the line has not its form."""
    if not _DRESS.search(text):
        return ""
    plain = SUFFIX.sub("", text)
    return fold(plain) if plain != text else ""


def _reads_as_prose(text: str, words: int, stop: bool) -> bool:
    if words < 8:
        return False
    if words >= 30:
        return True
    return (stop and not text.endswith(":")) or (words >= 18 and _ANY_STOP.search(text) is not None)

"""The shape of a line: what is measured on the line alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

import regex

from ..languages.marks import (
    ARMENIAN_END,
    BULLETS,
    CIRCLED_NUMBERS,
    CJK,
    CLOSERS,
    CLOSING_QUOTES,
    COMMON_ENDS_OR_ELLIPSIS,
    COMPATIBILITY_HAN,
    FURTHER_BULLETS,
    SENTENCE_ENDS,
    THAI_TO_KHMER,
    WIDE_ENDS,
    one_of,
)
from .cache import CachedByLine, LineCache
from .lazy_pattern import LazyPattern

_BULLET = re.compile(rf"{one_of(BULLETS, FURTHER_BULLETS, '›»-')}\s+(?=\S)|[{CIRCLED_NUMBERS}⓵-⓾]\s*|#{{1,6}}\s+")
_LETTER = regex.compile(r"[\w\p{M}]")
SUFFIX = re.compile(r"(?<!\s)\s+[|–—·»:-]\s+[^|–—·»]{2,40}$")  # the outlet's name at the end of a page title
_DIGIT = re.compile("[0-9]")
_DRESS = re.compile(r"\s[|–—·»:-]")
_FOLDED_LENGTH = 160  # characters: no phrase is longer
_LONGEST_TITLE = 260  # characters
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d(?:[\d.,' ]*\d)?(?:[km]\b)?")
_STOP = re.compile(rf"{one_of(SENTENCE_ENDS, ARMENIAN_END, ':;')}{one_of(CLOSERS)}*$|{one_of(COMMON_ENDS_OR_ELLIPSIS)}\s*\[\d+\]$")
_ANY_STOP = re.compile(rf"{one_of(SENTENCE_ENDS)}{one_of(CLOSING_QUOTES, ')」』')}*(?=\s|$)|{one_of(WIDE_ENDS)}")
_CJK = LazyPattern(f"[{CJK}{COMPATIBILITY_HAN}]")
_UNSPACED = re.compile(f"[{THAI_TO_KHMER}]")
_UNSTOPPED = 18  # words of running text in them
_LETTERS_A_WORD = 5  # of those scripts


class Shape(NamedTuple):
    """The measures of a line. `words`: separated by white space; two CJK characters, or five letters of other unspaced scripts, are one."""

    key: str  # folded: without letter case, bullets, edge punctuation and runs of white space
    words: int
    chars: int
    stop: bool  # ends as a sentence does
    bullet: bool
    upper: bool  # capitals throughout
    title: bool  # every word is capitalized, as in names and English headlines
    digits: bool
    prose: bool  # reads as running text
    plain: str  # the key without the outlet's name at its end; empty if there is none


_APOSTROPHES = str.maketrans("’‘ʼ", "'''")


def fold(text: str) -> str:
    """`text` as phrases are compared: without case, bullets, edge punctuation, runs of white space and the form of apostrophes."""
    if not (text[:1].isalnum() and text[-1:].isalnum()):
        text = _bare(text)
    if "  " in text or not text.isprintable():
        text = _SPACE.sub(" ", text)
    text = text.casefold()
    return text if text.isascii() else text.translate(_APOSTROPHES)


def _bare(text: str) -> str:
    """`text` without its edge punctuation."""
    start, end = 0, len(text)
    while start < end and not (_is_letter(text[start]) or text[start] in "#@©"):
        start += 1
    while end > start and not _is_letter(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_letter(char: str) -> bool:
    return char.isalnum() or char == "_" if char.isascii() else _LETTER.match(char) is not None


def _mark_numbers(key: str) -> str:
    return _NUMBER.sub("#", key)


with_numbers_marked: Callable[[str], str] = CachedByLine(_mark_numbers).__getitem__
"""A key with each number, its separators and suffix as one `#`."""


class Letters(NamedTuple):
    """Of a line's head: words made of letters, those with a capital, and their letters together."""

    words: int
    capitals: int
    letters: int


HEAD = 400  # characters of a long line that say enough of it
_WORD = re.compile(r"[^\W\d_]+")
_letters: LineCache[Letters] = LineCache()


def words_of_letters(text: str) -> list[str]:
    """The words in a line's head that are made of letters."""
    return _WORD.findall(text[:HEAD])


def letters(text: str, words: list[str] | None = None) -> Letters:
    """The letters in a line's head; `words` are its `words_of_letters`, if they are known."""
    known = _letters.entries.get(text)
    if known is None:
        found = words_of_letters(text) if words is None else words
        known = Letters(len(found), sum([word[0].isupper() for word in found]), len("".join(found)))
        _letters.keep(text, known)
    return known


def is_unspaced(text: str) -> bool:
    """Whether most of a line is in Thai, Lao, Burmese or Khmer, which put no spaces between words and no full stops behind sentences."""
    return not text.isascii() and 2 * len(_UNSPACED.findall(text[:HEAD])) > min(len(text), HEAD)


def _measure(text: str) -> Shape:
    chars = len(text)
    words = text.count(" ") + 1
    if not text.isascii() and (cjk := len(_CJK.findall(text[:400]))) > 3:
        words = max(words, cjk * chars // min(chars, 400) // 2)
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text[:400]))
    if unspaced > _LETTERS_A_WORD:
        words = max(words, unspaced * chars // min(chars, 400) // _LETTERS_A_WORD)
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
        prose=not bullet and (_reads_as_prose(text, words, stop) or (2 * unspaced > chars and words >= _UNSTOPPED)),
        plain=_undressed(text) if chars <= _LONGEST_TITLE else "",
    )


shape: Callable[[str], Shape] = CachedByLine(_measure).__getitem__
"""The measures of one line."""


def _holds_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None if text.isascii() else any(map(str.isdigit, text))


def _undressed(text: str) -> str:
    """The folded headline in a page title; empty if the line does not have that form."""
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

"""The words of a headline in a page's URL: many URLs spell it out.

>>> spelled("https://example.org/town/brücke-wird-saniert-article34567.html")
('brucke', 'wird', 'saniert')
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from ..field_checks import is_url

_FEW = 3  # words; a part of the path with fewer is a section, unless it is the last part
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"\.\w{2,5}$")
_NUMBERED = re.compile(r"(?=.*\d)(?=.*[a-z])\w{6,}")  # "article34567", a piece of a hexadecimal id
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "a", "œ": "o", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TWO_FOR_ONE = re.compile("([aou])e")  # some URLs write "ue" for "ü", others "u"


def spelled(url: str | None) -> tuple[str, ...]:
    """The words of the part of the path that has the most, without numbers at its ends; () if every part has too few."""
    parts = unquote(urlsplit(url).path).split("/") if url and is_url(url) else []
    slugs = [_inner(words(_ENDING.sub("", part))) for part in parts if part]
    longest = max(slugs, key=len, default=())
    return longest if len(longest) >= _FEW or (slugs and len(slugs[-1]) == len(longest) == 2) else ()


def words(text: str) -> tuple[str, ...]:
    """The words of a text as URLs spell them: in lower case, without accents."""
    return tuple(_plain(word) for word in _WORD.findall(_APOSTROPHE.sub("", text.lower())))


def _plain(word: str) -> str:
    if not word.isascii():
        marked = unicodedata.normalize("NFKD", word.translate(_LETTERS))
        word = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return _TWO_FOR_ONE.sub(r"\1", word)


def _inner(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words without ids, without numbers and single letters at the end, and without long numbers at the beginning."""
    inner = [word for word in found if not _NUMBERED.fullmatch(word)]
    while inner and (inner[-1].isdigit() or len(inner[-1]) == 1):
        inner.pop()
    while inner and inner[0].isdigit() and len(inner[0]) > 2:
        inner.pop(0)
    return tuple(inner)

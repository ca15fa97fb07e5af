"""What a page's address says of its headline: many spell it out, word by word.

>>> spelled("https://example.org/town/brücke-wird-saniert-article34567.html")
('brucke', 'wird', 'saniert')
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from ..field_checks import is_url

_FEW = 3  # words: a part of the path with fewer names a section, unless it is the last
_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"\.\w{2,5}$")
_NUMBERED = re.compile(r"(?=.*\d)(?=.*[a-z])\w{6,}")  # "article34567", a piece of a hexadecimal name
_APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "a", "œ": "o", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_TWO_FOR_ONE = re.compile("([aou])e")  # one address writes "ue" for "ü", the other "u"


def spelled(url: str | None) -> tuple[str, ...]:
    """The words of the part of the path that has most of them, without numbers at its ends; () when none has a few."""
    parts = unquote(urlsplit(url).path).split("/") if url and is_url(url) else []
    told = [_inner(words(_ENDING.sub("", part))) for part in parts if part]
    found = max(told, key=len, default=())
    return found if len(found) >= _FEW or (told and len(told[-1]) == len(found) == 2) else ()


def words(text: str) -> tuple[str, ...]:
    """The words of a text as addresses spell them: small letters, without marks."""
    return tuple(_plain(word) for word in _WORD.findall(_APOSTROPHE.sub("", text.lower())))


def _plain(word: str) -> str:
    if not word.isascii():
        marked = unicodedata.normalize("NFKD", word.translate(_LETTERS))
        word = "".join(letter for letter in marked if not unicodedata.combining(letter))
    return _TWO_FOR_ONE.sub(r"\1", word)


def _inner(found: tuple[str, ...]) -> tuple[str, ...]:
    """The words without a name in numbers, and without numbers and single letters at both ends."""
    told = [word for word in found if not _NUMBERED.fullmatch(word)]
    while told and (told[-1].isdigit() or len(told[-1]) == 1):
        told.pop()
    while told and told[0].isdigit() and len(told[0]) > 2:
        told.pop(0)
    return tuple(told)

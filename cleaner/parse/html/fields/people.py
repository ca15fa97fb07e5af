"""Who wrote it: names out of what JSON-LD, meta tags and bylines hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .words import one_line, tokens

_MOST = 30
_LONGEST = 60  # characters of a name
_MOST_WORDS = 7
_BY = re.compile(
    r"^(?:(?:written|story|words|text|report(?:ed|ing)?|posted|published)\s+by|by|von|par|por|door|oleh|autore?s?|auth?or|texte?|texto|от|автор)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_BY_SMALL = re.compile(r"^(?:di|de|da|af|av|od|yazan|:|-|–|—)\s+(?=\S)")
_NO_NAME = re.compile(r"(?<![^\s@])[^\s@]+@\S+|@\w+|\b(?:https?://|www\.)\S+|\(\s*+\)|(?<![\w.+-])[\w.+-]++@")
_ADDRESS = re.compile(r"^(?:https?:|//|www\.|/|@)|^\S+@\S+$|^#")
_PARTS = re.compile(r"(?<!\s)(?:\s*[;|•·]\s*|\s*,\s+|\s+/\s+|\s*、\s*|\s*،\s*|\s+(?:&|\+|(?i:and|und|with|mit))\s+)")
_AND = re.compile(r"(?<!\s)\s+(?:et|y|e|og|och|oraz|en|ve|и|і|та|dan|và)\s+")
_FOR = re.compile(r"(?<!\s)(?:\s+(?:[Ff]or|für|pour|para)\s+\S.*$|\s*\(.*$|\s+[–—-]\s+.*$)")
_KOREAN_ROLE = re.compile(r"(?<!\s)\s*(?:선임|인턴|수습)?(?:기자|특파원)$")
_ROLE = re.compile(
    r"^(?:(?:senior|chief|staff|political|business|sports?|deputy|managing|news|foreign|special|guest|contributing|associate|freelance|leitende[rn]?)\s+)*"
    r"(?:(?:reporter|correspondent|editor|writer|journalist|contributor|author|columnist|producer|photographer)(?:in)?|redakteur(?:in)?|redaktor(?:in)?"
    r"|korrespondent(?:in)?|journaliste?|giornalista|periodista|redactora?|redacción|rédaction|redazione|jornalista|journalistin|editor-in-chief|staff|desk)s?$",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"admin(?:istrator)?|webmaster|guest|user|none|null|unknown|anonym\w*|redaktion|editorial|n/?a|bild|foto|photo|image", re.IGNORECASE
)
_CREDIT = re.compile(r"^\W*(?:image|photos?|pictures?|foto|bild|credit|getty)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_EDGE = ' \t.,;:|·•-–—/*"“”„'


def names(texts: Iterable[str], surname_first: bool = False) -> list[str]:
    """The names in `texts`, each once: "By Ana Ruiz and Jon Poe, Reporter" holds two. `surname_first`: as libraries write them ("Ruiz, Ana")."""
    found: dict[tuple[str, ...], str] = {}
    for text in texts:
        for name in _parted(text, surname_first):
            key = tokens(name)
            if key and len(found) < _MOST:
                found.setdefault(key, name)
    return list(found.values())


def _parted(text: str, surname_first: bool) -> Iterable[str]:
    text = one_line(text)
    if not text or _ADDRESS.search(text) or _CREDIT.match(text):
        return
    text = _BY.sub("", _NO_NAME.sub("", text).strip())
    if surname_first and text.count(",") == 1 and len(text.split()) <= 5:
        last, _, first = text.partition(",")
        text = f"{first.strip()} {last.strip()}"
    for part in _PARTS.split(text):
        halves = _AND.split(part)
        for piece in halves if all(len(half.split()) > 1 for half in halves) else [part]:
            if name := _name(piece):
                yield name


def _name(text: str) -> str:
    """One name without what hangs on it; empty when it is none."""
    text = _KOREAN_ROLE.sub("", _FOR.sub("", _BY.sub("", text.strip(_EDGE)))).strip(_EDGE)
    if (
        not 1 < len(text) <= _LONGEST
        or len(text.split()) > _MOST_WORDS
        or not _LETTER.search(text)
        or _ROLE.match(text)
        or _NOBODY.fullmatch(text)
    ):
        return ""
    return text


def persons(texts: Iterable[str]) -> list[str]:
    """As `names`, of visible bylines, which hold more than names: only what is written as a person's name is."""
    return [name for name in names(_BY_SMALL.sub("", text) for text in texts) if _like_a_person(name)]


def _like_a_person(name: str) -> bool:
    words = name.split()
    if any(char.isdigit() for char in name):
        return False
    if not name.isascii() and not any(char.isupper() or char.islower() for char in name):  # a script without capitals
        return len(words) <= 4 and len(name) <= 24
    capital = sum(word[:1].isupper() for word in words)
    return 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper() and capital >= len(words) - 2

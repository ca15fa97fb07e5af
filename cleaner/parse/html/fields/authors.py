"""Authors: the names in the values of JSON-LD and meta tags, and in bylines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ....languages import any_of
from ....languages.marks import LATIN_ENDS, SENTENCE_ENDS, WIDE_CLOSERS
from .strings import one_line, tokens

_MOST = 30
_LONGEST = 60  # characters of a name
_MOST_WORDS = 7
_BY = re.compile(rf"^(?:{any_of('by_in_fields', 'by_in_data')})(?:\s*:\s*|\s+)", re.IGNORECASE)
_BY_SMALL = re.compile(rf"^(?:{any_of('by_small')}|:|-|–|—)\s+(?=\S)")
_NO_NAME = re.compile(r"(?<![^\s@])[^\s@]+@\S+|@\w+|\b(?:https?://|www\.)\S+|\(\s*+\)|(?<![\w.+-])[\w.+-]++@")
_ADDRESS = re.compile(r"^(?:https?:|//|www\.|/|@)|^\S+@\S+$|^#")
_PARTS = re.compile(rf"(?<!\s)(?:\s*[;|•·]\s*|\s*,\s+|\s+/\s+|\s*、\s*|\s*،\s*|\s+(?:&|\+|(?i:{any_of('and_everywhere')}))\s+)")
_AND = re.compile(
    rf"(?<!\s)\s+(?:{any_of('and', 'and_small', 'and_between_names')})\s+|(?<!\s)\s+و\s*(?=\w)|(?<=[\u3400-\u9fff])・(?=[\u3400-\u9fff])"
)
_LEADING_AND = re.compile(rf"^(?:{any_of('and_leading')})\s+(?=[^\W\d_])", re.IGNORECASE)
_BY_UNSPACED = re.compile(rf"^(?:{any_of('by_unspaced')})\s{{0,3}}[：:／/|＝=]?\s{{0,3}}(?=[^\W\d_]{{2}})")
_BEHIND_UNSPACED = re.compile(
    rf"(?<=[\u3400-\u9fff])(?:[／/].{{0,12}}(?:{any_of('credits_unspaced')})|\s{{0,3}}(?:{any_of('roles_unspaced')}))$"
    rf"|(?<!\s)\s+(?:{any_of('editors_unspaced')})[：:].*$"
)
_DATED = re.compile(rf"(?<!\s)\s+(?:{any_of('dated')})\b.{{0,80}}\d.*$|(?<!\s)\s+\d{{1,2}}[./:]\d.*$", re.IGNORECASE)
_CHECKED_BY_WORDS = rf"(?:(?:{any_of('checked_how')})[\s-]+)?(?:{any_of('checked')})\s+by"
_CHECKED = re.compile(rf"(?<!\s)(?:\s*[.,;|]\s+|\s+){_CHECKED_BY_WORDS}\b.*$", re.IGNORECASE)  # other people who worked on the text
_CHECKED_BY = re.compile(rf"^{_CHECKED_BY_WORDS}(?:\s*:)?\s+", re.IGNORECASE)
_IS_ROLE = re.compile(rf"\b(?:{any_of('roles')})\b", re.IGNORECASE)
_CREDENTIAL = re.compile(r"(?:[A-Z]\.?){2,6}[®™]?|Ph\.?\s?D\.?|M\.?Sc\.?|B\.?Sc\.?|Dr\.?|Jr\.?|Pharm\.?D\.?|M\.?Ed\.?|MSt|Esq\.?")
_FOR = re.compile(rf"(?<!\s)(?:\s+(?:{any_of('for', 'for_in_fields')})\s+\S.*$|\s*\(.*$|\s+[–—-]\s+.*$)")
_GLUED_BY = re.compile(rf"^(?:{any_of('stories_by')})(?=[A-Z])", re.IGNORECASE)
_AGENCY = re.compile(rf"(?<=\w)\s+(?:{any_of('agencies_behind_names')})$", re.IGNORECASE)
_ROLE_BEHIND = re.compile(rf"(?<!\s)\s*(?:{any_of('roles_behind')})$")
_ROLE = re.compile(rf"^(?:(?:{any_of('role_adjectives')})\s+)*(?:{any_of('role_nouns')})s?$", re.IGNORECASE)
_PANEL = re.compile(r"(?<=\w)\s+[^\W\d_]+\s?[:：]\s?\d.*$")  # a count of a forum's user panel, and what follows
_SLASH = re.compile(r"(?<=\w)/(?=\w)")
_ENDS_WITHOUT_CAPITALS = tuple({*SENTENCE_ENDS, *WIDE_CLOSERS} - {*LATIN_ENDS})  # where the parts of a sentence look like names
_NOBODY = re.compile(rf"{any_of('nobody')}|youtube|facebook|medium|twitter|instagram|linkedin|tiktok|pinterest", re.IGNORECASE)
_CREDIT = re.compile(rf"^\W*(?:{any_of('image_credits')}|getty)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_EDGE = ' \t.,;:|·•-–—/*"“”„'


def names(texts: Iterable[str], surname_first: bool = False) -> list[str]:
    """The names in `texts`, each once: "By Ana Ruiz and Jon Poe, Reporter" has two. `surname_first`: as libraries write them ("Ruiz, Ana")."""
    found: dict[tuple[str, ...], str] = {}
    for text in texts:
        for name in _names_in(text, surname_first):
            key = tokens(name)
            if key and len(found) < _MOST:
                found.setdefault(key, name)
    return list(found.values())


@lru_cache(maxsize=2_000)  # a page repeats its authors in many places
def _names_in(text: str, surname_first: bool) -> tuple[str, ...]:
    return tuple(_parted(text, surname_first))


def _parted(text: str, surname_first: bool) -> Iterable[str]:
    text = one_line(text)
    if not text or _ADDRESS.search(text) or _CREDIT.match(text):
        return
    text = _BY.sub("", _GLUED_BY.sub("", _NO_NAME.sub("", text).strip()))
    if surname_first and text.count(",") == 1 and len(text.split()) <= 5:
        last, _, first = text.partition(",")
        text = f"{first.strip()} {last.strip()}"
    found = 0
    for part in _PARTS.split(_PANEL.sub("", _DATED.sub("", _CHECKED.sub("", text)))):
        part = _AGENCY.sub("", _LEADING_AND.sub("", part.strip()))
        if checked := _CHECKED_BY.match(part):
            if found:
                break
            part = part[checked.end() :]
        slashed = _SLASH.split(part)
        halves = slashed if len(slashed) > 1 and all(map(like_a_person, slashed)) else _AND.split(part)
        whole = all(len(half.split()) > 1 or (not half.isascii() and len(half) > 1 and not half.istitle()) for half in halves)
        for piece in halves if whole else [part]:
            if found and _adds(piece.strip(_EDGE)):
                continue
            if name := _name(piece):
                found += 1
                yield name


def _adds(part: str) -> bool:
    """Whether what follows a name is a role, a degree or an employer."""
    return _IS_ROLE.search(part) is not None or _CREDENTIAL.fullmatch(part) is not None


def _name(text: str) -> str:
    """One name without its label, role and degree; empty if it is not a name."""
    text = _ROLE_BEHIND.sub("", _FOR.sub("", _BY.sub("", text.strip(_EDGE)))).strip(_EDGE)
    if not text.isascii():
        text = _BEHIND_UNSPACED.sub("", _BY_UNSPACED.sub("", text)).strip(_EDGE)
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
    """Like `names`, for visible bylines: text that is not written like a person's name is not a name."""
    return [name for name in names(_BY_SMALL.sub("", text) for text in texts) if like_a_person(name)]


def roll(text: str) -> list[str]:
    """The names in a line that consists of people and their roles: "Ana Ruiz, Reporter, and Jon Poe"; [] for any other line."""
    return list(_roll(text))


@lru_cache(maxsize=2_000)
def _roll(text: str) -> tuple[str, ...]:
    if text.rstrip().endswith(_ENDS_WITHOUT_CAPITALS):
        return ()
    parts = [_LEADING_AND.sub("", part.strip(_EDGE)) for part in _PARTS.split(one_line(text, 200)) if part.strip(_EDGE)]
    if not parts or not (like_a_person(parts[0].strip()) or like_a_person(_AND.split(parts[0])[0].strip())):
        return ()  # whether the first part is divided or not; searching for roles takes longer
    pieces = [piece.strip() for part in parts for piece in ([part] if _adds(part) else _AND.split(part))]
    people = [piece for piece in pieces if not _adds(piece)]
    if not pieces or pieces[0] not in people or not all(map(like_a_person, people)):
        return ()
    return tuple(names([text]))


def like_a_person(name: str) -> bool:
    """Whether a name has the form of a person's: two to five capitalized words, or few characters of a script without capitals."""
    words = name.split()
    if any(char.isdigit() for char in name):
        return False
    if not name.isascii() and not any(char.isupper() or char.islower() for char in name):  # a script without capitals
        return len(words) <= 4 and len(name) <= 24
    capital = sum(word[:1].isupper() for word in words)
    return 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper() and capital >= len(words) - 2

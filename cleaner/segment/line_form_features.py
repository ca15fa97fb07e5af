"""The form of a line by itself, as a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..languages.marks import COMMON_ENDS, OPENING_QUOTES, QUOTES_OR_PARENTHESIS, WIDE_ENDS, WIDE_OPENING_QUOTES, one_of
from ..models import Matrix
from ..text.row_cache import RowCache
from ..text.shape import HEAD, Shape, letters, shape
from .continuation_words import looks_back
from .headline_cue_features import form

FORMS = {
    "words": "number of words",
    "chars": "length in characters",
    "stop": "ends as a sentence does",
    "bullet": "begins with a list mark",
    "upper": "capitals throughout",
    "capitals": "share of words with a capital",
    "digits": "share of digits",
    "prose": "reads as running text",
    "letters": "share of letters",
    "headline": "has a headline's form",
    "opening": "could be a headline",
    "lower-first": "begins with a small letter",
    "last-mark": "its last mark",
    "dated": "holds a date or a time of day",
    "dateline": "begins with a place and a dash or bracket",
    "looks-back": "begins with a word that refers back",
    "quote-first": "begins with a quotation mark or dash",
    "linkish": "holds an address, a copyright sign or an @",
    "bars": "holds bars or arrows between words",
    "colon-inside": "holds a colon after a few words",
    "bracket-end": "ends with a bracket",
    "sentences": "sentence ends inside the line",
    "label-mark": "begins with a mark instead of a letter or digit",
}
FORM = {name: column for column, name in enumerate(FORMS)}
_QUOTING = f"\"'{OPENING_QUOTES}{WIDE_OPENING_QUOTES}-–—"
_INNER = re.compile(rf"{one_of(COMMON_ENDS)}{one_of(QUOTES_OR_PARENTHESIS)}*\s|{one_of(WIDE_ENDS)}(?=.)")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d(?::\d\d)?\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|(?:19|20)\d\d年|\d{1,2}\s*[月월]")
_DATELINE = re.compile(
    r"\(?[^\W\d_a-z][^()\[\].!?;—–:]{1,40}?(?:\([^)]{1,30}\))?\s?(?:[—–]|--|-\s|\.\s[—–-]|:\s?(?=[A-ZА-Я]))|[（(【][^）)】]{2,24}[）)】]"
)
_BEFORE_COLON = re.compile(r"[^:：]{1,30}[:：]\s?\S")
_LAST = {
    ".": 1,
    "。": 1,
    "؟": 2,
    "?": 2,
    "？": 2,
    "!": 3,
    "！": 3,
    ":": 4,
    "：": 4,
    ",": 5,
    "…": 6,
    ")": 7,
    "）": 7,
    '"': 8,
    "”": 8,
    "»": 8,
    "“": 8,
    "」": 8,
}


_cache = RowCache(len(FORMS))


def forms(texts: Sequence[str]) -> Matrix:
    """One row per text: (texts, FORMS)."""
    return _cache.rows(texts, lambda i: _measure(texts[i], shape(texts[i])))


def _measure(text: str, shape: Shape) -> tuple[float, ...]:
    if not text:
        return (0.0,) * len(FORMS)
    head = text[:HEAD]
    words = letters(text)
    headline, opening = form(text, shape)
    first = text[0]
    return (
        min(shape.words, 200),
        min(shape.chars, 1200),
        shape.stop,
        shape.bullet,
        shape.upper,
        words.capitals / max(1, words.words),
        sum(map(str.isdigit, head)) / len(head) if shape.digits else 0,
        shape.prose,
        words.letters / len(head),
        headline,
        opening,
        first.islower(),
        _LAST.get(text[-1], 0),
        (shape.digits or shape.chars > HEAD) and _DATED.search(head[:200]) is not None,  # a date holds a digit
        _DATELINE.match(head[:80]) is not None,
        looks_back(text),
        first in _QUOTING,
        "©" in head or "http" in head or "@" in head or "www." in head,
        "|" in head or " / " in head or "·" in head or "»" in head or "›" in head or " > " in head,
        _BEFORE_COLON.match(head[:40]) is not None,
        text[-1] in ")）]",
        min(len(_INNER.findall(head)), 6),
        not first.isalnum(),
    )

"""Features of a line by itself, as a row of numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...languages.marks import COMMON_ENDS, OPENING_QUOTES, QUOTES_OR_PARENTHESIS, one_of
from ...models import Matrix
from ...text.row_cache import RowCache
from ...text.shape import HEAD, Shape, letters, words_of_letters

# name -> description, as `cleaner why` prints it
LINE_FEATURES = {
    "words": "number of words",
    "chars": "length in characters",
    "stop": "ends like a sentence",
    "bullet": "begins with a list mark",
    "upper": "capitals throughout",
    "prose": "reads as running text",
    "capitals": "share of words with a capital",
    "common": "share of the language's commonest words",
    "digits": "share of digits",
    "commas": "number of commas",
    "ellipsis": "ends in an ellipsis",
    "bars": "holds bars or arrows between words",
    "linkish": "holds an address, a copyright sign or an @",
    "quotes": "holds quotation marks",
    "colon": "ends in a colon",
    "lower": "begins with a small letter",
    "question": "ends in a question mark",
    "inner": "sentence ends inside the line",
    "letters": "share of letters",
    "digit-first": "begins with a digit",
    "longest": "length of the longest word",
    "quote-first": "begins with a quotation mark or dash",
    "open-end": "breaks off with a comma, bracket or dash",
    "continues": "begins with a closing or joining mark",
}
WIDTH = len(LINE_FEATURES)

_INNER = re.compile(rf"{one_of(COMMON_ENDS)}{one_of(QUOTES_OR_PARENTHESIS)}*\s")
_QUOTING = f"\"'{OPENING_QUOTES}-–—"

_cache = RowCache(WIDTH)


def line_features(texts: Sequence[str], shapes: Sequence[Shape], language: str, common: frozenset[str]) -> Matrix:
    """One row per line: (lines, LINE_FEATURES). `common` holds the language's common words."""
    return _cache.rows(texts, lambda i: _measure(texts[i], shapes[i], common), language)


def _measure(text: str, shape: Shape, common: frozenset[str]) -> tuple[float, ...]:
    head = text[:HEAD]
    words = words_of_letters(text)
    found = letters(text, words)
    count = found.words or 1
    first, last = text[0], text[-1]
    return (
        min(shape.words, 200),
        min(shape.chars, 1000),
        shape.stop,
        shape.bullet,
        shape.upper,
        shape.prose,
        found.capitals / count,
        sum(map(common.__contains__, map(str.lower, words))) / count if common else 0.3,
        sum(map(str.isdigit, head)) / len(head) if shape.digits else 0,
        min(head.count(",") + head.count("，") + head.count("、"), 6),
        text.endswith(("...", "…")),
        "|" in head or "/" in head or "·" in head or "»" in head or "›" in head,
        "©" in head or "http" in head or "@" in head,
        '"' in head or "“" in head or "”" in head or "„" in head or "«" in head or "»" in head,
        last == ":",
        first.islower(),
        last == "?",
        min(len(_INNER.findall(head)), 6),
        found.letters / len(head),
        first.isdigit(),
        max(map(len, words), default=0),
        first in _QUOTING,
        last in ",(–-",
        first in ".,;:)!?”",
    )

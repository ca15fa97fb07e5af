"""The label of a date by the words beside it: a publication, an update, or something else."""

from __future__ import annotations

import re
from functools import lru_cache

from ....languages import any_of
from .date_text import DIGIT

BEFORE = 40  # characters in front of a date in which its label is
UPDATE_WORDS = re.compile(any_of("updated", "updated_on_page"), re.IGNORECASE)
PUBLISH_WORDS = re.compile(any_of("published"), re.IGNORECASE)
OTHER_WORDS = re.compile(rf"©|\(c\)|{any_of('other_date')}", re.IGNORECASE)


def label_behind(words: str) -> str:
    """The label of a date by the words directly after it, as in "5 May (updated)"."""
    if not words or not UPDATE_WORDS.search(words[:16]):
        return ""
    return "" if DIGIT.search(words[:BEFORE]) else "updated"  # words before a further date label that one


def label_before(words: str) -> str:
    """The label of a date by the words in front of it."""
    words = words[-BEFORE * 2 :].strip()
    return _label_of(words) if words else ""


@lru_cache(maxsize=2_000)  # templates put the same words and classes in front of dates
def _label_of(words: str) -> str:
    places = {
        label: max((match.start() for match in pattern.finditer(words)), default=-1)
        for label, pattern in (("updated", UPDATE_WORDS), ("published", PUBLISH_WORDS), ("other", OTHER_WORDS))
    }
    best = max(places, key=lambda label: places[label])
    return best if places[best] >= 0 else ""


def label_of_key(key: str) -> str:
    """The label of a date by its key in data."""
    return "updated" if UPDATE_WORDS.search(key) else "published" if PUBLISH_WORDS.search(key) else ""

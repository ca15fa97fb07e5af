"""Words that refer back and so rarely begin a story: pronouns and connectives of all languages."""

from __future__ import annotations

import re

from ..languages import words

_WORDS = frozenset(words("back_references"))
_FIRST = re.compile(r"[^\w]*([^\W\d_]+)")


def looks_back(text: str) -> bool:
    """Whether the paragraph's first word refers to something above it."""
    found = _FIRST.match(text)
    return found is not None and found.group(1).lower() in _WORDS

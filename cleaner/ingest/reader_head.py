"""The lines that page-to-Markdown services put above a page's text: its title, its address and when it was published."""

from __future__ import annotations

import re
from typing import Any

_FIELD = re.compile(r"(Title|URL Source|Published Time|Number of Pages|Warning|Description):[ \t]*(.*)")
_NAMES = {"Title": "title", "URL Source": "source", "Published Time": "published"}
_CONTENT = "Markdown Content:"
_LONGEST = 20  # lines


def read_reader_head(text: str) -> tuple[dict[str, Any], int]:
    """The fields that such lines at the top of `text` state, and the offset where the page's text begins; ({}, 0) where there are none.

    The head has an address, and ends with a line that says that Markdown follows.
    """
    start = len(text) - len(text[:2000].lstrip("\ufeff \t\r\n")) - max(0, len(text) - 2000)
    fields: dict[str, Any] = {}
    at = start
    for _ in range(_LONGEST):
        end = text.find("\n", at)
        if end < 0:
            break
        line = text[at:end].strip()
        at = end + 1
        if line == _CONTENT:
            return (fields, at) if "source" in fields else ({}, 0)
        found = _FIELD.fullmatch(line)
        if line and found is None:
            break
        if found and found[1] in _NAMES and found[2].strip():
            fields[_NAMES[found[1]]] = found[2].strip()
    return {}, 0

"""Separate a page's title from the outlet's name."""

from __future__ import annotations

import re
from collections.abc import Set

from .strings import tokens

_PART = re.compile(r"(?<!\s)\s+[|–—·»•*:/-]+\s+|(?<!\s)\s*[|｜ㅣ»]\s*|(?<=\w),\s+")
_FIRM_PART = re.compile(r"(?<!\s)\s+[|–—·»•*/-]+\s+|(?<!\s)\s*[|｜ㅣ»]\s*")
_SLACK = 12  # letters that may surround the outlet's name in a suffix ("Outlet Online", "The Outlet")


def broken_off(text: str, headline: str) -> bool:
    """Whether `text` is the headline truncated at a quotation mark, which ended the attribute."""
    rest = headline[len(text) :].lstrip()
    return bool(text) and headline.startswith(text) and rest[:1] == '"'


def undressed(text: str, wordings: list[str], outlets: Set[str]) -> str:
    """`text` without what surrounds the title: reduced to another wording of the page if it contains one, else without the outlet's name at either end."""
    known = {words for words in map(tokens, wordings) if len(words) > 1}
    if tokens(text) in known:
        return text
    for part in list(_PART.finditer(text))[:20]:
        for piece in (text[: part.start()], text[part.end() :]):
            if tokens(piece) in known:
                return piece.strip()
    for wording in wordings:  # "Title-Section|Outlet": no space separates the title from what follows
        rest = text[len(wording) :]
        if len(wording) > 20 and text.startswith(wording) and rest[:1] in "-|–—":
            return wording
    for _ in range(3):
        parts = list(_FIRM_PART.finditer(text))
        if parts and is_outlet(text[parts[-1].end() :], outlets):
            text = text[: parts[-1].start()].strip()
        elif parts and is_outlet(text[: parts[0].start()], outlets, slack=0):
            text = text[parts[0].end() :].strip()
        else:
            break
    return text


def is_outlet(text: str, outlets: Set[str], slack: int = _SLACK) -> bool:
    """Whether `text` is the outlet's name, or little more ("Outlet Online")."""
    name = "".join(tokens(text))
    near = (outlet for outlet in outlets if len(outlet) > 3 and slack)
    return name in outlets or any(outlet in name and len(name) <= len(outlet) + slack for outlet in near)

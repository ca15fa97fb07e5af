"""The value of an attribute, a JSON string or an element as one clean line."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from ..tree import is_permalink

_TAG = re.compile(r"</?(?:a|abbr|b|br|cite|em|font|i|mark|p|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]{0,200}>", re.IGNORECASE)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_TOKEN = re.compile(r"[^\W_]+")
_UNSHOWN = frozenset({"script", "style", "noscript", "template", "svg", "title", "desc", "rt", "rp"})
_MOST_NODES = 2_000
_LONGEST_URL = 2_000


def one_line(value: Any, longest: int = 400) -> str:
    """`value` without entities, tags, invisible characters and runs of white space; empty if it is not a string or too long to be a field."""
    if not isinstance(value, str) or len(value) > 4 * longest:
        return ""
    for _ in range(2):  # "&amp;quot;": escaped by the editor's form, then by the page
        if "&" not in value:
            break
        value = unescape(value)
    if "<" in value:
        value = _TAG.sub(" " if "<br" in value.lower() else "", value)
    if not (value.isascii() and value.isprintable()):
        value = _UNSEEN.sub("", value)
    value = " ".join(value.split())
    return value if len(value) <= longest else ""


@lru_cache(maxsize=1_000)  # a page repeats its title, its outlet and its authors in many places
def tokens(text: str) -> tuple[str, ...]:
    """The words of `text` as titles and names are compared: without letter case and punctuation."""
    return tuple(_TOKEN.findall(text.casefold()))


def visible(element: Any, longest: int = 400) -> str:
    """An element's text as one line, without scripts, drawings, ruby annotations and permalinks; empty if it is too long to be a field."""
    pieces: list[str] = []
    room = 4 * longest
    for node in islice(element.iter(), _MOST_NODES):
        for text in (None if _is_unshown(node) else node.text, None if node is element else node.tail):
            if text:
                pieces.append(text)
                room -= len(text)
        if room < 0:
            return ""
    return one_line("".join(pieces), longest)


def _is_unshown(node: Any) -> bool:
    if node.tag == "a":
        return is_permalink(node.text or "", node.get("href") or "")
    return node.tag in _UNSHOWN or not isinstance(node.tag, str)


def address(value: Any, base: str | None = None) -> str:
    """`value` as an absolute URL; empty if it is not one."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_URL:
        return ""
    try:
        whole = urljoin(base or "", value.strip())
    except ValueError:
        return ""
    parts = split_address(whole)
    return whole if parts.scheme in ("http", "https") and parts.netloc and whole.isprintable() and " " not in whole else ""


def split_address(url: str | None) -> SplitResult:
    """The parts of a URL; empty parts for a malformed one."""
    try:
        return urlsplit(url or "")
    except ValueError:
        return urlsplit("")

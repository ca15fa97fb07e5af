"""Reads the YAML front matter that `write` produces, so that cleaning a cleaned file changes nothing.

It is read line by line and only up to a limit, so that the cost is linear in its length whatever the text holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

MAX_CHARS = 2_000_000  # of front matter: a real one has some hundreds; a longer one is text
_FENCE = "---"
_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"[a-z_]{1,40}")


class Malformed:
    """The value of a field that cannot be parsed: it is never shown, only rejected."""


MALFORMED = Malformed()


def read_front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The fields of the front matter of `text` and the offset where the body starts; ({}, 0) without front matter.

    Reads the subset of YAML that scalars and lists of scalars need, and rejects anything else. Front matter has a title and at least
    one other field. A value that cannot be parsed is MALFORMED.
    """
    start = _first_line(text)
    if not text.startswith(_FENCE, start):
        return {}, 0
    lines = _lines(text, start)
    if next(lines)[0].rstrip() != _FENCE:
        return {}, 0
    fields: dict[str, Any] = {}
    items: list[Any] | None = None
    for raw, end in lines:
        line = raw.strip()
        if line == _FENCE:
            return (fields, end) if "title" in fields and len(fields) > 1 else ({}, 0)
        if not line:
            continue
        if items is not None and line.startswith(("- ", "-\t")):
            items.append(scalar(line[2:].strip()))
            continue
        key, colon, value = line.partition(":")
        if not colon or raw[:1].isspace() or not _KEY.fullmatch(key) or value[:1] not in ("", " ", "\t"):
            return {}, 0
        items = None if value.strip() else []
        fields[key] = scalar(value.strip()) if items is None else items
    return {}, 0


def _first_line(text: str) -> int:
    """The offset of the first character that is neither blank nor a byte order mark."""
    at = 0
    while at < min(len(text), MAX_CHARS) and (text[at].isspace() or text[at] == "\ufeff"):
        at += 1
    return at


def _lines(text: str, start: int) -> Iterator[tuple[str, int]]:
    """Each line from `start` up to the limit of front matter, and the offset after it."""
    stop = min(len(text), start + MAX_CHARS)
    while start < stop and (found := _LINE.match(text, start)):
        yield found[0], found.end()
        start = found.end()


def scalar(raw: str) -> Any:
    """The value of a scalar or a flow list; MALFORMED if it cannot be parsed."""
    if raw[:1] == '"':
        try:
            return json.loads(raw)
        except ValueError:
            return raw.strip('"')
    if raw[:1] == "[":
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            return MALFORMED if raw[:2] == "[[" else raw  # "[Update] A headline" is text without the quotes it needs
    if raw[:1] == "'" == raw[-1:] and len(raw) > 1:
        return raw[1:-1].replace("''", "'")
    return None if raw in ("null", "~") else raw

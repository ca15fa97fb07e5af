"""The YAML head of a Markdown file, as `write` makes it: read back, so that cleaning a cleaned file changes nothing."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCE = re.compile(r"\s*---[ \t]*[\r\n]+(?P<head>(?:[^\r\n]*[\r\n]+){1,200}?)---[ \t]*(?:\r?\n|\r|$)")
_SCALAR = re.compile(r"(?P<key>[a-z_]+):(?:[ \t]+(?P<value>.*?))?[ \t]*\r?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*?)[ \t]*\r?$")


def read_front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The fields at the head of `text` and the offset where the body starts; ({}, 0) when there is no head.

    Reads the part of YAML that scalars and lists of scalars need, and takes nothing it does not understand; a head
    holds a title and something beside it.
    """
    match = _FENCE.match(text) if text.lstrip()[:3] == "---" else None
    if not match:
        return {}, 0
    fields: dict[str, Any] = {}
    items: list[Any] | None = None
    for line in match["head"].splitlines():
        if not line.strip():
            continue
        if (item := _ITEM.match(line)) and items is not None:
            items.append(_value(item["value"]))
        elif scalar := _SCALAR.match(line):
            if scalar["value"]:
                fields[scalar["key"]] = _value(scalar["value"])
                items = None
            else:
                fields[scalar["key"]] = items = []
        else:
            return {}, 0
    return (fields, match.end()) if "title" in fields and len(fields) > 1 else ({}, 0)


def _value(raw: str) -> Any:
    if raw[:1] in '"[':
        try:
            return json.loads(raw)
        except ValueError:
            return raw.strip('"')
    if raw[:1] == "'" == raw[-1:]:
        return raw[1:-1].replace("''", "'")
    return None if raw in ("null", "~") else raw

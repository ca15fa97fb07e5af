"""Metadata that other programs put above a page's text: labelled lines, or front matter with other field names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from .front_matter import scalar

_FIELD = re.compile(r"(Title|URL Source|Published Time|Number of Pages|Warning|Description):[ \t]*+([^\n]*+)")
_NAMES = {"Title": "title", "URL Source": "source", "Published Time": "published"}
_CONTENT = "Markdown Content:"
_LONGEST = 20  # lines


def read_reader_head(text: str) -> tuple[dict[str, Any], int]:
    """The fields of labelled lines at the top of `text`, and the offset where the page's text begins; ({}, 0) without such lines.

    The lines include the URL, and end with a line that announces Markdown.
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


_FENCE = re.compile(r"-{3,}[ \t]*")
_KEY = re.compile(r"(?P<key>[A-Za-z][\w.:-]{0,59})[ \t]*:(?:[ \t]+(?P<value>\S.*))?")
_ITEM = re.compile(r"-[ \t]+(?P<value>\S.*)")
_MOST = 200  # lines of front matter
_ALIASES = {
    "title": ("title", "og:title", "ogtitle", "headline"),
    "authors": ("authors", "author", "byline", "creator", "article:author"),
    "published": (
        "published",
        "date",
        "publisheddate",
        "published_time",
        "publishedtime",
        "article:published_time",
        "date_published",
        "datepublished",
        "pubdate",
    ),
    "updated": (
        "updated",
        "modified",
        "lastmod",
        "date_modified",
        "datemodified",
        "modifiedtime",
        "modified_time",
        "article:modified_time",
    ),
    "source": ("source", "url", "sourceurl", "source_url", "canonical", "canonical_url", "og:url", "ogurl", "link"),
    "language": ("language", "lang", "og:locale"),
    "site": ("site", "site_name", "sitename", "og:site_name", "ogsitename", "publisher"),
}


def with_own_names(fields: Mapping[str, Any]) -> dict[str, Any]:
    """`fields` with this program's field names added, each with the value of its first alias that is present."""
    small = {name.lower(): value for name, value in reversed(list(fields.items()))}
    found = {own: next((small[name] for name in names if small.get(name)), None) for own, names in _ALIASES.items()}
    if isinstance(found["source"], str) and "://" not in found["source"] and "source" not in fields:
        found["source"] = None
    return {**fields, **{name: value for name, value in found.items() if value is not None and name not in fields}}


def read_other_front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The fields of front matter that another program wrote, and the offset where the text begins; ({}, 0) without front matter.

    It has at least two fields, one of them a title. Nested values are skipped.
    """
    at = len(text[:2000]) - len(text[:2000].lstrip("\ufeff \t\r\n"))
    fields: dict[str, Any] = {}
    key = ""
    for number in range(_MOST):
        end = text.find("\n", at)
        if end < 0:
            break
        line = text[at:end].rstrip()
        at = end + 1
        if number == 0 or _FENCE.fullmatch(line):
            if not _FENCE.fullmatch(line):
                break
            if number:
                named = with_own_names(fields)
                return (named, at) if len(fields) > 1 and named.get("title") else ({}, 0)
            continue
        found = _KEY.fullmatch(line)
        item = _ITEM.fullmatch(line.strip())
        if found is not None:
            key = found["key"]
            fields[key] = scalar(found["value"].strip()) if found["value"] else []
        elif item is not None and key and isinstance(fields[key], list):
            fields[key].append(scalar(item["value"].strip()))
        elif line and not line[0].isspace() and not line.startswith(("#", "- ")):
            break
    return {}, 0


_TOML_HEAD = re.compile(r"\+\+\+[ \t]*\r?\n(?P<head>[^\0]{0,20000}?)\r?\n\+\+\+[ \t]*(?:\r?\n|\Z)")


def read_toml_front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The fields of TOML front matter between two `+++` lines, and the offset where the text begins; ({}, 0) without front matter.

    It has at least two fields, one of them a title. Nested values are skipped.
    """
    at = len(text[:2000]) - len(text[:2000].lstrip("\ufeff \t\r\n"))
    found = _TOML_HEAD.match(text, at)
    if found is None:
        return {}, 0
    import tomllib  # few pages begin so

    try:
        stated = tomllib.loads(found["head"].replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return {}, 0
    fields = {key: kept for key, value in stated.items() if (kept := _plain(value)) is not None}
    named = with_own_names(fields)
    return (named, found.end()) if len(fields) > 1 and named.get("title") else ({}, 0)


def _plain(value: object) -> str | list[str] | None:
    """A field's value as a string or a list of strings; None for a nested value."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str)]
    return str(value) if isinstance(value, (str, int, float)) else None

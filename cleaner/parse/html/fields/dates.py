"""Dates in JSON-LD, meta tags and <time>, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from ....backends import dates

_EPOCH = re.compile(r"1[0-8]\d{8}(?:\d{3})?$")
_YEARS = range(1990, 2101)
_LONGEST = 60
_LONE_ZONE = re.compile(r"(?<!\s)\s+(?=[+-]\d\d:?\d\d$)")


def iso(text: str, language: str | None = None) -> str | None:
    """The date in a machine-readable or written value, with its time if it has one; None if there is none."""
    text = _LONE_ZONE.sub("", text.strip())
    if not text or len(text) > _LONGEST:
        return None
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        read = dates.read(text, None, language or "en")
        return read if read and read[:4].isdigit() and int(read[:4]) in _YEARS else None
    if found.year not in _YEARS:
        return None
    return found.isoformat() if ":" in text or "T" in text else found.date().isoformat()

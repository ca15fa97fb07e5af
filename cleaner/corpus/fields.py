"""One mapping of named fields to rows: what a pipeline that brings its own reader calls."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ..config import Settings
from .readers.mapping import record_from
from .records import Reading, Record
from .rows import Cleaned, cleaned


def clean_fields(fields: Mapping[str, Any], settings: Settings, reading: Reading) -> Cleaned:
    """Clean the page that `fields` hold. Never raises: what fails is a row that says so."""
    return cleaned(record(fields, reading), settings)


def record(fields: Mapping[str, Any], reading: Reading) -> Record:
    """The record that `fields` hold. One without an id is called after its content: a number would come again in each partition."""
    own = fields.get(reading.id)
    id = str(own) if own not in (None, "") else _digest(fields, reading)
    return record_from(fields, reading, id, f"record {id}")


def _digest(fields: Mapping[str, Any], reading: Reading) -> str:
    digest = hashlib.sha256()
    for name in (reading.url, *reading.content):
        value = fields.get(name)
        raw = value if isinstance(value, bytes) else str("" if value is None else value).encode("utf-8", "surrogatepass")
        digest.update(raw + b"\0")
    return digest.hexdigest()[:16]

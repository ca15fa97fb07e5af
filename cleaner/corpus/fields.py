"""Clean one mapping of named fields into rows, for pipelines that use their own reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ..config import Settings
from .readers.mapping import record_from
from .records import Reading, Record
from .rows import Cleaned, cleaned


def clean_fields(fields: Mapping[str, Any], settings: Settings, reading: Reading) -> Cleaned:
    """Clean the page in `fields`. Never raises: a failure is reported as a row with a status and a message."""
    return cleaned(record(fields, reading), settings)


def record(fields: Mapping[str, Any], reading: Reading) -> Record:
    """The record in `fields`. Without an id, its id is a hash of its content: a running number would repeat in each partition."""
    stated = fields.get(reading.id)
    id = str(stated) if stated not in (None, "") else _digest(fields, reading)
    return record_from(fields, reading, id, f"record {id}")


def _digest(fields: Mapping[str, Any], reading: Reading) -> str:
    digest = hashlib.sha256()
    for name in (reading.url, *reading.content):
        value = fields.get(name)
        raw = value if isinstance(value, bytes) else str("" if value is None else value).encode("utf-8", "surrogatepass")
        digest.update(raw + b"\0")
    return digest.hexdigest()[:16]

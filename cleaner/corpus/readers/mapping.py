"""Turn named fields into a record; shared by JSON lines, CSV and Parquet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...backends.dates import moment
from ..records import Failure, Reading, Record


def record_from(fields: Mapping[str, Any], reading: Reading, id: str, place: str) -> Record:
    """The record in `fields`; `id` is used when they state none."""
    stated_id, url = fields.get(reading.id), fields.get(reading.url)
    page = next((fields[name] for name in reading.content if fields.get(name) not in (None, "", b"")), None)
    failure = _missing_page(fields, reading, place) if page is None else _not_a_page(page, reading, place)
    return Record(
        id if stated_id in (None, "") or isinstance(stated_id, (dict, list)) else str(stated_id),
        page if page is not None and not failure else "",
        url if isinstance(url, str) and url else None,
        _moment(fields.get(reading.fetched)),
        place,
        failure,
    )


def _not_a_page(page: Any, reading: Reading, place: str) -> Failure | None:
    if not isinstance(page, (str, bytes)):
        return Failure("failed", f"{place}: the page's field is not text but {type(page).__name__}. Name another field with --field.")
    size = len(page) if isinstance(page, bytes) or page.isascii() else len(page.encode("utf-8", "surrogatepass"))
    return too_large(size, reading, place) if size > reading.max_record else None


def too_large(size: int, reading: Reading, place: str) -> Failure:
    """The failure of a record over the limit."""
    return Failure("too large", f"{place}: the record has {size:,} bytes, over the limit of {reading.max_record:,}. See --max-record.")


def _missing_page(fields: Mapping[str, Any], reading: Reading, place: str) -> Failure:
    wanted = " or ".join(reading.content)
    if any(name in fields for name in reading.content):
        return Failure("failed", f"{place}: the field {wanted} is empty.")
    names = ", ".join(list(fields)[:12]) or "none"
    return Failure("failed", f"{place}: there is no field {wanted}; the fields are {names}. Name the one with the page: --field text=NAME.")


def _moment(value: Any) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str) and moment(value) else None

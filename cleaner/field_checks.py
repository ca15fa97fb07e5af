"""Validate the fields that a page states about itself: reject wrong types, unknown languages and malformed addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .backends import languages
from .schema import FIELDS

MAX_URL = 10_000  # characters

# returns the normalised value of a field, or raises ValueError with the reason
Check = Callable[[Any], Any]


def checked(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The valid known fields of `given`, and a remark for each field that was left out as invalid. Unknown fields are ignored."""
    fields: dict[str, Any] = {}
    remarks: list[str] = []
    for name, value in given.items():
        check = CHECKS.get(name)
        if check is None:
            continue
        try:
            fields[name] = check(value)
        except ValueError as error:
            remarks.append(f"the field `{name}` that the page states was left out: {error}")
    return fields, tuple(remarks)


def is_url(url: str) -> bool:
    """Whether `url` can be parsed and is not over MAX_URL; text without a scheme is accepted."""
    try:
        urlsplit(url).port  # noqa: B018 (the access validates it)
    except ValueError:
        return False
    return len(url) <= MAX_URL


def host_of(url: str | None) -> str | None:
    """The host of an address; None if it has none or is malformed."""
    try:
        return (urlsplit(url).hostname or None) if url else None
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("it must be text")
    return value


def _texts(value: Any) -> list[str]:
    found = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(found, (list, tuple)) or not all(isinstance(item, str) for item in found):
        raise ValueError("it must be a list of texts")
    return [item for item in found if item]


def _language(value: Any) -> str | None:
    code = languages.code_of(value) if isinstance(value, str) else None
    if code is None and value not in (None, ""):
        raise ValueError("it must be an ISO 639-1 code")
    return code


def _url(value: Any) -> str | None:
    if value and not (isinstance(value, str) and is_url(value)):
        raise ValueError("it must be a URL")
    return value or None


def _share(value: Any) -> float | None:
    if value is None:
        return None
    try:
        number = float(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else -1.0
    except (ValueError, OverflowError):
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError("it must be a number from 0 to 1")
    return number


def _role(value: Any) -> str:
    if value not in ("main", "appended"):
        raise ValueError("it must be main or appended")
    return str(value)


def _truth(value: Any) -> bool:
    if value not in (True, False, "true", "false"):
        raise ValueError("it must be true or false")
    return value in (True, "true")


def _shares(value: Any) -> dict[str, float]:
    if not isinstance(value, Mapping) or not all(isinstance(name, str) for name in value):
        raise ValueError("it must be a mapping of names to numbers from 0 to 1")
    shares = {name: _share(number) for name, number in value.items()}
    return {name: share for name, share in shares.items() if share is not None}


_BY_KIND: Mapping[str, Check] = {
    "text": _text,
    "texts": _texts,
    "language": _language,
    "url": _url,
    "share": _share,
    "role": _role,
    "truth": _truth,
    "shares": _shares,
}
CHECKS: Mapping[str, Check] = {**{field.name: _BY_KIND[field.check] for field in FIELDS if field.check is not None}, "generator": _text}

"""Printed settings, each with its origin: lines for people, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .safe import visible

Entry = tuple[str, Any, str]  # name, value and origin; the origin of a default is empty


def show(file: str, entries: Sequence[Entry], as_json: bool) -> None:
    """Print every setting as `name = value` with its origin, or all as one JSON object."""
    if as_json:
        settings = {name: {"value": value, "from": place or "default"} for name, value, place in entries}
        print(json.dumps({"file": file or None, "settings": settings}))
        return
    print(f"# {visible(file)}" if file else "# no configuration file in this folder or above it")
    shown = [(f"{name} = {_value(value)}", place) for name, value, place in entries]
    width = min(max(len(text) for text, _ in shown), 60)
    for text, place in shown:
        print(f"{visible(text):<{width}}  # {visible(place or 'default')}")


def _value(value: Any) -> str:
    """The value as in TOML; None as words."""
    if value is None:
        return "(not set)"
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)

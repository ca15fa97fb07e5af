"""Recognises articles that this program wrote, by the generator field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..data import GENERATOR, GENERATOR_VERSIONS


def is_written(given: Mapping[str, Any]) -> bool:
    """Whether the front matter says that this program wrote the file, in a known format version."""
    name, _, version = (given.get("generator") or "").rpartition(" ")
    return name == GENERATOR and version in GENERATOR_VERSIONS

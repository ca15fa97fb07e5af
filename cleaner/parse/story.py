"""What a reader of HTML gives: the articles of a page, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ..data import Place


class Story(NamedTuple):
    """An article of a page: its lines, each with its place in the tree where that is known, how sure it is one, and its fields."""

    lines: Sequence[str] = ()
    places: Sequence[Place | None] = ()
    confidence: float = 1.0
    given: Mapping[str, Any] = MappingProxyType({})

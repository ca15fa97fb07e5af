"""The result of an HTML reader: the text of a page block by block, and where its stories begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ..data import Place


class Reading(NamedTuple):
    """Options for reading a page. `flat`: the page is known to be within the depth limit. `hidden`: treatment of hidden text (auto, keep or
    drop). `type`: the page type, if known. `alts`: whether images' alternative texts are text. `fetched`: ISO 8601 time of the fetch.
    """

    flat: bool = False
    hidden: str = "auto"
    type: str | None = None
    alts: bool = False
    fetched: str | None = None


USUAL = Reading()


class TextBlock(NamedTuple):
    """A block of a page's text: one line, or several lines of code. `soft`: only a line end separates it from the block above."""

    text: str
    place: Place | None = None
    soft: bool = False


class Story(NamedTuple):
    """Where a story begins. `first`: index of its first block; `confidence`: 0 to 1; `given`: the fields that the page states for it."""

    first: int = 0
    confidence: float = 1.0
    given: Mapping[str, Any] = MappingProxyType({})


class PageText(NamedTuple):
    """A page as it was read. `quality`: the expected F1 of the kept blocks, 0 to 1; `type` and `type_confidence`: the page type and its
    probability. Each is None if unknown.
    """

    blocks: Sequence[TextBlock] = ()
    stories: Sequence[Story] = (Story(),)
    flags: tuple[str, ...] = ()
    quality: float | None = None
    type: str | None = None
    type_confidence: float | None = None


def plain_page(lines: Sequence[str], given: Mapping[str, Any]) -> PageText:
    """A page of one story, made of lines without positions."""
    return PageText([TextBlock(line) for line in lines], (Story(given=given),))

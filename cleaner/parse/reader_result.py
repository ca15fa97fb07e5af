"""What a reader of HTML gives: the text of a page block by block, and where its stories begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from ..data import Place


class Reading(NamedTuple):
    """How a page is read. `flat`: it is known to be read to its end. `hidden`: what becomes of hidden text, auto, keep or drop.
    `type`: the kind of page it is, where that is known. `alts`: the words that describe an image are text. `fetched`: ISO 8601 time of the fetch.
    """

    flat: bool = False
    hidden: str = "auto"
    type: str | None = None
    alts: bool = False
    fetched: str | None = None


USUAL = Reading()


class TextBlock(NamedTuple):
    """A block of a page's text, of one line or, of code, several. `soft`: only a line end divides it from the block above."""

    text: str
    place: Place | None = None
    soft: bool = False


class Story(NamedTuple):
    """Where a story begins, as an index into the page's blocks, how sure that is, and the fields that the page states of it."""

    first: int = 0
    confidence: float = 1.0
    given: Mapping[str, Any] = MappingProxyType({})


class PageText(NamedTuple):
    """A page as it was read. `quality`: the F1 to be expected of the blocks that stay, 0 to 1; `type`: what kind of page it is, with the
    probability of that; each None where it is not known.
    """

    blocks: Sequence[TextBlock] = ()
    stories: Sequence[Story] = (Story(),)
    flags: tuple[str, ...] = ()
    quality: float | None = None
    type: str | None = None
    type_confidence: float | None = None


def plain_page(lines: Sequence[str], given: Mapping[str, Any]) -> PageText:
    """A page of one story, of which nothing but its lines is known."""
    return PageText([TextBlock(line) for line in lines], (Story(given=given),))

"""The lines of one article among those of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..data import Boundary
from .line import Line


class Span(NamedTuple):
    """The lines first to last (indexes, inclusive) of one article, the boundary it starts with, and its headline's line."""

    first: int
    last: int
    boundary: Boundary | None = None
    title: Line | None = None
    headline: str | None = None  # the words of `title`
    likeness: float | None = None  # for an appended article: similarity of its words to those of the file's first article, from 0 to 1
    cut: bool = False  # whether its text is truncated
    head: tuple[Line, ...] = ()  # lines around the headline and the beginning of the text, which hold its byline and date
    stated: str | None = None  # a title that a decision states
    written: Mapping[str, list[str]] | None = None  # fields that a decision states; an empty list clears one

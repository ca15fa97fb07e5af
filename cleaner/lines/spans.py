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
    likeness: float | None = None  # of an appended article's words to those of the file's first, from 0 to 1
    cut: bool = False  # its text breaks off
    head: tuple[Line, ...] = ()  # lines about the headline and the beginning of the text, where its byline and date stand
    stated: str | None = None  # a title written by hand
    written: Mapping[str, list[str]] | None = None  # fields written by hand; an empty list clears one

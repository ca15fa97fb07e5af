"""Fourth stage: scanned lines in, the spans of the articles out, each boundary with its evidence."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from ..data import Boundary
from ..line import Line, Span
from .boundary import boundaries
from .cohesion import Words
from .credits import about, credit
from .relation import breaks_off, words_of
from .title import find_title, plain

__all__ = ["Part", "credit", "head", "split"]


class Part(NamedTuple):
    """The lines first to last (indexes, inclusive) of one article, and the boundary it starts with; None at the file's top."""

    first: int
    last: int
    boundary: Boundary | None


_BY_HAND = ("it was drawn by hand",)


def split(lines: list[Line], min_confidence: float = 0.0, begins: Set[int] = frozenset(), joins: Set[int] = frozenset()) -> list[Part]:
    """The parts of a file, one an article; together they cover all lines. An empty list when there is no line.

    A boundary less sure than `min_confidence` is not drawn. `begins` are indexes of lines on which a story begins
    by decision, `joins` of those on which none may.
    """
    if not lines:
        return []
    found = {start: boundary for start, boundary in boundaries(lines) if boundary.confidence >= min_confidence and start not in joins}
    found |= {start: Boundary(lines[start].block.line, 1.0, _BY_HAND) for start in begins if start}
    starts = sorted(found.items())
    firsts = [0] + [start for start, _ in starts]
    ends = [start for start, _ in starts] + [len(lines)]
    drawn: list[Boundary | None] = [None, *(boundary for _, boundary in starts)]
    return [Part(first, end - 1, boundary) for first, end, boundary in zip(firsts, ends, drawn, strict=True)]


def head(lines: list[Line], parts: list[Part], url: str | None = None) -> list[Span]:
    """The parts with their headlines, and how each stands to the first. `url` is that of the first."""
    spans: list[Span] = []
    main: Words = frozenset()
    for first, last, boundary in parts:
        own = lines[first : last + 1]
        title = find_title(own, url if first == 0 else None)
        text = [line for line in own if not line.gone and line is not title]
        told = words_of(text) if len(parts) > 1 else frozenset()
        main = main if spans else told
        likeness = round(len(told & main) / max(1, min(len(told), len(main))), 3) if boundary else None
        headline = plain(title, own, url if first == 0 else None) if title else None
        spans.append(Span(first, last, boundary, title, headline, likeness, breaks_off(text), about(own, title)))
    return spans

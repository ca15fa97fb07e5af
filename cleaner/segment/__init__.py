"""Fourth stage: scanned lines in, the spans of the articles out, each boundary with its evidence."""

from __future__ import annotations

from ..data import Boundary
from ..line import Line, Span
from .boundary import boundaries
from .title import find_title, plain

__all__ = ["segment"]


def segment(lines: list[Line], url: str | None = None, min_confidence: float = 0.0) -> list[Span]:
    """The articles of a file, each with its headline; together they cover all lines. An empty list when there is no line.

    A boundary less sure than `min_confidence` is not drawn.
    """
    if not lines:
        return []
    starts = [(start, boundary) for start, boundary in boundaries(lines) if boundary.confidence >= min_confidence]
    firsts = [0] + [start for start, _ in starts]
    ends = [start for start, _ in starts] + [len(lines)]
    drawn: list[Boundary | None] = [None, *(boundary for _, boundary in starts)]
    spans = []
    for first, end, boundary in zip(firsts, ends, drawn, strict=True):
        own = lines[first:end]
        title = find_title(own, url if first == 0 else None)
        spans.append(Span(first, end - 1, boundary, title, plain(title, own) if title else None))
    return spans

"""Fourth stage: find the articles in scanned lines. Returns one span per article; each boundary has its reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from ..data import Boundary, Document, Opening
from ..lines.line import Line
from ..lines.spans import Span
from ..text.cohesion import Words
from .boundary import boundaries, stretches_of
from .byline import about, credit
from .explicit_boundaries import linked_headlines, remove_separators, stated
from .headline_text import without_shared_ending
from .markdown_sections import without_sections
from .similarity import breaks_off, words_of
from .stretches import Stretches
from .title import find_title, plain, printed, show

__all__ = ["LineRange", "credit", "head", "split"]


class LineRange(NamedTuple):
    """The lines of one article, first to last (indexes, inclusive), and the boundary it starts with; None at the top of the file.

    `stretches` are those that the search for boundaries made of the lines, if the range is the whole file: the choice of the headline reads
    the same ones. They must be left out if a line has changed since.
    """

    first: int
    last: int
    boundary: Boundary | None
    stretches: Stretches | None = None


_MARKDOWN = re.compile(r"#{1,6}\s+(?=\S)")  # the marks before a Markdown heading
_BY_HAND = ("a reviewer's decision",)


def split(
    lines: list[Line],
    min_confidence: float = 0.0,
    known: Sequence[Opening] | None = None,
    begins: Set[int] = frozenset(),
    joins: Set[int] = frozenset(),
) -> list[LineRange]:
    """Split the lines of a file into articles: one range per article, in order; together they cover all lines. [] for no lines.

    A boundary with a confidence below `min_confidence` is ignored. `known` are the boundaries in the tree of an HTML page; they
    replace detection. A reviewer's decisions override both: an article begins at each line index in `begins` and at none in `joins`.
    """
    if not lines:
        return []
    found = (stated(lines) or linked_headlines(lines)) if known is None else _shown(lines, known)
    stretches = stretches_of(lines) if known is None and not found else None
    if stretches is not None:
        found = without_sections(lines, boundaries(lines, stretches))
    drawn = {start: boundary for start, boundary in found if boundary.confidence >= min_confidence and start not in joins}
    drawn |= {start: Boundary(lines[start].block.line, 1.0, _BY_HAND) for start in begins if start}
    starts = sorted(drawn.items())
    if not starts:
        return [LineRange(0, len(lines) - 1, None, stretches)]
    remove_separators(lines, [start for start, _ in starts])
    firsts = [0] + [start for start, _ in starts]
    ends = [start for start, _ in starts] + [len(lines)]
    opened: list[Boundary | None] = [None, *(boundary for _, boundary in starts)]
    return [LineRange(first, end - 1, boundary) for first, end, boundary in zip(firsts, ends, opened, strict=True)]


def _shown(lines: list[Line], known: Sequence[Opening]) -> list[tuple[int, Boundary]]:
    """The boundaries in the tree of an HTML page."""
    indexes = {line.block.line: index for index, line in enumerate(lines)}
    reasons = ("the page's markup separates what follows",)
    return [(indexes[line], Boundary(line, round(confidence, 3), reasons)) for line, confidence, _ in known if line in indexes]


def head(lines: list[Line], parts: list[LineRange], document: Document) -> list[Span]:
    """Find the headline of each range, remove its copies, and compare the range's vocabulary with the first one's. Returns one span per range."""
    spans: list[Span] = []
    main: Words = frozenset()
    for number, (first, last, boundary, stretches) in enumerate(parts):
        own = lines[first : last + 1]
        url = document.url if number == 0 else None
        stated = document.stated(number, own[0].block.line).get("title") if document.html or document.markdown else None
        found = printed(own, stated) if stated else find_title(own, url, len(parts) > 1 and not document.html, stretches)
        show(found)
        title = found.line
        text = [line for line in own if not line.gone and line is not title]
        vocabulary = words_of(text) if len(parts) > 1 else frozenset()
        main = main if spans else vocabulary
        similarity = round(len(vocabulary & main) / max(1, min(len(vocabulary), len(main))), 3) if boundary else None
        headline = plain(title, own, url) if title and not stated else None
        spans.append(Span(first, last, boundary, title, headline, similarity, breaks_off(text), about(own, title)))
    shown = [span.headline for span in spans]
    if len(spans) > 1 and not document.html:
        shown = without_shared_ending([_MARKDOWN.sub("", headline) if headline else None for headline in shown])
    return [span._replace(headline=headline) for span, headline in zip(spans, shown, strict=True)]

"""Sections of a Markdown document: no article begins at a heading below the level of the heading that opens the document's text."""

from __future__ import annotations

from collections.abc import Sequence

from ..data import Boundary
from ..lines.line import Line

_SIGNED = frozenset({"authors", "published", "updated"})  # fields that are stated below the headline of a story
_HEAD = 4  # lines below a heading that are searched for them


def without_sections(lines: Sequence[Line], found: Sequence[tuple[int, Boundary]]) -> list[tuple[int, Boundary]]:
    """The boundaries that do not merely open a section of the document above; `found` and the result are pairs (index of the article's
    first line, boundary) in file order.

    A heading opens a section if a heading of a higher level is above it with text directly below that. A heading with a byline or a date
    below it may open a story all the same, as in a newsletter with a greeting.
    """
    return [(start, boundary) for start, boundary in found if not _opens_section(lines, start)]


def _opens_section(lines: Sequence[Line], start: int) -> bool:
    heading = next((i for i in range(start, len(lines)) if not lines[i].ruled_out), None)
    if heading is None or not (level := _level(lines[heading])) or _is_signed(lines, heading):
        return False
    text_below = False  # whether there is text between the line and the next heading
    for line in reversed(lines[:heading]):
        above = _level(line)
        if above and above < level and not line.ruled_out:
            return text_below
        text_below = not above and (text_below or (line.shape.prose and not line.gone))
    return False


def _level(line: Line) -> int:
    """The level of a Markdown heading, 1 to 6; 0 for other lines."""
    markup = line.block.markup
    return markup.level if markup is not None and markup.kind == "heading" else 0


def _is_signed(lines: Sequence[Line], heading: int) -> bool:
    """Whether a byline or a date is stated directly below a heading."""
    below = lines[heading + 1 : heading + 1 + _HEAD]
    return any(hit.value is not None and not _SIGNED.isdisjoint(hit.value) for line in below for hit in line.hits)

"""What the decisions made of a page's titles and fields, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..decisions import FIELDS
from ..lines.line import Line

if TYPE_CHECKING:
    from ..flow import Trace
    from ..lines.spans import Span

_LONGEST = 1_000  # characters of a title
_DROP = "decision.drop"


class Titles(NamedTuple):
    """Numbers of lines. `written`: removed lines that are the title written by hand.

    `replaced`: the page's own headlines that are in neither the title nor the text, because another title was written.
    """

    written: frozenset[int]
    replaced: frozenset[int]


def as_title(text: str) -> str:
    """The text of a line as a title decision stores it: on one line, of limited length."""
    return " ".join(text.split())[:_LONGEST]


def titles(traced: Trace) -> Titles:
    """The lines of a page that are titles written by hand, and those that such titles replaced."""
    written: set[int] = set()
    replaced: set[int] = set()
    in_text = {number for story in traced.page.stories for number, _ in story.blocks}
    for span in traced.spans:
        if span.stated is None:
            continue
        written.update(_written(traced, span))
        own = span.title
        if own and not own.gone and own.block.line not in in_text and as_title(own.block.text) != span.stated:
            replaced.add(own.block.line)
    return Titles(frozenset(written), frozenset(replaced))


def _written(traced: Trace, span: Span) -> Iterator[int]:
    """The number of the removed line that a story's written title repeats, if there is one.

    One that was dropped by hand comes first. If a line with the same words is kept, that one is the title.
    """
    same = [line for line in _lines(traced, span) if as_title(line.block.text) == span.stated]
    if any(not line.gone for line in same):
        return
    dropped = [line for line in same if len(line.blocks) == 1 and line.taken is not None and line.taken.rule.action == "drop"]
    blocks = [line.block for line in sorted(dropped, key=lambda line: line.taken is None or line.taken.rule.id != _DROP)]
    blocks += [block for block in traced.scan.left_out if as_title(block.text) == span.stated]
    yield from (block.line for block in blocks[:1])


def fields(traced: Trace, number: int) -> frozenset[str]:
    """The names of the fields that were written or cleared by hand for the story of a line."""
    lines = traced.scan.lines
    own = next((span for span in reversed(traced.spans) if lines[span.first].block.line <= number), None)
    return frozenset(FIELDS).intersection(own.written or ()) if own else frozenset()


def _lines(traced: Trace, span: Span) -> list[Line]:
    return traced.scan.lines[span.first : span.last + 1]

"""One line on its way: its text as repairs and inline removals leave it, the way back to the source, and what decided about it."""

from __future__ import annotations

import re
from typing import NamedTuple

from .data import Block, Boundary
from .rule import Hit
from .shapes import Shape, shape

WEIGHED = "weights"  # the kind of the one rule that stands for the weights


class Piece(NamedTuple):
    """A stretch of the line. Without `hit` it is source text as it stands; with one, `text` replaces source[start:end]."""

    text: str
    start: int
    end: int
    hit: Hit | None


class Line:
    """A block and what the rules have made of it so far. `taken` is the hit that removes the whole line."""

    __slots__ = ("block", "chance", "gone", "hits", "pieces", "shape", "taken", "text")

    def __init__(self, block: Block) -> None:
        self.block = block
        self.text = block.text
        self.shape: Shape = shape(block.text)
        self.hits: tuple[Hit, ...] = ()
        self.taken: Hit | None = None
        self.pieces: list[Piece] | None = None  # None: nothing changed inside
        self.chance = 1.0  # that it is text, where the weights were asked
        self.gone = False  # nothing of the line is left in the text

    def take(self, hit: Hit) -> None:
        """Remove the line as a whole."""
        self.taken, self.gone = hit, True

    def give_back(self) -> None:
        """Undo `take`."""
        self.taken, self.gone = None, not self.text

    @property
    def ruled_out(self) -> bool:
        """Whether a rule removes it, which the weights alone do not count as: a headline may look like furniture to them."""
        return not self.text or (self.taken is not None and self.taken.rule.kind != WEIGHED)

    @property
    def weighed_out(self) -> bool:
        """Whether the weights alone remove it."""
        return self.taken is not None and self.taken.rule.kind == WEIGHED

    def edit(self, changes: list[tuple[int, int, str, Hit]]) -> None:
        """Apply (start, end, replacement, hit) to the text; sorted, not overlapping, in characters of `self.text`."""
        raw = self._raw()
        offset = raw.index(self.text) if self.text else 0
        for start, end, new, hit in reversed(changes):
            self._splice(start + offset, end + offset, new, hit)
        self.text = self._raw().strip()
        self.shape = shape(self.text)
        self.gone = self.taken is not None or not self.text

    def edits(self) -> list[Piece]:
        """The changed stretches, in order."""
        return [piece for piece in self.pieces or () if piece.hit is not None]

    def _raw(self) -> str:
        return self.block.text if self.pieces is None else "".join(piece.text for piece in self.pieces)

    def _splice(self, start: int, end: int, new: str, hit: Hit) -> None:
        """Replace [start, end) of the text; an earlier change that it touches is taken into it."""
        before: list[Piece] = []
        covered: list[Piece] = []
        after: list[Piece] = []
        prefix = suffix = ""
        at = 0
        for piece in self.pieces or [Piece(self.block.text, self.block.start, self.block.end, None)]:
            begin, at = at, at + len(piece.text)
            if at <= start:
                before.append(piece)
            elif begin >= end and begin >= start:
                after.append(piece)
            else:
                low, high = max(start - begin, 0), min(end - begin, len(piece.text))
                if piece.hit is None:
                    if low:
                        before.append(Piece(piece.text[:low], piece.start, piece.start + low, None))
                    covered.append(Piece("", piece.start + low, piece.start + high, None))
                    if high < len(piece.text):
                        after.append(Piece(piece.text[high:], piece.start + high, piece.end, None))
                else:
                    covered.append(piece)
                    prefix += piece.text[:low]
                    suffix = piece.text[high:]
        if covered:
            low, high = covered[0].start, covered[-1].end
        else:
            low = high = before[-1].end if before else after[0].start
        changed = Hit(hit.rule, start, end, _joined([piece.hit for piece in covered] + [hit]), hit.because)
        self.pieces = [*before, Piece(prefix + new + suffix, low, high, changed), *after]


class Span(NamedTuple):
    """The lines first to last (indexes, inclusive) of one article, the boundary it starts with, and its headline's line."""

    first: int
    last: int
    boundary: Boundary | None = None
    title: Line | None = None
    headline: str | None = None  # the words of `title`


def adjacent(upper: Line, lower: Line) -> bool:
    """Whether nothing at all stands between two lines."""
    return lower.block.gap == 0 and lower.block.line - upper.block.line <= 1


_SHORT = 80  # characters: two longer lines in a row are two paragraphs, not lines of one
_ITEM = re.compile(r"(?:\(?\w{1,3}[.)]|§)\s")  # a numbered clause stands in its list


def is_long(line: Line) -> bool:
    """Whether a line is a paragraph by itself rather than one of verse, a list or a table."""
    return (line.shape.prose or len(line.text) > _SHORT) and not _ITEM.match(line.text)


def parted(upper: Line, lower: Line) -> bool:
    """Whether two kept lines are paragraphs of their own where each line is one: a blank or removed line stood there, or one is long."""
    return not adjacent(upper, lower) or is_long(upper) or is_long(lower)


def _joined(hits: list[Hit | None]) -> dict[str, list[str]] | None:
    """The fields that several hits lift, together."""
    value: dict[str, list[str]] = {}
    for hit in hits:
        for name, texts in ((hit and hit.value) or {}).items():
            value.setdefault(name, []).extend(texts)
    return value or None

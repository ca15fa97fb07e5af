"""One line on its way: its text as repairs and inline removals leave it, the way back to the source, and what decided about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ..data import Block, Boundary
from ..packs.rule import SILENCE, Begin, Hit, Said
from ..text.shape import Shape, shape

WEIGHED = "weights"  # the kind of the one rule that stands for the weights


class Piece(NamedTuple):
    """A stretch of the line. Without `hit` it is source text as it stands; with one, `text` replaces source[start:end]."""

    text: str
    start: int
    end: int
    hit: Hit | None


class Line:
    """A block and what the rules have made of it so far. `taken` is the hit that removes the whole line."""

    __slots__ = (
        "begin",
        "block",
        "blocks",
        "chance",
        "gone",
        "held",
        "named",
        "pieces",
        "ruled_out",
        "said",
        "shape",
        "spared",
        "taken",
        "text",
    )

    def __init__(self, block: Block) -> None:
        self.block = block
        self.text = block.text
        self.shape: Shape = shape(block.text)
        self.said: Said = SILENCE
        self.taken: Hit | None = None
        self.pieces: list[Piece] | None = None  # None: nothing changed inside
        self.chance = 1.0  # that it is text, where the weights were asked
        self.gone = False  # nothing of the line is left in the text
        self.ruled_out = False  # a rule removes it; the weights alone do not count: a headline may look like furniture to them
        self.spared = False  # the model of lines gave it back: no rule takes it again
        self.blocks: tuple[Block, ...] = (block,)  # several where lines were joined
        self.begin: Begin | None = None
        self.held = False  # a record's label says that it is text
        self.named = False  # a field of a record says that it is the headline

    @classmethod
    def joined(cls, source: str, lines: Sequence[Line], seams: Sequence[tuple[str, Hit]]) -> Line:
        """Neighbouring lines as one. Each kept one is put behind the kept one above with its seam's text; removed ones between stay removed."""
        line = cls(_spanning(source, lines[0].block, lines[-1].block))
        line.blocks = tuple(block for part in lines for block in part.blocks)
        line.chance = lines[0].chance
        line.begin, line.named = lines[0].begin, lines[0].named
        pieces = _trimmed(lines[0])
        waiting = iter(seams)
        for upper, lower in pairwise(lines):
            new, hit = ("", seams[-1][1]) if lower.gone else next(waiting)
            pieces.append(Piece(new, upper.block.end, lower.block.start, hit))
            pieces += _trimmed(lower)
        line.pieces = pieces
        line.text = line._raw()
        line.shape = shape(line.text)
        return line

    @classmethod
    def woven(cls, source: str, blocks: Sequence[Block], changes: Sequence[tuple[int, int, str, Hit]]) -> Line:
        """Neighbouring blocks as one line, with (start, end, replacement, hit) made in the source: in order, none overlapping another."""
        line = cls(_spanning(source, blocks[0], blocks[-1]))
        line.blocks = tuple(blocks)
        at = line.block.start
        line.pieces = []
        for start, end, new, hit in changes:
            if start > at:
                line.pieces.append(Piece(source[at:start], at, start, None))
            line.pieces.append(Piece(new, start, end, hit))
            at = end
        if at < line.block.end:
            line.pieces.append(Piece(source[at : line.block.end], at, line.block.end, None))
        line._read_anew()
        return line

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The rules that speak on the line."""
        return self.said.hits

    def take(self, hit: Hit) -> None:
        """Remove the line as a whole."""
        self.taken, self.gone = hit, True
        self.ruled_out = hit.rule.kind != WEIGHED or not self.text

    def give_back(self) -> None:
        """Undo `take`."""
        self.taken = None
        self.gone = self.ruled_out = not self.text

    @property
    def weighed_out(self) -> bool:
        """Whether the weights alone remove it."""
        return self.taken is not None and self.taken.rule.kind == WEIGHED

    def edit(self, changes: list[tuple[int, int, str, Hit]]) -> None:
        """Apply (start, end, replacement, hit) to the text; sorted, not overlapping, in characters of `self.text`."""
        raw = self._raw()
        offset = raw.index(self.text) if self.text else 0
        pieces = self.pieces or [Piece(self.block.text, self.block.start, self.block.end, None)]
        self.pieces = list(_applied(pieces, [(start + offset, end + offset, new, hit) for start, end, new, hit in changes]))
        self._read_anew()

    def put_back(self, rules: Set[str]) -> None:
        """Undo what `rules` changed inside the line; breaks between joined lines stay mended."""
        if self.pieces is None or not rules:
            return
        source, at = self.block.text, self.block.start
        for i, piece in enumerate(self.pieces):
            stood = source[piece.start - at : piece.end - at]
            if piece.hit is not None and piece.hit.rule.id in rules and "\n" not in stood:
                self.pieces[i] = Piece(stood, piece.start, piece.end, None)
        self._read_anew()

    def take_part(self, start: int, end: int, hit: Hit) -> None:
        """Remove what comes from source[start:end], of several lines that are joined."""
        self.pieces = [
            Piece("", piece.start, piece.end, hit) if start <= piece.start and piece.end <= end else piece for piece in self.pieces or ()
        ]
        self._read_anew()

    def _read_anew(self) -> None:
        self.text = self._raw().strip()
        self.shape = shape(self.text)
        self.gone = self.taken is not None or not self.text
        self.ruled_out = not self.text or (self.taken is not None and not self.weighed_out)

    @property
    def last_line(self) -> int:
        """The number of the line that its text ends on."""
        return self.blocks[-1].line

    def line_at(self, offset: int) -> int:
        """The number of the line that holds the source's character at `offset`."""
        if len(self.blocks) == 1:
            return self.block.line
        return self.blocks[max(0, bisect_right(self.blocks, offset, key=lambda block: block.start) - 1)].line

    def edits(self) -> list[Piece]:
        """The changed stretches, in order."""
        return [piece for piece in self.pieces or () if piece.hit is not None]

    def _raw(self) -> str:
        return self.block.text if self.pieces is None else "".join(piece.text for piece in self.pieces)


def _spanning(source: str, first: Block, last: Block) -> Block:
    """One block from `first` to `last`."""
    markup = first.markup
    if markup is not None and last is not first:
        markup = markup._replace(
            tail=last.markup.tail if last.markup else 0, linked=markup.linked and bool(last.markup and last.markup.linked)
        )
    return Block(source[first.start : last.end], first.start, last.end, first.line, first.gap, first.place, markup)


def _trimmed(line: Line) -> list[Piece]:
    """The pieces of a line that is joined to others: without blanks at its ends; of a removed one, nothing but its removal."""
    block = line.block
    if line.taken is not None:
        return [Piece("", block.start, block.end, _whole(line, line.taken))]
    pieces = list(line.pieces or [Piece(block.text, block.start, block.end, None)])
    for i, piece in enumerate(pieces):
        if piece.text.strip():
            pieces[i] = _cut(piece, len(piece.text) - len(piece.text.lstrip()), 0)
            break
        pieces[i] = _cut(piece, len(piece.text), 0)
    for i in range(len(pieces) - 1, -1, -1):
        piece = pieces[i]
        if piece.text.strip():
            pieces[i] = _cut(piece, 0, len(piece.text) - len(piece.text.rstrip()))
            break
        pieces[i] = _cut(piece, 0, len(piece.text))
    return pieces


def _whole(line: Line, taken: Hit) -> Hit:
    """The hit that removes a line, with what was lifted out of it before."""
    lifts = [piece.hit for piece in line.edits() if piece.hit is not None and piece.hit.value]
    if not lifts:
        return taken
    rule = taken.rule if taken.value else lifts[-1].rule
    return Hit(rule, taken.start, taken.end, _joined([*lifts, taken]), taken.because)


def _cut(piece: Piece, head: int, tail: int) -> Piece:
    """A piece without so many characters at its ends."""
    text = piece.text[head : len(piece.text) - tail]
    return piece._replace(text=text) if piece.hit else Piece(text, piece.start + head, piece.end - tail, None)


Change = tuple[int, int, str, Hit]


@dataclass(slots=True)
class _Growing:
    """A change while pieces are taken into it: source[low:high] becomes the joined parts; it reaches to `end` of the old text."""

    parts: list[str]
    low: int
    high: int
    hits: list[Hit]
    end: int

    def piece(self) -> Piece:
        last = self.hits[-1]
        return Piece("".join(self.parts), self.low, self.high, Hit(last.rule, last.start, last.end, _joined(self.hits), last.because))


def _applied(pieces: list[Piece], changes: list[Change]) -> Iterator[Piece]:
    """The pieces with the changes made, in one sweep; an earlier change that a new one touches is taken into it."""
    waiting = deque(changes)
    carry: _Growing | None = None
    stop = 0
    for piece in pieces:
        begin, stop = stop, stop + len(piece.text)
        while waiting and piece.hit is not None and waiting[0][0] == waiting[0][1] == begin and carry is None:
            _, _, new, hit = waiting.popleft()  # an insertion right before an earlier change
            yield Piece(new, piece.start, piece.start, hit)
        if piece.hit is None:
            carry = yield from _through_source(piece, begin, stop, waiting, carry)
        elif carry is None and not (waiting and waiting[0][0] < stop and waiting[0][1] > begin):
            yield piece
        else:
            carry = yield from _through_change(piece, begin, stop, waiting, carry)
    if carry is not None:
        yield carry.piece()
    for _, _, new, hit in waiting:  # insertions at the very end
        yield Piece(new, pieces[-1].end, pieces[-1].end, hit)


def _through_source(
    piece: Piece, begin: int, stop: int, waiting: deque[Change], carry: _Growing | None
) -> Generator[Piece, None, _Growing | None]:
    """Changes within source text: what lies between them stays a piece of its own."""
    cursor, shift = begin, piece.start - begin
    if carry is not None:
        cursor = min(carry.end, stop)
        carry.high = cursor + shift
        if carry.end > stop:
            return carry
        yield carry.piece()
    while waiting and waiting[0][0] < stop:
        start, end, new, hit = waiting.popleft()
        if start > cursor:
            yield Piece(piece.text[cursor - begin : start - begin], cursor + shift, start + shift, None)
        growing = _Growing([new], start + shift, min(end, stop) + shift, [hit], end)
        if end > stop:
            return growing
        yield growing.piece()
        cursor = end
    if cursor < stop:
        yield Piece(piece.text[cursor - begin :], cursor + shift, piece.end, None)
    return None


def _through_change(
    piece: Piece, begin: int, stop: int, waiting: deque[Change], carry: _Growing | None
) -> Generator[Piece, None, _Growing | None]:
    """Changes that touch an earlier one: it cannot be parted from its source, so both become one."""
    growing = carry or _Growing([], piece.start, piece.end, [], begin)
    growing.high = piece.end
    if piece.hit is not None:
        growing.hits.insert(0, piece.hit)
    cursor = min(max(growing.end, begin), stop)
    while waiting and waiting[0][0] < stop:
        start, end, new, hit = waiting.popleft()
        growing.parts += [piece.text[cursor - begin : start - begin], new]
        growing.hits.append(hit)
        growing.end = end
        cursor = min(end, stop)
    growing.parts.append(piece.text[cursor - begin :])
    if growing.end > stop:
        return growing
    yield growing.piece()
    return None


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


def adjacent(upper: Line, lower: Line) -> bool:
    """Whether nothing at all stands between two lines."""
    return lower.block.gap == 0 and lower.block.line - upper.last_line <= 1


_SHORT = 80  # characters: two longer lines in a row are two paragraphs, not lines of one
_ITEM = re.compile(r"(?:\(?\w{1,3}[.)]|§)\s")  # a numbered clause stands in its list


def is_long(line: Line) -> bool:
    """Whether a line is a paragraph by itself rather than one of verse, a list or a table."""
    return (line.shape.prose or len(line.text) > _SHORT) and not _ITEM.match(line.text)


def parted(upper: Line, lower: Line) -> bool:
    """Whether two kept lines are paragraphs of their own where each line is one: a blank or removed line stood there, or one is long."""
    return not adjacent(upper, lower) or is_long(upper) or is_long(lower)


def _joined(hits: list[Hit]) -> dict[str, list[str]] | None:
    """The fields that several hits lift, together."""
    value: dict[str, list[str]] = {}
    for hit in hits:
        for name, texts in (hit.value or {}).items():
            value.setdefault(name, []).extend(texts)
    return value or None

"""One line of the text: the changes made inside it so far, its position in the source, and what decided about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from itertools import pairwise

from ..data import Block
from ..packs.rule import NO_MATCHES, Begin, Hit, LineMatches
from ..text.shape import Shape, shape
from .edits import Edit, Piece, apply, joined_fields, trimmed

WEIGHED = "weights"  # the kind of the rule that represents the model of lines


class Line:
    """A block and the changes that rules have made in it so far. `taken` is the hit that removes the whole line."""

    __slots__ = (
        "begin",
        "block",
        "blocks",
        "gone",
        "held",
        "matches",
        "named",
        "pieces",
        "probability",
        "ruled_out",
        "shape",
        "spared",
        "taken",
        "text",
    )

    def __init__(self, block: Block) -> None:
        self.block = block
        self.text = block.text
        self.shape: Shape = shape(block.text)
        self.matches: LineMatches = NO_MATCHES
        self.taken: Hit | None = None
        self.pieces: list[Piece] | None = None  # None: nothing changed inside
        self.probability = 1.0  # of being text, if the model was asked
        self.gone = False  # nothing of the line is left in the text
        self.ruled_out = False  # a rule removes it; the model alone does not count: to it, a headline may look like boilerplate
        self.spared = False  # the model of lines restored it: no rule removes it again
        self.blocks: tuple[Block, ...] = (block,)  # several if lines were joined
        self.begin: Begin | None = None
        self.held = False  # a record's label says that it is text
        self.named = False  # a field of a record says that it is the headline

    @classmethod
    def joined(cls, source: str, lines: Sequence[Line], seams: Sequence[tuple[str, Hit]]) -> Line:
        """Join neighbouring lines to one. Each kept line follows the kept line above and its seam's text; removed lines between stay removed."""
        line = cls(_spanning(source, lines[0].block, lines[-1].block))
        line.blocks = tuple(block for part in lines for block in part.blocks)
        line.probability = lines[0].probability
        line.begin, line.named = lines[0].begin, lines[0].named
        pieces = _pieces_to_join(lines[0])
        waiting = iter(seams)
        for upper, lower in pairwise(lines):
            new, hit = ("", seams[-1][1]) if lower.gone else next(waiting)
            pieces.append(Piece(new, upper.block.end, lower.block.start, hit))
            pieces += _pieces_to_join(lower)
        line.pieces = pieces
        line.text = line._raw()
        line.shape = shape(line.text)
        return line

    @classmethod
    def with_edits(cls, source: str, blocks: Sequence[Block], edits: Sequence[Edit]) -> Line:
        """Neighbouring blocks as one line, with edits made in offsets of the source: in order, none overlapping another."""
        line = cls(_spanning(source, blocks[0], blocks[-1]))
        line.blocks = tuple(blocks)
        at = line.block.start
        line.pieces = []
        for start, end, new, hit in edits:
            if start > at:
                line.pieces.append(Piece(source[at:start], at, start, None))
            line.pieces.append(Piece(new, start, end, hit))
            at = end
        if at < line.block.end:
            line.pieces.append(Piece(source[at : line.block.end], at, line.block.end, None))
        line._refresh()
        return line

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The matches of rules on the line."""
        return self.matches.hits

    def take(self, hit: Hit) -> None:
        """Remove the line as a whole."""
        self.taken, self.gone = hit, True
        self.ruled_out = hit.rule.kind != WEIGHED or not self.text

    def give_back(self) -> None:
        """Undo `take`."""
        self.taken = None
        self.gone = self.ruled_out = not self.text

    @property
    def removed_by_model(self) -> bool:
        """Whether the model alone removes it."""
        return self.taken is not None and self.taken.rule.kind == WEIGHED

    def edit(self, edits: Sequence[Edit]) -> None:
        """Make edits, which are sorted and do not overlap, in characters of `self.text`."""
        raw = self._raw()
        offset = raw.index(self.text) if self.text else 0
        pieces = self.pieces or [Piece(self.block.text, self.block.start, self.block.end, None)]
        self.pieces = list(apply(pieces, [Edit(edit.start + offset, edit.end + offset, *edit[2:]) for edit in edits]))
        self._refresh()

    def put_back(self, rules: Set[str]) -> None:
        """Undo the changes that `rules` made inside the line; joined lines stay joined."""
        if self.pieces is None or not rules:
            return
        source, at = self.block.text, self.block.start
        for i, piece in enumerate(self.pieces):
            stood = source[piece.start - at : piece.end - at]
            if piece.hit is not None and piece.hit.rule.id in rules and "\n" not in stood:
                self.pieces[i] = Piece(stood, piece.start, piece.end, None)
        self._refresh()

    def take_part(self, start: int, end: int, hit: Hit) -> None:
        """Remove the text from source[start:end], which is several lines that are joined."""
        self.pieces = [
            Piece("", piece.start, piece.end, hit) if start <= piece.start and piece.end <= end else piece for piece in self.pieces or ()
        ]
        self._refresh()

    def _refresh(self) -> None:
        self.text = self._raw().strip()
        self.shape = shape(self.text)
        self.gone = self.taken is not None or not self.text
        self.ruled_out = not self.text or (self.taken is not None and not self.removed_by_model)

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


def _pieces_to_join(line: Line) -> list[Piece]:
    """The pieces of a line that is joined to others, without blanks at its ends; for a removed line only its removal."""
    block = line.block
    if line.taken is not None:
        return [Piece("", block.start, block.end, _with_extracted(line, line.taken))]
    return trimmed(line.pieces or [Piece(block.text, block.start, block.end, None)])


def _with_extracted(line: Line, taken: Hit) -> Hit:
    """The hit that removes a line, with the fields that were extracted from it before."""
    extracted = [piece.hit for piece in line.edits() if piece.hit is not None and piece.hit.value]
    if not extracted:
        return taken
    rule = taken.rule if taken.value else extracted[-1].rule
    return Hit(rule, taken.start, taken.end, joined_fields([*extracted, taken]), taken.because)

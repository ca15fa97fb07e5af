"""Edits inside a line, merged with those made before, so that every character of the line can be traced to the source.

A line is a row of pieces that cover its source from end to end. A plain piece is source text as it is; an edited one replaces the source
it covers, and carries the hit of the rule that did so. Edits are given in offsets of the line's *present* text. Where a new edit touches
an earlier one, the two cannot be told apart in the source any more, and become one:

    source            The feri  sails on Mondy .
    pieces            The |feri→ferry|  sails on |Mondy→Monday| .        two edited pieces, three plain ones

    present text      The ferry  sails on Monday .
    new edits                 ~~~~~~~~            ~                      "y  sails" → "ies sail", and a blank removed

    pieces            The |feri  sails→ferries sail| on |Mondy→Monday|.|  →|.
                          '------ one edit -------'     '- untouched -'   '- a plain piece split by a removal

One sweep over the pieces does it. An edit is carried along while it reaches into the next piece: plain text that it covers is added to its
source, an earlier edit that it touches is absorbed with the fields it extracts. An insertion beside an earlier edit stays an edit of its own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..packs.rule import Hit


class Piece(NamedTuple):
    """A stretch of a line. Without `hit` it is source text as it is; with one, `text` replaces source[start:end]."""

    text: str
    start: int
    end: int
    hit: Hit | None


class Edit(NamedTuple):
    """text[start:end] of a line to be replaced, and the hit that asks for it."""

    start: int
    end: int
    replacement: str
    hit: Hit


def apply(pieces: Sequence[Piece], edits: Sequence[Edit]) -> Iterator[Piece]:
    """The pieces with the edits made. `edits` are sorted, do not overlap, and count in characters of the pieces' joined text."""
    waiting = deque(edits)
    open_edit: _OpenEdit | None = None
    stop = 0
    for piece in pieces:
        begin, stop = stop, stop + len(piece.text)
        while waiting and piece.hit is not None and waiting[0].start == waiting[0].end == begin and open_edit is None:
            insertion = waiting.popleft()  # directly before an earlier edit
            yield Piece(insertion.replacement, piece.start, piece.start, insertion.hit)
        if piece.hit is None:
            open_edit = yield from _over_plain(piece, begin, stop, waiting, open_edit)
        elif open_edit is None and not (waiting and waiting[0].start < stop and waiting[0].end > begin):
            yield piece
        else:
            open_edit = yield from _over_edited(piece, begin, stop, waiting, open_edit)
    if open_edit is not None:
        yield open_edit.piece()
    for insertion in waiting:  # at the very end
        yield Piece(insertion.replacement, pieces[-1].end, pieces[-1].end, insertion.hit)


@dataclass(slots=True)
class _OpenEdit:
    """An edit that still absorbs pieces: source[low:high] becomes the joined `texts`; it ends at `end` of the present text."""

    texts: list[str]
    low: int
    high: int
    hits: list[Hit]
    end: int

    def piece(self) -> Piece:
        last = self.hits[-1]
        return Piece("".join(self.texts), self.low, self.high, last._replace(value=joined_fields(self.hits)))


def _over_plain(
    piece: Piece, begin: int, stop: int, waiting: deque[Edit], open_edit: _OpenEdit | None
) -> Generator[Piece, None, _OpenEdit | None]:
    """Edits within plain text, which is at begin:stop of the present text: the text between them stays plain."""
    cursor, shift = begin, piece.start - begin
    if open_edit is not None:
        cursor = min(open_edit.end, stop)
        open_edit.high = cursor + shift
        if open_edit.end > stop:
            return open_edit
        yield open_edit.piece()
    while waiting and waiting[0].start < stop:
        start, end, replacement, hit = waiting.popleft()
        if start > cursor:
            yield Piece(piece.text[cursor - begin : start - begin], cursor + shift, start + shift, None)
        edit = _OpenEdit([replacement], start + shift, min(end, stop) + shift, [hit], end)
        if end > stop:
            return edit
        yield edit.piece()
        cursor = end
    if cursor < stop:
        yield Piece(piece.text[cursor - begin :], cursor + shift, piece.end, None)
    return None


def _over_edited(
    piece: Piece, begin: int, stop: int, waiting: deque[Edit], open_edit: _OpenEdit | None
) -> Generator[Piece, None, _OpenEdit | None]:
    """Edits that touch an earlier one: its characters have no positions in the source, so all of them become one edit."""
    edit = open_edit or _OpenEdit([], piece.start, piece.end, [], begin)
    edit.high = piece.end
    if piece.hit is not None:
        edit.hits.insert(0, piece.hit)
    cursor = min(max(edit.end, begin), stop)
    while waiting and waiting[0].start < stop:
        start, end, replacement, hit = waiting.popleft()
        edit.texts += [piece.text[cursor - begin : start - begin], replacement]
        edit.hits.append(hit)
        edit.end = end
        cursor = min(end, stop)
    edit.texts.append(piece.text[cursor - begin :])
    if edit.end > stop:
        return edit
    yield edit.piece()
    return None


def joined_fields(hits: Sequence[Hit]) -> dict[str, list[str]] | None:
    """The fields that several hits extract, merged."""
    value: dict[str, list[str]] = {}
    for hit in hits:
        for name, texts in (hit.value or {}).items():
            value.setdefault(name, []).extend(texts)
    return value or None


def trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the white space at the ends of their joined text; an edited piece keeps the source it covers."""
    out = list(pieces)
    for i, piece in enumerate(out):
        if piece.text.strip():
            out[i] = _shortened(piece, len(piece.text) - len(piece.text.lstrip()), 0)
            break
        out[i] = _shortened(piece, len(piece.text), 0)
    for i in range(len(out) - 1, -1, -1):
        piece = out[i]
        if piece.text.strip():
            out[i] = _shortened(piece, 0, len(piece.text) - len(piece.text.rstrip()))
            break
        out[i] = _shortened(piece, 0, len(piece.text))
    return out


def _shortened(piece: Piece, head: int, tail: int) -> Piece:
    """A piece without this number of characters at its ends."""
    text = piece.text[head : len(piece.text) - tail]
    return piece._replace(text=text) if piece.hit else Piece(text, piece.start + head, piece.end - tail, None)

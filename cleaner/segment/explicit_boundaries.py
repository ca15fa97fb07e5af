"""Boundaries that are explicit in the file: records and delimiters, which decide, and separators, which are removed at a boundary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..data import Boundary
from ..lines.line import Line
from ..packs.rule import Hit

_TARGET = "mail.link-target"  # the rule that removes the URL after a link's text
_LETTER = 2  # least number of linked headlines in a newsletter
_HEADLINE = 3, 22  # words, at least and at most
_NEAR = 2  # lines below a headline within which its text begins
_LINKED = 0.9  # confidence
Start = tuple[int, Boundary]


def stated(lines: Sequence[Line]) -> list[Start]:
    """The boundaries of decisive rules, where text is both above and below: (index of the story's first line, boundary) in file order."""
    out: list[Start] = []
    has_text = False  # whether there was text since the last start
    waiting: tuple[int, Line] | None = None
    for i, line in enumerate(lines):
        if line.begin is not None and line.begin.rule.decisive and has_text:
            waiting, has_text = (i + line.begin.below, line), False
        if holds_text(line) and not (line.begin is not None and line.begin.below):
            if waiting is not None:
                at, mark = waiting
                rule = mark.begin.rule if mark.begin else None
                if rule is not None:
                    out.append((at, Boundary(lines[at].block.line, rule.confidence, (rule.about,))))
                waiting = None
            has_text = True
    return out


def linked_headlines(lines: Sequence[Line]) -> list[Start]:
    """The boundaries in a newsletter: at each headline that is a link, with its text below and text of another story above."""
    heads = [i for i, line in enumerate(lines) if _is_linked_headline(line) and any(map(_is_text, lines[i + 1 : i + 1 + _NEAR]))]
    if len(heads) < _LETTER:
        return []
    text = [i for i, line in enumerate(lines) if _is_text(line)]
    return [
        (head, Boundary(lines[head].block.line, _LINKED, ("a headline that is a link, as in a newsletter",)))
        for above, head in pairwise(heads)
        if any(above < i < head for i in text)
    ]


def _is_linked_headline(line: Line) -> bool:
    """Whether a kept line is short, is not a sentence, and ends with the URL of a link, which a rule removes."""
    if line.gone or line.shape.stop or line.shape.bullet or not _HEADLINE[0] <= line.shape.words <= _HEADLINE[1] or line.pieces is None:
        return False
    last = line.pieces[-1]
    return last.hit is not None and last.hit.rule.id == _TARGET and not last.text and len(line.edits()) == 1


def _is_text(line: Line) -> bool:
    return line.shape.prose and not line.gone


def holds_text(line: Line) -> bool:
    """Whether a line is kept and is not a separator."""
    return not line.gone and not (line.begin is not None and line.begin.below)


def remove_separators(lines: Sequence[Line], starts: Sequence[int]) -> None:
    """Remove the separators next to the boundaries, and those at either end of the file if the same rule separates stories inside it."""
    used: set[str] = set()
    for start in starts:
        for line in _around(lines, start):
            if line.begin is not None and line.begin.below:
                used.add(line.begin.rule.id)
                _remove(line)
    if used:
        for line in (*_around(lines, 0), *_around(lines, len(lines))):
            if line.begin is not None and line.begin.below and line.begin.rule.id in used:
                _remove(line)


def _around(lines: Sequence[Line], start: int) -> list[Line]:
    """The lines at a boundary, up to the nearest text on either side."""
    first, end = start, start
    while first > 0 and not holds_text(lines[first - 1]):
        first -= 1
    while end < len(lines) and not holds_text(lines[end]):
        end += 1
    return list(lines[first:end])


def _remove(line: Line) -> None:
    if line.begin is not None and (not line.gone or line.removed_by_model):  # a line that only the line model removed may be restored later
        line.take(Hit(line.begin.rule.doing("drop"), 0, len(line.text)))

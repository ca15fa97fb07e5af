"""Convert blocks to lines: apply the changes found while parsing, and join hard-wrapped paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from ..data import Block
from ..lines.edits import Edit
from ..lines.line import Line
from ..packs.rule import Hit
from .code_rules import BY_ID, WRAP
from .unwrap import Seam, seams

_NOTE = re.compile(r"\[\^([^\s\[\]]{1,40})\]:")
_IMAGE = re.compile(r"!\[[^\[\]]{0,2000}\]\([^()\s]{1,2000}\)")
_HELD = ("code", "reference")


def lines_of(text: str, blocks: Sequence[Block], off: Set[str], language: str | None = None) -> list[Line]:
    """The lines of `blocks`, which are the blocks of `text`. `off` holds the ids of disabled rules."""
    if not any(block.changes or block.markup is not None for block in blocks):
        paragraphs = seams(text, blocks, off, language)
        return [line for group, joints in paragraphs for line in (_made(text, group, joints, off) if joints else [Line(group[0])])]
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and block.markup is not None and block.markup.goes_on and WRAP.id not in off:
            groups[-1].append(block)
        else:
            groups.append([block])
    lines = [line for group in groups for line in _made(text, group, list(_plain_seams(group)), off)]
    _hold_marked(text, lines)
    return lines


def _hold_marked(text: str, lines: Sequence[Line]) -> None:
    """Protect some lines from the models: code, headings after the first, link targets, images and footnotes that the text refers to."""
    top = next((line for line in lines if line.block.markup is not None and line.block.markup.kind == "heading"), None)
    for line in lines:
        kind = line.block.markup.kind if line.block.markup is not None else ""
        note = _NOTE.match(line.text)
        named = note is not None and text.count(f"[^{note[1]}]") > 1
        line.held = named or kind in _HELD or (kind == "heading" and line is not top) or _IMAGE.fullmatch(line.text) is not None


def _plain_seams(group: Sequence[Block]) -> Iterator[Seam]:
    for upper, lower in pairwise(group):
        yield Seam(upper.end, lower.start, " ", WRAP)


def _made(text: str, group: Sequence[Block], joints: Sequence[Seam], off: Set[str]) -> list[Line]:
    """The blocks of one paragraph as one line. If no text is left after the changes, one removed line per block."""
    edits = [
        Edit(change.start, change.end, change.replacement, Hit(BY_ID[change.rule], 0, 0))
        for block in group
        for change in block.changes
        if change.rule not in off and change.end <= group[-1].end
    ]
    for start, end, new, rule in joints:
        if not any(first <= start and end <= last for first, last, *_ in edits):
            edits.append(Edit(start, end, new, Hit(rule, 0, 0)))
    if not edits:
        return [Line(group[0])]
    line = Line.with_edits(text, group, sorted(edits, key=lambda edit: edit[:2]))
    if line.text:
        return [line]
    empty = [Line(block) for block in group]
    for line in empty:
        line.take(Hit(edits[-1].hit.rule.doing("drop"), 0, len(line.text)))
    return empty

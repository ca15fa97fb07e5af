"""Blocks of an HTML page that the block model rejects: which of them rules still match on, and how they are removed.

Rules match on the kept blocks and on those close to them: dates, bylines and captions beside the text fill fields, and are context for
other rules. The rest of the page (menus, footers, lists of teasers) is removed unread, with a finding like any removed line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from operator import attrgetter

from ..data import Block, Finding
from ..lines.line import WEIGHED, Line
from ..packs import is_general
from ..packs.rule import Hit, Rule

_NEAR = 6  # most blocks between a kept block and one that rules match on
_SURE = 0.8  # probability of text at which the block model overrides the general rules; measured out-of-fold
_TEASERS = "related"  # the group of the rules for links to other texts
_PLACE = attrgetter("block.place")  # in C: most texts have many lines, and none has a place
_SHORT = 300  # characters; a longer block fills no field

RULE = Rule(
    id="html.boilerplate",
    about="Boilerplate by its look and its place in the page's tree",
    action="drop",
    kind=WEIGHED,
    confidence=0.9,
)


def is_html(lines: Sequence[Line]) -> bool:
    """Whether the lines are those of an HTML page."""
    return any(map(_PLACE, lines))


def divide(blocks: Sequence[Block], named: Collection[int]) -> tuple[list[Block], list[Block]]:
    """(blocks that rules match on, blocks that are removed unread). `named` holds the offsets of blocks that decisions name."""
    if all(block.place is None or block.place.kept for block in blocks):
        return list(blocks), []
    asked: list[Block] = []
    left_out: list[Block] = []
    near = _near(blocks)
    for block, close in zip(blocks, near, strict=True):
        stays = block.place is None or block.place.kept or (close and block.end - block.start <= _SHORT) or block.start in named
        (asked if stays else left_out).append(block)
    return asked, left_out


def _near(blocks: Sequence[Block]) -> list[bool]:
    """For each block whether a kept one is within reach."""
    near = [False] * len(blocks)
    reach = 0
    for order in (range(len(blocks)), range(len(blocks) - 1, -1, -1)):
        reach = 0
        for i in order:
            place = blocks[i].place
            reach = _NEAR + 1 if place is None or place.kept else reach - 1
            near[i] = near[i] or reach > 0
    return near


def take(lines: Sequence[Line]) -> bool:
    """Apply the block model: remove the lines it rejects, and restore lines it is sure of. Returns whether any was removed.

    Where rules know every block that it keeps as boilerplate, the page has no text ("Access denied"), and none is restored.
    """
    went = False
    has_text = any(line.taken is None and line.text and line.block.place is not None and line.block.place.kept for line in lines)
    for line in lines:
        place = line.block.place
        if place is None:
            continue
        line.probability = place.probability
        sure = has_text and place.kept and place.probability >= _SURE
        if line.taken is not None and sure and _yields(line.taken.rule) and not _is_teaser(line):
            line.give_back()
            line.spared = True
        elif line.taken is None and line.text and not place.kept:
            line.take(Hit(RULE, 0, len(line.text), None, reason(line.block)))
            went = True
    return went


def _yields(rule: Rule) -> bool:
    """Whether the block model may override a rule: only a built-in rule for all sites; never a user's or a site's pack, a repeat or a decision."""
    return rule.action == "drop" and rule.kind not in ("repeat", "decision") and is_general(rule.pack)


def _is_teaser(line: Line) -> bool:
    """Whether a rule for links to other texts removes a line that is mostly a link: a label followed by a headline."""
    style = line.block.place.style if line.block.place is not None else None
    if style is None or line.taken is None or line.taken.rule.group != _TEASERS:
        return False
    return sum(mark.end - mark.start for mark in style.marks if mark.kind == "link") * 2 > len(line.block.text)


def reason(block: Block) -> str:
    """Why the block model rejects a block, as a short phrase."""
    place = block.place
    if place is None:
        return ""
    hidden = ", hidden" if place.hidden else ""
    return f"probability of text {place.probability:.2f}, in <{place.tag}>{hidden}"


def findings(text: str, blocks: Sequence[Block]) -> list[Finding]:
    """One finding for each block that was removed unread."""
    return [
        Finding(
            RULE.id,
            "drop",
            block.start,
            block.end,
            text[block.start : block.end],
            "",
            f"{RULE.about} ({reason(block)})",
            RULE.confidence,
            block.line,
        )
        for block in blocks
    ]

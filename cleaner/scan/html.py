"""Blocks of an HTML page that the block model leaves out: which of them rules are asked about, and how they go.

Rules read what stays and what is close to it: dates, bylines and captions beside the text fill fields, and are evidence for other
rules. The rest of the page (menus, footers, lists of teasers) goes without another look, on record like any removed line.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..data import Block, Finding
from ..lines.line import WEIGHED, Line
from ..packs import is_general
from ..packs.rule import Hit, Rule

_NEAR = 6  # blocks from one that stays
_SURE = 0.8  # probability of text from which on the block model outweighs the general rules; measured out-of-fold
_TEASERS = "related"  # the group of those rules
_SHORT = 300  # characters: a longer block fills no field

RULE = Rule(
    id="html.boilerplate",
    about="Boilerplate by its look and its place in the page's tree",
    action="drop",
    kind=WEIGHED,
    confidence=0.9,
)


def divide(blocks: Sequence[Block], named: Collection[int]) -> tuple[list[Block], list[Block]]:
    """The blocks that rules are asked about, and those that go without. `named` are offsets of blocks that decisions name."""
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
    """Whether a kept block is within reach of each."""
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
    """Remove the lines that the block model leaves out and no rule has removed, and give back what it is sure of; whether any went."""
    went = False
    for line in lines:
        place = line.block.place
        if place is None:
            continue
        line.probability = place.probability
        if line.taken is not None and place.kept and place.probability >= _SURE and _yields(line.taken.rule) and not _is_teaser(line):
            line.give_back()
            line.spared = True
        elif line.taken is None and line.text and not place.kept:
            line.take(Hit(RULE, 0, len(line.text), None, reason(line.block)))
            went = True
    return went


def _yields(rule: Rule) -> bool:
    """Whether a rule gives way to the block model: built-in rules for all sites do; packs of users and of sites, and what is said twice, do not."""
    return rule.action == "drop" and rule.kind not in ("repeat", "decision") and is_general(rule.pack)


def _is_teaser(line: Line) -> bool:
    """Whether a rule for links to other texts removes a line that is mostly a link: a label and, behind it, a headline."""
    style = line.block.place.style if line.block.place is not None else None
    if style is None or line.taken is None or line.taken.rule.group != _TEASERS:
        return False
    return sum(mark.end - mark.start for mark in style.marks if mark.kind == "link") * 2 > len(line.block.text)


def reason(block: Block) -> str:
    """Why a block is left out, in short."""
    place = block.place
    if place is None:
        return ""
    hidden = ", hidden" if place.hidden else ""
    return f"probability of text {place.probability:.2f}, in <{place.tag}>{hidden}"


def findings(text: str, blocks: Sequence[Block]) -> list[Finding]:
    """A finding for each block that went without being asked about."""
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

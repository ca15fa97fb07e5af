"""Lines of an HTML page that its tree shows to be furniture."""

from __future__ import annotations

from collections.abc import Sequence

from ..line import WEIGHED, Line
from ..rule import Hit, Rule

KEEP = 0.3  # the chance to be text from which on a line stays

RULE = Rule(
    id="weights.block",
    about="Furniture by its look and its place in the page's tree",
    action="drop",
    kind=WEIGHED,
    confidence=0.8,
)


def weigh_places(lines: Sequence[Line]) -> bool:
    """Take out what is more likely furniture than text; whether anything went."""
    went = False
    for line in lines:
        place = line.block.place
        if place is None:
            continue
        line.chance = place.chance
        if line.taken is None and line.text and place.chance < KEEP:
            line.take(Hit(RULE, 0, len(line.text), None, f"chance of text {place.chance:.2f}, in <{place.tag}>"))
            went = True
    return went

"""Lines of an HTML page that are furniture by their place in its tree and by how they look among the others.

Each of the two was fitted by itself; their log odds are added up, the look's in part. Measured on publishers left out of both fits,
that is better than the place alone, since the one has never read a line and the other has never seen the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..line import WEIGHED, Line
from ..rule import Hit, Rule
from .weigh import FEATURES, load

KEEP = 0.25  # the chance to be text from which on a line stays
_LOOK = 0.5  # how much the look counts beside the place
_LEAST = 1e-4  # and one less this, bounds what each says

RULE = Rule(
    id="weights.block",
    about="Furniture by its look and its place in the page's tree",
    action="drop",
    kind=WEIGHED,
    confidence=0.8,
)


def weigh_places(lines: Sequence[Line], language: str | None) -> bool:
    """Take out what is more likely furniture than text; whether anything went."""
    held = [line for line in lines if line.text]
    looks = load().probabilities(FEATURES.matrix((held, language))).tolist() if held else []
    went = False
    for line, look in zip(held, looks, strict=True):
        place = line.block.place
        if place is None:
            continue
        line.chance = chance(place.chance, look)
        if line.taken is None and line.chance < KEEP:
            line.take(Hit(RULE, 0, len(line.text), None, f"chance of text {line.chance:.2f}, in <{place.tag}>"))
            went = True
    return went


def chance(place: float, look: float) -> float:
    """The chance to be text by both. A `place` of 0 is certain: what was brought back for rules to read alone."""
    return 1 / (1 + math.exp(-_odds(place) - _LOOK * _odds(look))) if place else 0.0


def _odds(chance: float) -> float:
    bounded = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded))

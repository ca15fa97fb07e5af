"""What the extractor left out and the page shows to belong: paragraphs that are surely text, and what stands below the headline.

The lines between headline and text (clock, byline, key points, buttons) come back for the rules to read: they lift fields from them.
None of those is text by itself, so what no rule lifts goes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .blocks import TreeBlock

SURE = 0.8  # the chance from which on a block is text although the extractor left it out
_HEAD = 12  # blocks at most between headline and text
_SHORT = 300  # characters: what is longer is no line of a head


def bring_back(
    blocks: Sequence[TreeBlock], keys: Sequence[str], found: Sequence[int | None], chances: Mapping[int, float]
) -> list[tuple[int, int]]:
    """(place among the extracted lines, block) of what comes back, in order. `found` are the blocks of the extracted lines."""
    known = {keys[index] for index in found if index is not None}
    wanted = {index for index, chance in chances.items() if chance > SURE and blocks[index].prose}
    wanted.update(_head(blocks, found))
    return [(_place_of(index, found), index) for index in sorted(wanted) if keys[index] and keys[index] not in known]


def _head(blocks: Sequence[TreeBlock], found: Sequence[int | None]) -> range:
    """The headline and what stands between it and the text."""
    first = next((index for index in found if index is not None), 0)
    near = range(first - 1, max(-1, first - _HEAD - 1), -1)
    top = next((index for index in near if blocks[index].element.tag == "h1"), first)
    return range(top, first) if all(len(blocks[index].text) <= _SHORT for index in range(top, first)) else range(0)


def _place_of(index: int, found: Sequence[int | None]) -> int:
    """Where among the extracted lines a block stands: before the first that is further down the page."""
    return next((at for at, other in enumerate(found) if other is not None and other > index), len(found))

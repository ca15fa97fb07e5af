"""Features of the gaps between paragraphs: whether the page's frame appears again there.

A saved page of several articles often repeats what frames each of them: above it the site's bar, the trail of sections, the headline and
the date; below it the buttons and the box of the author. So the blocks above the page's first paragraph and those below its last appear
between two articles again, with the same text or in the same places of the tree. And if no heading divides two articles, a line between
them shares more words with the text below than with the text above.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable, Sequence
from functools import cache

import numpy as np

from ...text.cohesion import Words, words
from .blocks import Outline, TreeBlock

_FRAME = 400  # blocks above the first and below the last paragraph that are compared
_LEAD = 8  # blocks right above a paragraph
_MOST = 500  # blocks of a gap
_LINE = 200  # characters of a headline
_FEWEST = 3  # words of a headline
_SIDE = 6  # paragraphs of either side whose words are compared

COLUMNS = (
    ("frame above again", "how many blocks between have the text of one above the page's first paragraph"),
    ("share of frame above", "the share of the blocks above the page's first paragraph that are between again"),
    ("frame below again", "how many blocks between have the text of one below the page's last paragraph"),
    ("ends as the page", "whether the block below the paragraph above has the text of one below the page's last paragraph"),
    ("led as the first", f"the share of the {_LEAD} places in the tree above the page's first paragraph that are above the paragraph below, too"),
    ("lead", f"how many of the {_LEAD} blocks above the page's first paragraph there are"),
    ("in other gaps", "how many blocks between have the text of one between two other paragraphs"),
    ("most gaps", "the most gaps that have the text of one of the blocks between"),
    ("opens text below", "how much more of a line between is in the text below than in the text above, by its words"),
    ("dated line", "how many short lines between have four digits or more"),
)  # fmt: skip


class Frame:
    """The blocks that frame a page's text, and the paragraphs' words. `paragraphs`: indexes of blocks, in order, at least one."""

    def __init__(self, outline: Outline, paragraphs: Sequence[int], words_of: Sequence[Words]) -> None:
        first, last = paragraphs[0], paragraphs[-1]
        self.outline, self.paragraphs, self.words_of = outline, paragraphs, words_of
        blocks = outline.blocks
        self.above = {block.text for block in blocks[max(0, first - _FRAME) : first]}
        self.below = {block.text for block in blocks[last + 1 : last + 1 + _FRAME]}
        self.lead = self._lead(first)
        self.leads = Counter(self.lead)
        gaps = itertools.pairwise(paragraphs)
        self.gaps = Counter(text for a, b in gaps for text in {block.text for block in blocks[a + 1 : b][:_MOST]})

    def row(self, gap: int) -> tuple[float, ...]:
        """The values of COLUMNS for the gap between paragraphs `gap` and `gap` + 1."""
        upper, lower = self.paragraphs[gap], self.paragraphs[gap + 1]
        between = self.outline.blocks[upper + 1 : lower][:_MOST]
        if not between:
            return (0, 0, 0, 0, 0, len(self.lead), 0, 0, 0, 0)
        texts = {block.text for block in between}
        again = len(texts & self.above)
        lead = Counter(self._lead(lower, upper + 1)) if self.lead else Counter[Hashable]()
        gaps = [self.gaps[text] for text in texts]
        return (
            _log1p(again),
            again / max(1, len(self.above)),
            _log1p(len(texts & self.below)),
            between[0].text in self.below,
            sum([min(count, self.leads[place]) for place, count in lead.items()]) / max(1, len(self.lead)),
            len(self.lead),
            _log1p(sum([count > 1 for count in gaps])),
            min(max(gaps), 20),
            self._opens(gap, between),
            min(sum([_is_dated(block.text) for block in between]), 5),
        )

    def _lead(self, lower: int, floor: int = 0) -> list[Hashable]:
        """The places in the tree of the blocks right above block `lower`."""
        named = self.outline.boxes.named
        near = self.outline.blocks[max(floor, lower - _LEAD) : lower]
        return [(block.kind, block.level, named[block.box].look) for block in near]

    def _opens(self, gap: int, between: Sequence[TreeBlock]) -> float:
        """The highest share of a line's words that the text below has, minus the share that the text above has."""
        lines = [own for block in between if len(block.text) <= _LINE and len(own := words(block.text)) >= _FEWEST]
        if not lines:
            return 0.0
        above = frozenset[int]().union(*self.words_of[max(0, gap + 1 - _SIDE) : gap + 1])
        below = frozenset[int]().union(*self.words_of[gap + 1 : gap + 1 + _SIDE])
        return max(0.0, *[(len(own & below) - len(own & above)) / len(own) for own in lines])


@cache
def _log1p(count: int) -> float:
    """The logarithm as numpy computes it for arrays; counts are small."""
    return float(np.log1p(count))


def _is_dated(text: str) -> bool:
    return len(text) <= _LINE // 2 and sum(map(str.isdigit, text)) >= 4

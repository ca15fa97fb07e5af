"""Features of the article model: for each gap between two paragraphs, evidence that another article begins there.

They describe the distance of the two paragraphs in the tree, the running text on either side of their common box, the headings between
them, the names of the boxes, and the change of vocabulary.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ...models import FeatureGroup, FeatureSet, Matrix
from ...text.cohesion import Cohesion, Words
from .blocks import Outline
from .class_hints import KINDS
from .page_frame import COLUMNS as FRAME_COLUMNS
from .page_frame import Frame

_FEWEST = 3  # minimum paragraphs of a page that may have several articles
_POSSIBLE = 0.03  # paragraphs with a lower probability of being text are ignored
_HEADINGS = (1, 2, 3)
_NAMES = ("comments", "related", "footer", "side", "sign-up", "navigation", "consent", "advert", "caption", "share", "author", "body")
_KIND_OF = [list(KINDS).index(kind) for kind in _NAMES]
_REACH = 3  # paragraphs on either side over which cohesion is measured
_COMPARED = 6  # paragraphs of either box whose words are compared
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

COLUMNS = (
    ("up", "the levels from the paragraph above to the common box"),
    ("down", "the levels from the paragraph below to the common box"),
    ("nearer", "the smaller distance of the two to the common box"),
    ("text above", "the running text in the box that ends"),
    ("text below", "the running text in the box that begins"),
    ("less text", "the running text in the smaller of the two boxes"),
    ("paragraphs above", "the paragraphs in the box that ends"),
    ("paragraphs below", "the paragraphs in the box that begins"),
    ("fewer paragraphs", "the paragraphs in the smaller of the two boxes"),
    ("returns", "paragraphs further down in the box of the paragraph above"),
    *((f"h{level} between", f"h{level} between them") for level in _HEADINGS),
    ("level between", "the highest heading between them"),
    ("like first", "a heading between them of the same level as the page's first"),
    ("heads below", "a heading in the box that begins"),
    ("heads above", "a heading in the box that ends"),
    ("linked heading", "a heading between them that is a link"),
    ("between", "how many blocks are between"),
    ("characters between", "how much text is between"),
    ("links between", "how many links are between"),
    ("dated between", "a <time> between them"),
    ("alike", "boxes of the same look on both sides"),
    ("alike count", "how many boxes of that look the page has"),
    ("alike with heading", "how many of those boxes have a heading"),
    ("article boxes", "an <article> on both sides"),
    ("probability between", "the block model's probability for the blocks between"),
    ("probability above", "the block model's probability for the box that ends"),
    ("probability below", "the block model's probability for the box that begins"),
    ("paragraph above", "the block model's probability for the paragraph above"),
    ("paragraph below", "the block model's probability for the paragraph below"),
    ("page above", "how much of the page's text is above"),
    ("page below", "how much of the page's text is below"),
    ("paragraphs", "how many paragraphs the page has"),
    ("h1s", "how many <h1> the page has"),
    ("next", "whether the two boxes are adjacent"),
    ("break", f"the change of vocabulary between the {_REACH} paragraphs above and below"),
    ("shared", f"the share of words that the {_REACH} paragraphs above and below have in common"),
    ("shared sides", "the share of words that the two boxes have in common"),
    ("year between", "a year between them"),
    ("permalink between", "a heading between them that links to itself"),
    *((f"{name} above", f"a container above is named as {name}") for name in _NAMES),
    *((f"{name} below", f"a container below is named as {name}") for name in _NAMES),
    *FRAME_COLUMNS,
)


_LENGTHS = [at for at, (name, _) in enumerate(COLUMNS) if name in ("text above", "text below", "less text")]  # columns with a logarithm
_NOTHING = (*(0 for _ in _HEADINGS), 9, False, 0, 0, False, 0, 0, 0, False)  # the features of the blocks between, where there are none


class Weighed(NamedTuple):
    """A page's outline, and each block's probability of being article text; shape (blocks,)."""

    outline: Outline
    probability: Matrix


@dataclass(frozen=True, eq=False)
class Gaps:
    """The page's paragraphs as block indexes, and the features of the gaps between them; shape (paragraphs - 1, features)."""

    paragraphs: list[int]
    matrix: Matrix


def chain_of(outline: Outline, block: int) -> list[int]:
    """The boxes around a block, innermost first."""
    return list(outline.boxes.around(outline.blocks[block].box))


def describe(page: Weighed) -> Gaps:
    """The paragraphs that may be text, and the features of the gaps between them, one row per gap; no rows for fewer than 3 paragraphs."""
    outline = page.outline
    blocks, boxes = outline.blocks, outline.boxes
    probability = page.probability.astype(float).tolist()
    paragraphs = [i for i, prose in enumerate(outline.prose) if prose and probability[i] > _POSSIBLE and not blocks[i].hidden]
    if len(paragraphs) < _FEWEST:
        return Gaps(paragraphs, np.zeros((0, len(COLUMNS)), np.float32))
    chains = {i: chain_of(outline, i) for i in paragraphs}
    text: dict[int, int] = defaultdict(int)
    likely: dict[int, float] = defaultdict(float)
    count: Counter[int] = Counter()
    last: dict[int, int] = {}
    for i in paragraphs:
        for box in chains[i]:
            text[box] += len(blocks[i].text)
            likely[box] += len(blocks[i].text) * probability[i]
            count[box] += 1
        last[_parent(chains[i])] = i
    whole = _Whole(outline, sum(len(blocks[i].text) for i in paragraphs), len(paragraphs))
    cohesion = Cohesion([blocks[i].text for i in paragraphs])
    frame = Frame(outline, paragraphs, cohesion.words)
    breaks, _, shared = (measure[:, 0].tolist() for measure in cohesion.breaks((_REACH,)))
    rows, above = [], 0
    for gap, (upper, lower) in enumerate(itertools.pairwise(paragraphs)):
        above += len(blocks[upper].text)
        ups, downs = chains[upper], chains[lower]
        ancestors = set(ups)
        down, common = next((level, box) for level, box in enumerate(downs) if box in ancestors)
        up = ups.index(common)
        ending, beginning = ups[max(up - 1, 0)], downs[max(down - 1, 0)]
        parent = _parent(ups)
        returns = last[parent] > upper and (parent != common or last[parent] > lower)
        sums = (text[ending], text[beginning], count[ending], count[beginning])
        rows.append(
            (
                up,
                down,
                min(up, down),
                sums[0],
                sums[1],
                min(sums[:2]),
                sums[2],
                sums[3],
                min(sums[2:]),
                returns,
                *whole.between(upper, lower, ending, beginning),
                _mean(probability[upper + 1 : lower]) if lower > upper + 1 else -1.0,
                likely[ending] / max(sums[0], 1),
                likely[beginning] / max(sums[1], 1),
                probability[upper],
                probability[lower],
                above / whole.text,
                1 - above / whole.text,
                whole.paragraphs,
                whole.h1s,
                boxes.elements[ending].getnext() is boxes.elements[beginning],
                breaks[gap],
                shared[gap],
                _in_common(
                    cohesion.words[max(gap + 1 - min(sums[2], _COMPARED), 0) : gap + 1],
                    cohesion.words[gap + 1 : gap + 1 + min(sums[3], _COMPARED)],
                ),
                *whole.marks(upper, lower),
                *whole.names(ups[:up]),
                *whole.names(downs[:down]),
                *frame.row(gap),
            )
        )
    matrix = np.array(rows)
    matrix[:, _LENGTHS] = np.log1p(matrix[:, _LENGTHS])
    return Gaps(paragraphs, matrix.astype(np.float32))


def _mean(values: Sequence[float]) -> float:
    """The mean as numpy computes it, which adds fewer than eight values in their order, without its overhead."""
    if len(values) >= 8:
        return float(np.mean(values))
    total = 0.0
    for value in values:  # sum() is more exact in some versions of Python
        total += value
    return total / len(values)


def _in_common(above: Sequence[Words], below: Sequence[Words]) -> float:
    """The share of the smaller vocabulary that is in the other one, too; 1 if either is empty."""
    upper, lower = frozenset[int]().union(*above), frozenset[int]().union(*below)
    return len(upper & lower) / min(len(upper), len(lower)) if upper and lower else 1.0


def _parent(chain: Sequence[int]) -> int:
    return chain[1] if len(chain) > 1 else chain[0]


class _Whole:
    """The page-wide counts that the features of its gaps need."""

    def __init__(self, outline: Outline, text: int, paragraphs: int) -> None:
        self.outline, self.text, self.paragraphs = outline, max(text, 1), paragraphs
        heads = [block for block in outline.blocks if block.kind == "heading"]
        self.h1s = min(sum(head.level == 1 for head in heads), 20)
        self.first_level = heads[0].level if heads else 0
        headed = {box for head in heads for box in outline.boxes.around(head.box)}
        self.looks = [element.look for element in outline.boxes.named]
        self.of_look = Counter(self.looks)
        self.headed = Counter(look for box, look in enumerate(self.looks) if box in headed)

    def between(self, upper: int, lower: int, ending: int, beginning: int) -> tuple[float, ...]:
        """Features of the blocks between two paragraphs, and of the boxes that end and begin there."""
        look = self.looks[ending]
        alike = ending != beginning and look == self.looks[beginning]
        return (
            *(self._blocks_between(upper, lower, ending, beginning) if lower > upper + 1 else _NOTHING),
            alike,
            min(self.of_look[look], 60) if alike else 0,
            min(self.headed[look], 60) if alike else 0,
            look[0] == "article" == self.looks[beginning][0] and ending != beginning,
        )

    def _blocks_between(self, upper: int, lower: int, ending: int, beginning: int) -> tuple[float, ...]:
        boxes = self.outline.boxes
        blocks = self.outline.blocks[upper + 1 : lower]
        heads = [(at, block) for at, block in enumerate(blocks, upper + 1) if block.kind == "heading"]
        levels = [block.level for _, block in heads]
        return (
            *[levels.count(level) for level in _HEADINGS],
            min(levels, default=9),
            self.first_level in levels,
            max([7 - block.level for at, block in heads if boxes.firsts[beginning] <= at < boxes.ends[beginning]], default=0),
            max([7 - block.level for at, block in heads if boxes.firsts[ending] <= at < boxes.ends[ending]], default=0),
            any(block.linked * 2 > len(block.text) for _, block in heads),
            len(blocks),
            sum([len(block.text) for block in blocks]),
            sum([block.linked > 0 for block in blocks]),
            any(next(block.element.iter("time"), None) is not None for block in blocks[:12]),
        )

    def marks(self, upper: int, lower: int) -> tuple[bool, bool]:
        """Whether the blocks between two paragraphs have a year, and a heading with a permalink."""
        blocks = self.outline.blocks[upper + 1 : lower]
        return (
            any(_YEAR.search(block.text) for block in blocks[:12]),
            any(block.kind == "heading" and block.shown != block.text for block in blocks),
        )

    def names(self, chain: Sequence[int]) -> tuple[bool, ...]:
        """Which of _NAMES the boxes of a chain are named as."""
        named = self.outline.boxes.named
        return _names(frozenset[int]().union(*[named[box].kinds for box in chain]))


@lru_cache(maxsize=4_096)
def _names(kinds: frozenset[int]) -> tuple[bool, ...]:
    return tuple([kind in kinds for kind in _KIND_OF])


FEATURES: FeatureSet[Weighed] = FeatureSet((FeatureGroup("gaps", 3, COLUMNS, lambda page: describe(page).matrix),))

"""Several articles in one page: where the tree passes from one article's paragraphs to the next one's.

Between each two paragraphs that follow one another the tree is asked: how far up one must go to come from one to the other,
how much running text stands on either side of that point, which headings stand between, and what the elements are called.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from ... import models
from ...models import FeatureGroup, FeatureSet, Matrix, Trees
from .blocks import TreeBlock
from .names import KINDS, kinds_of
from .tree import upward

NAME = "parts"
SURE = 0.45  # the chance from which on one article ends and another begins
_FEWEST = 3  # paragraphs of an article
_REPEATED = 0.95  # the chance where a form repeats itself, which needs no weighing
_LEAST = 400  # characters
_NEAR = 2  # levels on which a name says that paragraphs are no article
_OTHERS = frozenset(list(KINDS).index(kind) for kind in ("comments", "footer", "consent", "sign-up"))
_HEADINGS = {"h1": 3, "h2": 2, "h3": 1}
_TELLING = ("comments", "related", "footer", "side", "sign-up", "navigation", "consent", "advert", "caption", "share", "author")
_KINDS = [list(KINDS).index(kind) for kind in _TELLING]

COLUMNS = (
    ("up", "how far up the tree parts it from the paragraph above"),
    ("down", "how far down the tree the paragraph below stands"),
    ("nearer", "how far apart the tree holds the two"),
    ("text above", "the running text that stands together above"),
    ("text below", "the running text that stands together below"),
    ("less text", "the running text on either side"),
    ("paragraphs above", "the paragraphs that stand together above"),
    ("paragraphs below", "the paragraphs that stand together below"),
    ("fewer paragraphs", "the paragraphs on either side"),
    ("returns", "paragraphs further down that stand with the one above"),
    *((f"{tag} between", f"{tag} between them") for tag in _HEADINGS),
    ("heads below", "a heading within what begins"),
    ("heads above", "a heading within what ends"),
    ("between", "how many blocks stand between"),
    ("characters between", "how much text stands between"),
    ("links between", "how many links stand between"),
    ("alike", "elements of one name"),
    ("page above", "how much of the page stands above"),
    ("paragraphs", "how many paragraphs the page has"),
    ("next", "two elements side by side"),
    *((f"{kind} above", f"a name above that speaks of {kind}") for kind in _TELLING),
    *((f"{kind} below", f"a name below that speaks of {kind}") for kind in _TELLING),
)


@dataclass(frozen=True, eq=False)
class Gaps:
    """The page's paragraphs, by their place among its blocks, what is told of each gap between two, and how each side is reached."""

    paragraphs: list[int]
    matrix: Matrix
    repeats: NDArray[np.bool_]  # the form of what ends above repeats itself in what begins below


def load() -> Trees:
    """The model in use."""
    return models.load(NAME).part("part", Trees, FEATURES)


class Part(NamedTuple):
    """The paragraphs of one article, by their places among the page's blocks, and the chance that it is one of its own."""

    paragraphs: list[int]
    chance: float


def find_parts(blocks: Sequence[TreeBlock]) -> list[Part]:
    """The articles of a page, in its order; what is too short or goes by another name is none."""
    gaps = describe(blocks)
    if not len(gaps.matrix):
        return [Part(gaps.paragraphs, 1.0)]
    chances = np.maximum(load().probabilities(gaps.matrix), gaps.repeats * _REPEATED)
    cut = [0, *(np.flatnonzero(chances > SURE) + 1).tolist(), len(gaps.paragraphs)]
    held = [Part(gaps.paragraphs[a:b], float(chances[a - 1]) if a else 1.0) for a, b in itertools.pairwise(cut)]
    return [part for part in held if _is_article(blocks, part.paragraphs)]


def _is_article(blocks: Sequence[TreeBlock], paragraphs: Sequence[int]) -> bool:
    if len(paragraphs) < _FEWEST or sum(len(blocks[index].text) for index in paragraphs) < _LEAST:
        return False
    common = set.intersection(*(set(upward(blocks[index].element)) for index in paragraphs))
    nearest = itertools.islice((element for element in upward(blocks[paragraphs[0]].element) if element in common), _NEAR)
    return not any(kind in _OTHERS for element in nearest for kind in kinds_of(element))


def _repeats(ending: HtmlElement, beginning: HtmlElement) -> bool:
    """Whether two elements are of one form, each with a headline of its own: an h1, or in what is called an article an h2, too."""
    if ending is beginning or ending.tag != beginning.tag or ending.get("class") != beginning.get("class"):
        return False
    heads = ("h1", "h2") if ending.tag == "article" else ("h1",)
    return all(next(element.iter(*heads), None) is not None for element in (ending, beginning))


def describe(blocks: Sequence[TreeBlock]) -> Gaps:
    """What the tree tells of the gaps between paragraphs; a row a gap, of which there is one less than paragraphs."""
    paragraphs = [index for index, block in enumerate(blocks) if block.prose]
    if len(paragraphs) < 2:
        return Gaps(paragraphs, np.zeros((0, len(COLUMNS)), np.float32), np.zeros(0, bool))
    chains = {index: list(upward(blocks[index].element)) for index in paragraphs}
    text: dict[HtmlElement, int] = defaultdict(int)
    count: Counter[HtmlElement] = Counter()
    last: dict[HtmlElement, int] = {}
    for index in paragraphs:
        for element in chains[index]:
            text[element] += len(blocks[index].text)
            count[element] += 1
        last[chains[index][1]] = index
    total = sum(len(blocks[index].text) for index in paragraphs)
    rows, repeats, above = [], [], 0
    for upper, lower in itertools.pairwise(paragraphs):
        above += len(blocks[upper].text)
        ups, downs = chains[upper], chains[lower]
        own = set(ups)
        down, common = next((level, element) for level, element in enumerate(downs) if element in own)
        up = ups.index(common)
        ending, beginning = ups[max(up - 1, 0)], downs[max(down - 1, 0)]
        between = blocks[upper + 1 : lower]
        heads = [block.element for block in between if block.element.tag in _HEADINGS]
        tags = Counter(head.tag for head in heads)
        fewer = min(count[ending], count[beginning])
        repeats.append(fewer >= _FEWEST and _repeats(ending, beginning))
        rows.append(
            (
                up,
                down,
                min(up, down),
                np.log1p(text[ending]),
                np.log1p(text[beginning]),
                np.log1p(min(text[ending], text[beginning])),
                count[ending],
                count[beginning],
                fewer,
                last[ups[1]] > upper and (ups[1] is not common or last[ups[1]] > lower),
                *(tags[tag] for tag in _HEADINGS),
                max((_HEADINGS[head.tag] for head in heads if beginning in upward(head)), default=0),
                max((_HEADINGS[head.tag] for head in heads if ending in upward(head)), default=0),
                len(between),
                sum(len(block.text) for block in between),
                sum(block.linked for block in between),
                ups[1].get("class") == downs[1].get("class"),
                above / total,
                len(paragraphs),
                ending.getnext() is beginning,
                *_kinds(ups[:up]),
                *_kinds(downs[:down]),
            )
        )
    return Gaps(paragraphs, np.array(rows, np.float32), np.array(repeats))


def _kinds(chain: Sequence[HtmlElement]) -> list[bool]:
    told: set[int] = set()
    for element in chain:
        told |= kinds_of(element)
    return [kind in told for kind in _KINDS]


def _matrix(blocks: Sequence[TreeBlock]) -> Matrix:
    return describe(blocks).matrix


FEATURES = FeatureSet([FeatureGroup("parts", 1, COLUMNS, _matrix)])

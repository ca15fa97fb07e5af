"""Features of the boxes around a block: their tags and names, their content, and their siblings of the same look."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....models import FeatureGroup, Matrix
from ..class_hints import KINDS
from .page_context import LEVELS, Ints, PageContext, side_by_side

_FAR = 12  # levels: the maximum distance; an element further up counts as absent
_ABOVE = (
    "article",
    "main",
    "aside",
    "nav",
    "footer",
    "header",
    "form",
    "figure",
    "table",
    "ul",
    "ol",
    "dl",
    "blockquote",
    "section",
    "details",
    "dialog",
    "button",
    "td",
    "li",
    "p",
    "h1",
    "h2",
    "h3",
    "noscript",
)
_SIBLING_LEVELS = 5
_SHARES = (0.3, 0.5, 0.8)  # of the page's running text
_NOWHERE = 9  # levels, if no box around the block has that share


def _above(page: PageContext) -> Matrix:
    """How many levels up the nearest box of each tag and of each kind of name is; shape (blocks, tags + kinds)."""
    elements, numbers = page.outline.distinct
    cells = b"".join([_itself(element.tag, element.kinds) for element in elements])
    nearest = np.frombuffer(cells, np.float32).reshape(-1, len(_ABOVE) + len(KINDS))[numbers]
    for boxes, parents in page.levels:
        nearest[boxes] = np.minimum(nearest[boxes], nearest[parents] + 1)
    return np.minimum(nearest[page.box], _FAR)


@lru_cache(maxsize=4_096)
def _itself(tag: str, kinds: frozenset[int]) -> bytes:
    """An element's own row of distances as float32 bytes: 0 for its tag and kinds of name, _FAR for all others."""
    row = np.full(len(_ABOVE) + len(KINDS), _FAR, np.float32)
    if tag in _ABOVE:
        row[_ABOVE.index(tag)] = 0
    row[[len(_ABOVE) + kind for kind in kinds]] = 0
    return row.tobytes()


def _content(page: PageContext) -> Matrix:
    sums = page.sums
    chars = np.maximum(sums[:, 0], 1)
    table = side_by_side(
        np.log1p(sums[:, 0]),
        np.log1p(sums[:, 1]),
        sums[:, 2] / chars,
        np.minimum(sums[:, 3], 50),
        sums[:, 4] / chars,
        np.minimum(sums[:, 5], 30),
        sums[:, 0] / page.total,
        sums[:, 6] / chars * 100,
    )
    return _of_boxes_around(page, table, LEVELS)


def _of_boxes_around(page: PageContext, table: Matrix, levels: int) -> Matrix:
    """For each block, the rows of `table` (boxes, columns) of the boxes around it; shape (blocks, levels * columns)."""
    return table[page.around[:levels].T].reshape(page.count, -1)


def grouped(numbers: Ints, values: Matrix) -> Matrix:
    """For each row, the column sums over all rows with the same group number; shape of `values`."""
    return side_by_side(*(np.bincount(numbers, column) for column in values.T))[numbers]


def _siblings(page: PageContext) -> Matrix:
    """Features of sibling boxes of the same look, such as posts of a thread, cards or teasers."""
    _, number = np.unique((page.parents + 1) * (int(page.looks.max()) + 1) + page.looks, return_inverse=True)
    box_sums = page.sums
    sums = grouped(number, np.concatenate([np.ones((len(number), 1), np.float32), box_sums[:, :4]], axis=1))
    by_group = np.argsort(number, kind="stable")
    order = np.empty(len(number), np.float32)  # how many of the same group are before it
    order[by_group] = np.arange(len(number)) - np.searchsorted(number[by_group], number[by_group])
    parent = np.where(page.parents >= 0, box_sums[np.maximum(page.parents, 0), 0], box_sums[:, 0])
    table = side_by_side(
        np.minimum(sums[:, 0], 60),
        np.log1p(sums[:, 1] / sums[:, 0]),
        sums[:, 3] / np.maximum(sums[:, 1], 1),
        np.minimum(sums[:, 4] / sums[:, 0], 20),
        sums[:, 1] / np.maximum(parent, 1),
        box_sums[:, 0] * sums[:, 0] / np.maximum(sums[:, 1], 1),
        order / sums[:, 0],
    )
    return _of_boxes_around(page, table, _SIBLING_LEVELS)


def _alike(page: PageContext) -> Matrix:
    """Features of the blocks anywhere on the page whose boxes have the same looks over one, two or three levels."""
    values = side_by_side(np.ones(page.count, np.float32), page.length, page.linked, page.prose)
    columns: list[NDArray[Any]] = []
    for numbers in page.alike:
        sums = grouped(numbers, values)
        chars = np.maximum(sums[:, 1], 1)
        columns += [
            np.log1p(sums[:, 0]),
            np.log1p(sums[:, 1]),
            sums[:, 2] / chars,
            sums[:, 3] / sums[:, 0],
            sums[:, 1] / page.total,
            np.log1p(sums[:, 1] / sums[:, 0]),
        ]
    return side_by_side(*columns)


def _core(page: PageContext) -> Matrix:
    """How many levels up a box has most of the page's running text."""
    prose = page.sums[:, 4]
    most = max(float(prose.max(initial=0)), 1.0)
    columns: list[NDArray[Any]] = []
    inside = prose[page.around]
    for share in _SHARES:
        reached = inside >= share * most
        columns.append(np.where(reached.any(axis=0), reached.argmax(axis=0), _NOWHERE))
    parent = np.maximum(page.parents[page.box], 0)
    direct = np.bincount(parent, page.prose * page.length, len(prose))
    largest = int(np.argmax(direct))
    columns += [
        direct[parent] / most,
        (page.index >= page.firsts[largest]) & (page.index < page.ends[largest]),
        np.full(page.count, direct[largest] / most),
    ]
    return side_by_side(*columns)


def _up(level: int) -> str:
    return ("its own box", "the box around that", "the box two up", "the box three up", "the box four up", "the box five up")[level]


_CONTENT = (
    ("chars", "the text in"),
    ("blocks", "the blocks in"),
    ("linked", "the share of links in"),
    ("prose", "the paragraphs of running text in"),
    ("prose share", "the share of running text in"),
    ("headings", "the headings in"),
    ("page share", "the share of the page's text in"),
    ("comma rate", "the commas in"),
)
_SIBLING = (
    ("alike", "how many siblings look like"),
    ("alike chars", "the text in siblings that look like"),
    ("alike linked", "the share of links in siblings that look like"),
    ("alike prose", "the running text in siblings that look like"),
    ("alike share", "the share of the parent's text in siblings that look like"),
    ("to alike", "the length, relative to its siblings, of"),
    ("rank alike", "the position among its siblings of"),
)
_ALIKE = (
    ("count", "how many blocks"),
    ("chars", "how much text in blocks"),
    ("linked", "the share of links in blocks"),
    ("prose", "the running text in blocks"),
    ("page share", "the share of the page's text in blocks"),
    ("mean chars", "the mean length of blocks"),
)

ABOVE = FeatureGroup(
    "above",
    1,
    (
        *((f"in {tag}", f"how near the <{tag}> around it is") for tag in _ABOVE),
        *((f"name {kind}", f"how near the container named as {kind} around it is") for kind in KINDS),
    ),
    _above,
)
CONTENT = FeatureGroup(
    "content", 1, tuple((f"{name} up {level}", f"{words} {_up(level)}") for level in range(LEVELS) for name, words in _CONTENT), _content
)
SIBLINGS = FeatureGroup(
    "siblings",
    1,
    tuple((f"{name} up {level}", f"{words} {_up(level)}") for level in range(_SIBLING_LEVELS) for name, words in _SIBLING),
    _siblings,
)
ALIKE = FeatureGroup(
    "alike",
    1,
    tuple((f"look {levels} {name}", f"{words} that look like it over {levels} level(s)") for levels in (1, 2, 3) for name, words in _ALIKE),
    _alike,
)
CORE = FeatureGroup(
    "core",
    1,
    (
        *((f"levels to {share}", f"how far up a box has {share:.0%} of the page's running text") for share in _SHARES),
        ("prose beside", "the running text in the box around it"),
        ("in largest", "whether it is in the box with most running text"),
        ("largest share", "the share of running text in the page's main box"),
    ),
    _core,
)

"""What a block's look and its place in the tree tell of whether it is text of the article: features for the weights of blocks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np
from lxml.html import HtmlElement

from ...models import FeatureGroup, FeatureSet, Matrix
from .blocks import TreeBlock
from .names import KINDS, kinds_of

_FAR = 9  # levels: an element further up says nothing
_TAGS = ("p", "li", "td", "div", "a", "figcaption", "blockquote", "button", "dt", "dd", "section", "article")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ABOVE = ("article", "main", "aside", "nav", "footer", "header", "form", "figure", "table", "ul", "ol", "blockquote", "section", "details")
_LOOK = (
    ("length", "its length"),
    ("words", "how many words it has"),
    ("stop", "how it ends"),
    ("small", "a small letter at its beginning"),
    ("digits", "the share of digits"),
    ("capitals", "the share of capitals"),
    ("commas", "how many commas it has"),
    ("bars", "bars within it"),
    ("linked", "the share of links"),
)
_AROUND = (("length", "length"), ("linked", "links"), ("prose", "running text"), ("taken", "main text"))
_SETS = (("parent", "the element it stands in"), ("grand", "what that element stands in"), ("like", "blocks of its look"))
_OF_SET = (
    ("count", "the size of"),
    ("length", "the text in"),
    ("linked", "links in"),
    ("share", "the page's share in"),
    ("taken", "main text in"),
)
_WINDOWS = (3, 8)

COLUMNS = (
    *_LOOK,
    *((f"tag {tag}", f"its tag, {tag}") for tag in _TAGS),
    ("heading", "being a heading"),
    *((f"in {tag}", f"standing in {tag}") for tag in _ABOVE),
    *((f"name {kind}", f"a name that speaks of {kind}") for kind in KINDS),
    ("depth", "how deep it stands"),
    *((f"{name} {part}", f"{words} {told}") for name, told in _SETS for part, words in _OF_SET),
    ("copies", "copies of it"),
    ("again", "standing there before"),
    ("place", "its place on the page"),
    ("text above", "how much text stands above"),
    ("below h1", "its distance to the headline"),
    ("blocks", "the size of the page"),
    ("taken", "what the extractor says of it"),
    ("from first", "its distance to where the main text begins"),
    ("to last", "its distance to where the main text ends"),
    *(
        (f"{name} {shift:+}", f"{told} of the block {abs(shift)} {'above' if shift < 0 else 'below'}")
        for shift in (-2, -1, 1, 2)
        for name, told in _AROUND
    ),
    *((f"{name} within {reach}", f"{told} around it") for reach in _WINDOWS for name, told in _AROUND),
    *((f"{name} in next {reach}", f"{told} below it") for reach in _WINDOWS for name, told in _AROUND),
)


class Context(NamedTuple):
    """The blocks of a page, of which those in the stretch `asked` have a row each; all blocks' words; 1 for those the extractor takes."""

    blocks: Sequence[TreeBlock]
    keys: Sequence[str]
    taken: Matrix
    asked: slice


def _matrix(context: Context) -> Matrix:
    """One row for each of the blocks that are asked."""
    blocks, keys, taken, asked = context
    count = len(blocks)
    length = np.array([len(block.text) for block in blocks], np.float32)
    linked = np.array([block.linked for block in blocks], np.float32) / length
    prose = np.array([block.prose for block in blocks], np.float32)
    index = np.arange(count, dtype=np.float32)
    columns = [_look(blocks[asked], length[asked], linked[asked]), *_tree(blocks[asked])]
    sets: tuple[list[Hashable], ...] = ([], [], [])
    for block in blocks:
        element = block.element
        holder = element if element.tag in ("div", "article", "section", "td", "body") else element.getparent()
        above = element.getparent()
        sets[0].append(holder)
        sets[1].append(above.getparent() if above is not None and above.getparent() is not None else above)
        sets[2].append((element.tag, element.get("class")))
    columns += [_sets(keys_of, length, linked, taken)[asked] for keys_of in sets]
    counted = Counter(keys)
    first: dict[str, int] = {}
    again = [first.setdefault(key, at) < at for at, key in enumerate(keys)]
    heads = np.flatnonzero([block.element.tag == "h1" for block in blocks])
    running = np.flatnonzero(taken * (length > 60))
    if not len(running):
        running = np.flatnonzero(taken)
    begin, end = (running[0], running[-1]) if len(running) else (-1, -1)
    columns.append(
        np.stack(
            [
                np.array([counted[key] for key in keys], np.float32),
                np.array(again, np.float32),
                index / count,
                np.cumsum(length) / length.sum(),
                np.clip(index - (heads[0] if len(heads) else -1), -50, 50),
                np.full(count, count, np.float32),
                taken,
                np.clip(index - begin, -30, 30),
                np.clip(end - index, -30, 30),
            ],
            axis=1,
        )[asked]
    )
    columns += (part[asked] for part in _neighbours(np.stack([np.log1p(length), linked, prose, taken], axis=1)))
    matrix: Matrix = np.concatenate(columns, axis=1, dtype=np.float32)
    return matrix


def _look(blocks: Sequence[TreeBlock], length: Matrix, linked: Matrix) -> Matrix:
    rows = []
    for text, _, _ in blocks:
        rows.append(
            (
                text.count(" ") + 1,
                text[-1:] in '.!?…:;。！？։؟।"”’»“」』）)',
                text[:1].islower(),
                sum(map(str.isdigit, text[:200])) / len(text[:200]),
                sum(map(str.isupper, text[:200])) / len(text[:200]),
                text.count(",") + text.count("，") + text.count("、"),
                text.count("|"),
            )
        )
    own = np.array(rows, np.float32)
    look: Matrix = np.concatenate([np.log1p(length)[:, None], own, linked[:, None]], axis=1)
    return look


def _tree(blocks: Sequence[TreeBlock]) -> list[Matrix]:
    """Tags, what stands above, and the names on the way up: how many levels away each is, at most _FAR."""
    known: dict[HtmlElement, tuple[Matrix, Matrix, int]] = {}

    def told(element: HtmlElement) -> tuple[Matrix, Matrix, int]:
        chain = []
        at = element
        while at is not None and at not in known:
            chain.append(at)
            at = at.getparent()
        tags, names, depth = (
            known[at] if at is not None else (np.full(len(_ABOVE), _FAR, np.float32), np.full(len(KINDS), _FAR, np.float32), 0)
        )
        for at in reversed(chain):
            tags, names, depth = np.minimum(tags + 1, _FAR), np.minimum(names + 1, _FAR), depth + 1
            if at.tag in _ABOVE:
                tags[_ABOVE.index(at.tag)] = 0
            for kind in kinds_of(at):
                names[kind] = 0
            known[at] = tags, names, depth
        return tags, names, depth

    found = [told(block.element) for block in blocks]
    tags = np.array([[block.element.tag == tag for tag in _TAGS] + [block.element.tag in _HEADINGS] for block in blocks], np.float32)
    return [
        tags,
        np.array([row[0] for row in found]),
        np.array([row[1] for row in found]),
        np.array([[row[2]] for row in found], np.float32),
    ]


def _sets(keys: Sequence[Hashable], length: Matrix, linked: Matrix, taken: Matrix) -> Matrix:
    """Of the blocks that share a key: how many, how long, linked, the share of the page, and how much of it is main text."""
    numbers: dict[Hashable, int] = {}
    own = np.array([numbers.setdefault(key, len(numbers)) for key in keys])
    total = np.bincount(own, length)
    parts = (
        np.bincount(own),
        np.log1p(total),
        np.bincount(own, length * linked) / total,
        total / length.sum(),
        np.bincount(own, length * taken) / total,
    )
    of_set: Matrix = np.stack(parts, axis=1)[own].astype(np.float32)
    return of_set


def _neighbours(base: Matrix) -> list[Matrix]:
    """`base` of the blocks near by, and its means around and below."""
    count, width = base.shape
    padded = np.concatenate([np.zeros((2, width), np.float32), base, np.zeros((2, width), np.float32)])
    out = [padded[2 + shift : 2 + shift + count] for shift in (-2, -1, 1, 2)]
    sums = np.concatenate([np.zeros((1, width), np.float32), np.cumsum(base, axis=0)])
    index = np.arange(count)
    around, below = [], []
    for reach in _WINDOWS:
        low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        around.append((sums[high] - sums[low]) / (high - low)[:, None])
        below.append((sums[high] - sums[index]) / (high - index)[:, None])
    return [*out, *around, *below]


FEATURES = FeatureSet([FeatureGroup("blocks", 1, COLUMNS, _matrix)])

"""Features of the blocks of a page, for the model that decides which of them are text of the article.

All of them are worked out for all blocks at once. Sums over a box are differences of running sums, since the blocks of a box are
contiguous in reading order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .blocks import Outline
from .characters import CLASSES, count
from .names import KINDS, kinds_of

Matrix = NDArray[np.float32]
Ints = NDArray[np.intp]

_FAR = 12  # levels: an element further up says nothing
_TAGS = tuple("p li td div a figcaption blockquote button dt dd section article span pre center font noscript address summary".split())
_KINDS = ("heading", "item", "row", "code", "caption", "button", "summary", "term", "definition")
_ABOVE = tuple(
    "article main aside nav footer header form figure table ul ol dl blockquote section details dialog button td li p h1 h2 h3 noscript".split()
)
_LEVELS = 6
_SIBLING_LEVELS = 5
_SHIFTS = (-4, -3, -2, -1, 1, 2, 3, 4)
_WINDOWS = (3, 10, 30)
_WORD = re.compile(r"\w+")
_TIME = re.compile(r"\d{1,2}:\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


@dataclass
class PageContext:
    """What features are worked out from: the outline, and what the page's head says of it."""

    outline: Outline
    title: str = ""
    description: str = ""
    url: str = ""
    types: frozenset[str] = frozenset()  # of JSON-LD and Open Graph, in small letters

    @cached_property
    def texts(self) -> list[str]:
        return [block.text for block in self.outline.blocks]

    @cached_property
    def count(self) -> int:
        return len(self.outline.blocks)

    @cached_property
    def length(self) -> Matrix:
        return np.array([len(text) for text in self.texts], np.float32)

    @cached_property
    def linked(self) -> Matrix:
        return np.array([block.linked for block in self.outline.blocks], np.float32)

    @cached_property
    def prose(self) -> Matrix:
        return np.array([block.prose for block in self.outline.blocks], np.float32)

    @cached_property
    def classes(self) -> Matrix:
        return count(self.texts)

    @cached_property
    def keys(self) -> list[str]:
        return [" ".join(_WORD.findall(text.lower())) for text in self.texts]

    @cached_property
    def box(self) -> Ints:
        return np.array([block.box for block in self.outline.blocks], np.intp)

    @cached_property
    def parents(self) -> Ints:
        return np.array(self.outline.boxes.parents, np.intp)

    @cached_property
    def depths(self) -> Ints:
        return np.array(self.outline.boxes.depths, np.intp)

    @cached_property
    def firsts(self) -> Ints:
        return np.array(self.outline.boxes.firsts, np.intp)

    @cached_property
    def ends(self) -> Ints:
        return np.array(self.outline.boxes.ends, np.intp)

    @cached_property
    def signatures(self) -> Ints:
        """A number for each box's tag and class; equal for boxes of one look."""
        known: dict[Hashable, int] = {}
        return np.array(
            [known.setdefault((element.tag, element.get("class")), len(known)) for element in self.outline.boxes.elements], np.intp
        )

    @cached_property
    def ancestors(self) -> Ints:
        """Boxes around each block, from its own outwards; shape (levels, blocks). The outermost one repeats."""
        rows = [self.box]
        for _ in range(_LEVELS + 2):
            above = self.parents[rows[-1]]
            rows.append(np.where(above < 0, rows[-1], above))
        return np.array(rows)

    def box_sums(self, values: Matrix) -> Matrix:
        """The sum of a value over the blocks of each box."""
        sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        return (sums[self.ends] - sums[self.firsts]).astype(np.float32)

    @cached_property
    def stats(self) -> Matrix:
        """Of each box: characters, blocks, characters in links, blocks of prose, characters of prose, headings, commas."""
        heading = np.array([block.kind == "heading" for block in self.outline.blocks], np.float32)
        values = (self.length, np.ones(self.count, np.float32), self.linked, self.prose, self.prose * self.length, heading, self.classes[:, 5])
        return np.stack([self.box_sums(value) for value in values], axis=1)


@dataclass(frozen=True)
class Group:
    names: tuple[str, ...]
    compute: Callable[[PageContext], Matrix]


GROUPS: list[Group] = []


def group(*names: str) -> Callable[[Callable[[PageContext], Matrix]], Callable[[PageContext], Matrix]]:
    def register(function: Callable[[PageContext], Matrix]) -> Callable[[PageContext], Matrix]:
        GROUPS.append(Group(names, function))
        return function

    return register


def matrix(page: PageContext) -> Matrix:
    return np.concatenate([group.compute(page) for group in GROUPS], axis=1, dtype=np.float32)


def names() -> list[str]:
    return [name for group in GROUPS for name in group.names]


@group("log length", "log words", "linked", "bold", *(f"share {name}" for name in CLASSES), "commas", "stops", "word length")
def look(page: PageContext) -> Matrix:
    length = np.maximum(page.length, 1)
    counts = page.classes
    words = counts[:, 11] + 1
    bold = np.array([block.bold for block in page.outline.blocks], np.float32)
    columns = [
        np.log1p(length),
        np.log1p(words),
        page.linked / length,
        bold / length,
        *(counts / length[:, None]).T,
        np.minimum(counts[:, 5], 30),
        np.minimum(counts[:, 4], 30),
        np.minimum(length / words, 50),
    ]
    return np.stack(columns, axis=1)


@group("ends stop", "ends question", "ends colon", "ends ellipsis", "begins small", "begins upper", "begins digit", "begins quote", "begins mark", "time", "links")
def edges(page: PageContext) -> Matrix:
    rows = []
    for block in page.outline.blocks:
        text = block.text
        first, last = text[0], text[-1]
        rows.append(
            (
                last in '.!?…。！？।؟"”»」』）)',
                last in "?？؟",
                last in ":：",
                text.endswith(("...", "…", "[…]")),
                first.islower(),
                first.isupper(),
                first.isdigit(),
                first in "\"“„«‘'「『–—-",
                not first.isalnum(),
                len(text) < 300 and _TIME.search(text) is not None,
                min(sum(mark.kind == "link" for mark in block.marks), 20),
            )
        )
    return np.array(rows, np.float32)


@group(
    *(f"tag {tag}" for tag in _TAGS),
    *(f"kind {kind}" for kind in _KINDS),
    "level",
    "numbered",
    "quoted",
    "hidden",
    "soft",
    "depth",
)
def structure(page: PageContext) -> Matrix:
    tag_of = {tag: index for index, tag in enumerate(_TAGS)}
    kind_of = {kind: index for index, kind in enumerate(_KINDS)}
    out = np.zeros((page.count, len(_TAGS) + len(_KINDS) + 6), np.float32)
    for row, block in enumerate(page.outline.blocks):
        tag, kind = tag_of.get(block.element.tag), kind_of.get(block.kind)
        if tag is not None:
            out[row, tag] = 1
        if kind is not None:
            out[row, len(_TAGS) + kind] = 1
        out[row, -6:-1] = (block.level, block.number is not None, block.quoted, block.hidden, block.soft)
    out[:, -1] = page.depths[page.box]
    return out


@group(*(f"in {tag}" for tag in _ABOVE), *(f"name {kind}" for kind in KINDS))
def above(page: PageContext) -> Matrix:
    """How many levels up the nearest box of each tag and each kind of name is."""
    elements = page.outline.boxes.elements
    tag_of = {tag: index for index, tag in enumerate(_ABOVE)}
    own = np.full((len(elements), len(_ABOVE) + len(KINDS)), _FAR, np.float32)
    for row, element in enumerate(elements):
        tag = tag_of.get(element.tag)
        if tag is not None:
            own[row, tag] = 0
        for kind in kinds_of(element):
            own[row, len(_ABOVE) + kind] = 0
    for depth in np.unique(page.depths)[1:]:
        rows = np.flatnonzero(page.depths == depth)
        inside = rows[page.parents[rows] >= 0]
        own[inside] = np.minimum(own[inside], own[page.parents[inside]] + 1)
    return np.minimum(own[page.box], _FAR)


_STAT_NAMES = ("chars", "blocks", "linked", "prose", "prose share", "headings", "page share", "comma rate")


def _box_stats(page: PageContext, boxes: Ints) -> list[Matrix]:
    stats = page.stats[boxes]
    chars = np.maximum(stats[:, 0], 1)
    total = max(float(page.length.sum()), 1.0)
    return [
        np.log1p(stats[:, 0]),
        np.log1p(stats[:, 1]),
        stats[:, 2] / chars,
        np.minimum(stats[:, 3], 50),
        stats[:, 4] / chars,
        np.minimum(stats[:, 5], 30),
        stats[:, 0] / total,
        stats[:, 6] / chars * 100,
    ]


@group(*(f"{name} up {level}" for level in range(_LEVELS) for name in _STAT_NAMES))
def boxes(page: PageContext) -> Matrix:
    return np.stack([column for level in range(_LEVELS) for column in _box_stats(page, page.ancestors[level])], axis=1)


def _group_stats(page: PageContext, own: Ints, weight: Matrix) -> Matrix:
    """Sums of `weight` columns over rows of equal number, given back to each row."""
    out = np.zeros((int(own.max()) + 1 if len(own) else 0, weight.shape[1]), np.float64)
    for column in range(weight.shape[1]):
        out[:, column] = np.bincount(own, weight[:, column], len(out))
    return out.astype(np.float32)


_SIBLING_NAMES = ("alike", "alike chars", "alike linked", "alike prose", "alike parent share", "own to alike", "rank alike")


@group(*(f"{name} up {level}" for level in range(_SIBLING_LEVELS) for name in _SIBLING_NAMES))
def siblings(page: PageContext) -> Matrix:
    """Of the boxes that hold the block: how many siblings of their look there are, and what these hold."""
    keys = (page.parents + 1) * (int(page.signatures.max()) + 1) + page.signatures
    _, own = np.unique(keys, return_inverse=True)
    stats = page.stats
    ones = np.ones((len(own), 1), np.float32)
    sums = _group_stats(page, own, np.concatenate([ones, stats[:, :4]], axis=1))[own]
    order = np.zeros(len(own), np.float32)
    seen: Counter[int] = Counter()
    for index, number in enumerate(own.tolist()):
        order[index] = seen[number]
        seen[number] += 1
    parent_chars = np.where(page.parents >= 0, stats[np.maximum(page.parents, 0), 0], stats[:, 0])
    table = np.stack(
        [
            np.minimum(sums[:, 0], 60),
            np.log1p(sums[:, 1] / sums[:, 0]),
            sums[:, 3] / np.maximum(sums[:, 1], 1),
            np.minimum(sums[:, 4] / sums[:, 0], 20),
            sums[:, 1] / np.maximum(parent_chars, 1),
            stats[:, 0] * sums[:, 0] / np.maximum(sums[:, 1], 1),
            order / sums[:, 0],
        ],
        axis=1,
    )
    return np.concatenate([table[page.ancestors[level]] for level in range(_SIBLING_LEVELS)], axis=1)


_PATH_NAMES = ("count", "chars", "linked", "prose", "page share", "mean chars")


@group(*(f"{name} of look {kind}" for kind in ("own", "own and parent", "three levels") for name in _PATH_NAMES))
def looks(page: PageContext) -> Matrix:
    """Blocks whose boxes look alike, anywhere on the page: by tag and class of one, two and three levels."""
    wide = int(page.signatures.max()) + 1
    own = page.signatures[page.ancestors[0]]
    two = own * wide + page.signatures[page.ancestors[1]]
    three = two * wide + page.signatures[page.ancestors[2]]
    total = max(float(page.length.sum()), 1.0)
    columns = []
    values = np.stack([np.ones(page.count, np.float32), page.length, page.linked, page.prose], axis=1)
    for key in (own, two, three):
        _, number = np.unique(key, return_inverse=True)
        sums = _group_stats(page, number, values)[number]
        chars = np.maximum(sums[:, 1], 1)
        columns += [
            np.log1p(sums[:, 0]),
            np.log1p(sums[:, 1]),
            sums[:, 2] / chars,
            sums[:, 3] / sums[:, 0],
            sums[:, 1] / total,
            np.log1p(sums[:, 1] / sums[:, 0]),
        ]
    return np.stack(columns, axis=1)


@group(
    "place",
    "chars above",
    "from h1",
    "h1s",
    "from heading",
    "chars from heading",
    "heading level",
    "heading linked",
    "heading is h1",
    "from first prose",
    "to last prose",
    "from last prose above",
    "to next prose below",
    "prose above",
    "prose below",
)
def position(page: PageContext) -> Matrix:
    index = np.arange(page.count, dtype=np.float32)
    chars = np.concatenate([[0.0], np.cumsum(page.length)]).astype(np.float32)
    blocks = page.outline.blocks
    heads = np.array([block.kind == "heading" for block in blocks], bool)
    h1 = np.array([block.kind == "heading" and block.level == 1 for block in blocks], bool)
    level = np.array([block.level if block.kind == "heading" else 0 for block in blocks], np.float32)
    first_h1 = int(np.argmax(h1)) if h1.any() else -1
    last_head = np.maximum.accumulate(np.where(heads, np.arange(page.count), -1))
    before = np.concatenate([[-1], last_head[:-1]])
    known = before >= 0
    at = np.maximum(before, 0)
    where = np.flatnonzero(page.prose)
    first, last = (where[0], where[-1]) if len(where) else (-1, -1)
    last_prose = np.concatenate([[-1], np.maximum.accumulate(np.where(page.prose > 0, np.arange(page.count), -1))[:-1]])
    ahead = np.where(page.prose > 0, np.arange(page.count), page.count * 2)
    next_prose = np.concatenate([np.minimum.accumulate(ahead[::-1])[::-1][1:], [page.count * 2]])
    total = max(float(page.prose.sum()), 1.0)
    prose_sum = np.cumsum(page.prose)
    return np.stack(
        [
            index / page.count,
            chars[:-1] / max(chars[-1], 1),
            np.clip(index - first_h1, -60, 120) if first_h1 >= 0 else np.full(page.count, -99),
            np.full(page.count, min(int(h1.sum()), 20)),
            np.where(known, np.minimum(index - before, 60), 99),
            np.where(known, np.log1p(np.maximum(chars[:-1] - chars[at], 0)), -1),
            np.where(known, level[at], 9),
            np.where(known, page.linked[at] / np.maximum(page.length[at], 1), -1),
            np.where(known, at == first_h1, -1),
            np.clip(index - first, -60, 60),
            np.clip(last - index, -60, 60),
            np.where(last_prose >= 0, np.minimum(index - last_prose, 60), 99),
            np.where(next_prose < page.count, np.minimum(next_prose - index, 60), 99),
            (prose_sum - page.prose) / total,
            1 - prose_sum / total,
        ],
        axis=1,
    )


@group("copies", "copy number", "is title", "title in it", "in title", "description in it", "in description", "words of prose", "name of box")
def overlap(page: PageContext) -> Matrix:
    """What a block has in common with the page's title and description, its other blocks, and the page's running text."""
    keys = page.keys
    counted = Counter(keys)
    seen: Counter[str] = Counter()
    title = set(page.title.lower().split())
    title = set(_WORD.findall(page.title.lower()))
    told = set(_WORD.findall(page.description.lower()))
    words = [set(key.split()) for key in keys]
    prose: Counter[str] = Counter()
    for block, own in zip(page.prose.tolist(), words, strict=True):
        if block:
            prose.update(own)
    rows = []
    for index, (key, own) in enumerate(zip(keys, words, strict=True)):
        size = max(len(own), 1)
        running = page.prose[index] > 0
        mine = sum((prose[word] > (1 if running else 0)) for word in own)
        rows.append(
            (
                min(counted[key], 20),
                min(seen[key], 10),
                bool(title) and own == title,
                len(own & title) / max(len(title), 1),
                len(own & title) / size,
                len(own & told) / max(len(told), 1),
                len(own & told) / size,
                mine / size,
                0,
            )
        )
        seen[key] += 1
    return np.array(rows, np.float32)


_NEAR = ("length", "linked", "prose", "heading", "same box", "same look", "stop")


@group(
    *(f"{name} {shift:+}" for shift in _SHIFTS for name in _NEAR),
    *(f"{name} {side} {reach}" for reach in _WINDOWS for side in ("above", "below") for name in ("length", "linked", "prose", "heading", "stop")),
)
def neighbours(page: PageContext) -> Matrix:
    length = np.log1p(page.length)
    linked = page.linked / np.maximum(page.length, 1)
    heading = np.array([block.kind == "heading" for block in page.outline.blocks], np.float32)
    stop = (page.classes[:, 4] > 0).astype(np.float32)
    base = np.stack([length, linked, page.prose, heading], axis=1)
    look = page.signatures[page.box]
    count = page.count
    index = np.arange(count)
    columns = []
    for shift in _SHIFTS:
        at = index + shift
        inside = (at >= 0) & (at < count)
        at = np.clip(at, 0, count - 1)
        columns.append(np.where(inside[:, None], base[at], -1))
        columns.append(np.stack([(page.box[at] == page.box) & inside, (look[at] == look) & inside, stop[at] * inside], axis=1))
    wide = np.concatenate([base, stop[:, None]], axis=1)
    sums = np.concatenate([np.zeros((1, wide.shape[1])), np.cumsum(wide, axis=0)])
    for reach in _WINDOWS:
        low, high = np.maximum(index - reach, 0), np.minimum(index + reach + 1, count)
        columns.append((sums[index] - sums[low]) / np.maximum(index - low, 1)[:, None])
        columns.append((sums[high] - sums[index + 1]) / np.maximum(high - index - 1, 1)[:, None])
    return np.concatenate(columns, axis=1)


_SHARES = (0.3, 0.5, 0.8)


@group(*(f"levels to {share}" for share in _SHARES), "prose box up", "in largest", "largest share")
def core(page: PageContext) -> Matrix:
    """How many levels up the box is that holds most of the page's running text."""
    prose = page.stats[:, 4]
    total = max(float(prose.max()) if len(prose) else 0.0, 1.0)
    columns = []
    for share in _SHARES:
        level = np.full(page.count, 9.0)
        for up in range(page.ancestors.shape[0] - 1, -1, -1):
            level = np.where(prose[page.ancestors[up]] >= share * total, up, level)
        columns.append(level)
    direct = np.bincount(np.maximum(page.parents[page.box], 0), page.prose * page.length, len(prose))
    largest = int(np.argmax(direct)) if len(direct) else 0
    columns.append(direct[np.maximum(page.parents[page.box], 0)] / total)
    index = np.arange(page.count)
    columns.append((index >= page.firsts[largest]) & (index < page.ends[largest]))
    columns.append(np.full(page.count, direct[largest] / total))
    return np.stack(columns, axis=1)


_URL_MARKS = ("forum|thread|topic|viewtopic|showthread|discussion|community|questions?/", "product|/p/|/dp/|item|shop", "docs?[./]|wiki|manual|reference|guide|api", "blog|news|article|story|20\\d\\d/", "categor|tag/|list|search|collections?/")
_TYPES = ("article", "newsarticle", "blogposting", "product", "recipe", "discussionforumposting", "qapage", "faqpage", "website", "video", "collectionpage", "itemlist", "webpage")


@group(
    "page blocks", "page chars", "page prose share", "page linked", "page prose", "page items", "page headings", "page code", "page rows", "page articles", "page forms", "page cjk", "page hidden",
    *(f"url {number}" for number in range(len(_URL_MARKS))), "url depth", "url digits", "url root", *(f"type {name}" for name in _TYPES),
)  # fmt: skip
def whole(page: PageContext) -> Matrix:
    total = max(float(page.length.sum()), 1.0)
    kinds = Counter(block.kind for block in page.outline.blocks)
    tags = Counter(element.tag for element in page.outline.boxes.elements)
    path = re.sub(r"^\w+://[^/]*", "", page.url.lower())
    row = [
        np.log1p(page.count),
        np.log1p(total),
        float((page.prose * page.length).sum()) / total,
        float(page.linked.sum()) / total,
        np.log1p(float(page.prose.sum())),
        kinds["item"] / page.count,
        kinds["heading"] / page.count,
        min(kinds["code"], 20),
        min(kinds["row"], 50),
        min(tags["article"], 30),
        min(tags["form"], 10),
        float(page.classes[:, 10].sum()) / total,
        sum(block.hidden for block in page.outline.blocks) / page.count,
        *(re.search(mark, page.url.lower()) is not None for mark in _URL_MARKS),
        path.count("/"),
        sum(map(str.isdigit, path)),
        path in ("", "/"),
        *(name in page.types for name in _TYPES),
    ]
    return np.repeat(np.array([row], np.float32), page.count, axis=0)

"""The intermediate results from which a page's features are computed, each cached."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from ....config import PAGE_TYPES
from ....models import FeatureGroup, Matrix
from ..blocks import Outline, TreeBlock
from .characters import CLASSES, count

Ints = NDArray[np.intp]
TYPES = PAGE_TYPES
LEVELS = 6  # boxes around a block that have features
_ABOVE = LEVELS + 2  # boxes around a block that are examined
_LONGEST = 1_000  # characters of a title, a description or a URL
_SCRIPT = 200_000  # characters of JSON-LD
_WORD = re.compile(r"\w+")
_ASCII_WORDS = bytes(  # for each byte of ASCII text, that of the letter or digit in lower case, or a blank; a line end stays one
    ord(char.lower()) if char.isascii() and (char.isalnum() or char in "_\n") else ord(" ") for char in map(chr, range(256))
)
_TYPE = re.compile(r'"@type"\s{0,9}:\s{0,9}\[?\s{0,9}"([A-Za-z]{3,40})"')
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")
COMMA, STOP, CJK, SPACE, DIGIT = (CLASSES.index(name) for name in ("comma", "stop", "cjk", "space", "digit"))


@dataclass
class PageContext:
    """A page's outline, URL and metadata. `types`: the types in its JSON-LD and Open Graph, in lower case.

    Arrays have one entry per block or per box; lengths are in characters.
    """

    outline: Outline
    title: str = ""
    description: str = ""
    url: str = ""
    types: frozenset[str] = frozenset()
    name_scores: Matrix | None = None  # log odds of each block by the names of the boxes around it
    word_scores: Matrix | None = None  # log odds of each block by its words
    types_found: Matrix | None = None  # probabilities of TYPES
    _computed: dict[str, Matrix] = field(default_factory=dict)  # cached feature groups that more than one model reads

    @classmethod
    def of(cls, tree: HtmlElement, outline: Outline, url: str | None, show_hidden: bool = False, kind: str | None = None) -> PageContext:
        """The context of a parsed page. `show_hidden`: hidden blocks count as visible. `kind`: the page's type, if known."""
        if show_hidden:
            outline = replace(outline, blocks=[block._replace(hidden=False) for block in outline.blocks])
        heads: dict[str, list[HtmlElement]] = {"meta": [], "title": [], "script": []}
        for element in tree.iter(*heads):
            heads[element.tag].append(element)
        meta = dict(_meta(heads["meta"]))
        title = next((meta[name] for name in _TITLES if meta.get(name)), None)
        if title is None:
            title = (heads["title"][0].text or "") if heads["title"] else ""
        description = next((meta[name] for name in _DESCRIPTIONS if meta.get(name)), "")
        types = {meta.get("og:type", "").lower()}
        for script in heads["script"]:
            if "ld+json" in (script.get("type") or "") and (text := script.text):
                types.update(name.lower() for name in _TYPE.findall(text[:_SCRIPT]))
        found = cls(outline, title[:_LONGEST], description[:_LONGEST], (url or "")[:_LONGEST], frozenset(types))
        if kind in TYPES:
            found.types_found = np.array([name == kind for name in TYPES], np.float32)
        return found

    def once(self, group: FeatureGroup[PageContext]) -> Matrix:
        """A group's features, computed on first use."""
        if group.name not in self._computed:
            self._computed[group.name] = group.compute(self)
        return self._computed[group.name]

    @property
    def blocks(self) -> Sequence[TreeBlock]:
        return self.outline.blocks

    @cached_property
    def texts(self) -> list[str]:
        return [block.text for block in self.blocks]

    @cached_property
    def count(self) -> int:
        return len(self.blocks)

    @cached_property
    def index(self) -> Ints:
        return np.arange(self.count)

    @cached_property
    def length(self) -> Matrix:
        return np.fromiter(map(len, self.texts), np.float32, self.count)

    @cached_property
    def linked(self) -> Matrix:
        """Characters in links."""
        return np.array([block.linked for block in self.blocks], np.float32)

    @cached_property
    def prose(self) -> Matrix:
        """1 for a block of running text, else 0."""
        return np.array(self.outline.prose, np.float32)

    @cached_property
    def heading(self) -> Matrix:
        return np.array([block.kind == "heading" for block in self.blocks], np.float32)

    @cached_property
    def classes(self) -> Matrix:
        """Characters of each class, see `characters`; shape (blocks, classes)."""
        return count(self.texts)

    @cached_property
    def total(self) -> float:
        """Characters of the page; at least 1."""
        return max(float(self.length.sum()), 1.0)

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each block in lower case and in order."""
        return words_in_each(self.texts)

    # --- boxes

    @cached_property
    def box(self) -> Ints:
        """For each block, the index of the box it is in."""
        return np.array([block.box for block in self.blocks], np.intp)

    @cached_property
    def parents(self) -> Ints:
        return np.array(self.outline.boxes.parents, np.intp)

    @cached_property
    def depths(self) -> Ints:
        return np.array(self.outline.boxes.depths, np.intp)

    @cached_property
    def levels(self) -> list[tuple[Ints, Ints]]:
        """(boxes, their parents) for each depth, outermost first; boxes without a parent are left out."""
        inner = np.flatnonzero(self.parents >= 0)
        order = inner[np.argsort(self.depths[inner], kind="stable")]
        cuts = np.flatnonzero(np.diff(self.depths[order])) + 1
        return [(boxes, self.parents[boxes]) for boxes in np.split(order, cuts)]

    @cached_property
    def firsts(self) -> Ints:
        return np.array(self.outline.boxes.firsts, np.intp)

    @cached_property
    def ends(self) -> Ints:
        return np.array(self.outline.boxes.ends, np.intp)

    @cached_property
    def looks(self) -> Ints:
        """For each box, a number for its look: boxes with the same tag and class have the same number."""
        known: dict[Hashable, int] = {}
        elements, numbers = self.outline.distinct
        return np.array([known.setdefault(element.look, len(known)) for element in elements], np.intp)[numbers]

    @cached_property
    def alike(self) -> list[Ints]:
        """For each block, the number of its group: blocks whose boxes have the same looks over one, two or three levels."""
        wide = int(self.looks.max()) + 1
        key, groups = np.zeros(self.count, np.intp), []
        for level in range(3):
            key = key * wide + self.looks[self.around[level]]
            groups.append(np.unique(key, return_inverse=True)[1])
        return groups

    @cached_property
    def around(self) -> Ints:
        """The boxes around each block, innermost first, the outermost one repeated; shape (levels, blocks)."""
        rows = [self.box]
        for _ in range(_ABOVE):
            above = self.parents[rows[-1]]
            rows.append(np.where(above < 0, rows[-1], above))
        return np.array(rows)

    def sum_in_boxes(self, values: Matrix) -> Matrix:
        """The sum of a value over the blocks of each box."""
        sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        found: Matrix = (sums[self.ends] - sums[self.firsts]).astype(np.float32)
        return found

    def within(self, flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """For each box, whether it or a box around it is flagged."""
        found = flags.copy()
        for boxes, parents in self.levels:
            found[boxes] |= found[parents]
        return found

    @cached_property
    def sums(self) -> Matrix:
        """For each box: characters, blocks, characters in links, blocks of prose, characters of prose, headings, commas; shape (boxes, 7)."""
        ones = np.ones(self.count, np.float32)
        values = (self.length, ones, self.linked, self.prose, self.prose * self.length, self.heading, self.classes[:, COMMA])
        return side_by_side(*map(self.sum_in_boxes, values))


def side_by_side(*columns: NDArray[Any]) -> Matrix:
    """Columns of numbers, each of the same length, as one matrix: float32, (length, columns)."""
    found = np.empty((len(columns[0]), len(columns)), np.float32)
    for number, column in enumerate(columns):
        found[:, number] = column
    return found


def _meta(elements: Sequence[HtmlElement]) -> Iterator[tuple[str, str]]:
    """(name, content) of meta tags, the first of each name."""
    known: set[str] = set()
    for meta in elements:
        name = (meta.get("property") or meta.get("name") or "").lower()
        value = meta.get("content")
        if name and value and name not in known:
            known.add(name)
            yield name, value


def words_in(text: str) -> list[str]:
    """The words of a text in lower case and in order."""
    if text.isascii():  # without the regular expression, in two thirds of its time
        return text.encode().translate(_ASCII_WORDS).decode().split()
    return _WORD.findall(text.lower())


def words_in_each(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text. ASCII texts are put together, because each call into the library takes longer than its work."""
    together = [text if text.isascii() else "" for text in texts]
    joined = "\n".join(together)
    if joined.count("\n") >= len(texts):  # lines of code
        return list(map(words_in, texts))
    lowered = joined.encode().translate(_ASCII_WORDS).decode().split("\n")
    return [line.split() if own else _WORD.findall(text.lower()) for text, own, line in zip(texts, together, lowered, strict=True)]


def words(text: str) -> set[str]:
    """The distinct words of a text in lower case."""
    return set(words_in(text))


def words_of(text: str) -> str:
    """The words of a text in lower case and in order, joined by blanks."""
    return " ".join(words_in(text))

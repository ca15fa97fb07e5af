"""A page as the readers of fields need it: its metadata, its blocks, and where its headline is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from ....backends import dates, languages
from ..blocks import Outline, TreeBlock
from ..class_hints import KINDS
from .jsonld import Linked, match
from .metadata import Evidence
from .strings import split_address, tokens

_DIVIDER = re.compile(r"(?<!\s)\s+[|–—·»•:-]+\s+|(?<!\s)\s*[|｜»_]\s*")
_MOST_HEADINGS, _MOST_LINES = 60, 400
_HEADLINE = 300  # characters of a block that can be the headline
_LOCALE = re.compile(r"/([a-z]{2}[-_][a-zA-Z]{2})(?=/)")  # in an address
_DAY_FIRST = frozenset(("gb", "uk", "au", "nz", "ie", "in", "za", "sg", "my", "ke", "ng", "pk", "hk", "mt"))
_LARGE_TAGS = {"aside": "side", "footer": "footer", "nav": "navigation", "header": "header", "figure": "caption", "form": "sign-up"}
_APART_TAGS = frozenset(("blockquote", "figure"))
_KIND = {name: number for number, name in enumerate(KINDS)}
_TAG_KINDS = {tag: _KIND[name] for tag, name in _LARGE_TAGS.items()}


class FieldPosition(NamedTuple):
    """The position of something visible relative to the headline.

    block: its number; gap: blocks from the headline, negative above it; up, down: levels of boxes from the headline to the nearest
    common box, and from there down to it; quoted: in a block quote or a figure; kinds: the kinds of names (numbers in KINDS) of the boxes on the way down.
    """

    block: int
    gap: int
    up: int
    down: int
    kinds: frozenset[int]

    quoted: bool = False

    def is_in(self, *names: str) -> bool:
        return any(_KIND[name] in self.kinds for name in names)


class _Way(NamedTuple):
    """The path from the headline to a box, with the fields of FieldPosition."""

    up: int
    down: int
    kinds: frozenset[int]
    quoted: bool


_NO_WAY = _Way(20, 0, frozenset(), False)  # to a block without a box in common with the headline


@dataclass
class FieldPage:
    """`found`: what the page's head, its data and the elements for machines state. `url`: its address; `fetched`: ISO 8601 time of the fetch."""

    root: Any
    found: Evidence
    outline: Outline
    url: str | None
    fetched: str | None
    stated_language: str | None
    _kinds: dict[int, frozenset[int]] = field(default_factory=dict)
    _ways: dict[int, _Way] = field(default_factory=dict)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The language of the longest blocks, and the one that the page states, which is often wrong."""
        longest = sorted((block.text[:300] for block in self.blocks[:400]), key=len, reverse=True)[:2]
        found = languages.identify("\n".join(longest))
        return tuple(dict.fromkeys(code for code in (found, self.stated_language) if code))

    @cached_property
    def language(self) -> str | None:
        return self.languages[0] if self.languages else None

    @cached_property
    def story(self) -> Linked | None:
        """The story in JSON-LD that the page is about: the one with its title or its URL, otherwise the first."""
        if not self.found.stories:
            return None
        # a text has the words of a headline only if it has as many characters, of which casefold() makes three at most
        least = min((sum(map(len, tokens(story.headline))) for story in self.found.stories if not story.page), default=_HEADLINE)
        shown = (block.shown for block in self.blocks if block.level == 1 and 3 * len(block.text) >= least)
        texts = [self.found.meta("og:title"), self.found.title, *shown]
        return match(self.found.stories, texts, self.found.canonical or self.url or "")

    @cached_property
    def blocks(self) -> list[TreeBlock]:
        return list(self.outline.blocks)

    @cached_property
    def prose(self) -> list[int]:
        """The numbers of the blocks of running text."""
        return [number for number, prose in enumerate(self.outline.prose) if prose]

    @cached_property
    def _stated_titles(self) -> list[str]:
        texts = [self.found.meta("og:title"), self.found.meta("twitter:title"), self.found.title]
        texts += [text for story in self.found.stories[:5] for text in (story.headline, story.name)]
        return [*texts, *_DIVIDER.split(self.found.title)]

    @cached_property
    def wordings(self) -> set[tuple[str, ...]]:
        """The words of each title in the page's head."""
        return {words for words in map(tokens, self._stated_titles) if words and sum(map(len, words)) > 3}

    @cached_property
    def worded(self) -> set[str]:
        """The titles in the page's head as texts, without letter case."""
        return {text.casefold() for text in self._stated_titles if len(text) > 3}

    @cached_property
    def headline(self) -> int | None:
        """The number of the visible headline's block: the one with a title of the page's head, otherwise the first h1; None if there is neither."""
        heads = [
            (number, block)
            for number, block in enumerate(self.blocks)
            if block.kind == "heading" and len(block.text) <= _HEADLINE and not block.hidden
        ]
        for some in ([entry for entry in heads if entry[1].level == 1], heads[:_MOST_HEADINGS]):
            for number, block in some:
                if tokens(block.shown) in self.wordings and block.linked * 2 <= len(block.text):
                    return number
        able = ((number, block) for number, block in enumerate(self.blocks) if len(block.text) <= _HEADLINE and not block.hidden)
        for number, block in islice(able, _MOST_LINES):
            if block.text.casefold() in self.worded and block.linked * 2 <= len(block.text):
                return number
        return next((number for number, block in heads if block.level == 1), None)

    @cached_property
    def _chain(self) -> dict[int, int]:
        """The boxes around the headline, each with how many levels up it is."""
        if self.headline is None:
            return {}
        return {box: level for level, box in enumerate(self.outline.boxes.around(self.blocks[self.headline].box))}

    def place(self, block: int, box: int | None = None) -> FieldPosition:
        """Where a block is, or one of the boxes at it."""
        up, down, kinds, quoted = self._way(self.blocks[block].box if box is None else box)
        return FieldPosition(block, block - self.headline if self.headline is not None else block, up, down, kinds, quoted)

    def _way(self, box: int) -> _Way:
        """The path to a box, which is the path to its parent and one level more; most blocks of a page share most of it."""
        steps: list[int] = []
        way = _NO_WAY
        while box >= 0:
            if (known := self._ways.get(box)) is not None:
                way = known
                break
            if box in self._chain:
                way = _Way(self._chain[box], 0, frozenset(), False)
                break
            if self.outline.boxes.named[box].tag == "body":
                way = _Way(0, 0, frozenset(), False)
                break
            steps.append(box)
            box = self.outline.boxes.parents[box]
        for step in reversed(steps):
            named = self.outline.boxes.named[step]
            own = named.kinds | {_TAG_KINDS[named.tag]} if named.tag in _TAG_KINDS else named.kinds
            way = _Way(way.up, way.down + 1, way.kinds | own, way.quoted or named.tag in _APART_TAGS)
            self._ways[step] = way
        return way

    def kinds(self, box: int) -> frozenset[int]:
        """The kinds of names of all boxes around, up to the body."""
        known = self._kinds.get(box)
        if known is None:
            named = self.outline.boxes.named[box]
            if named.tag in ("body", "html"):
                known = frozenset()
            else:
                above = self.outline.boxes.parents[box]
                known = named.kinds | (self.kinds(above) if above >= 0 else frozenset())
                if named.tag in _TAG_KINDS:
                    known |= {_TAG_KINDS[named.tag]}
            self._kinds[box] = known
        return known

    @staticmethod
    def numbers(names: Sequence[str]) -> list[int]:
        """The numbers of kinds in KINDS."""
        return [_KIND[name] for name in names]

    @cached_property
    def _box_of(self) -> dict[Any, int]:
        return {element: number for number, element in enumerate(self.outline.boxes.elements)}

    def place_of(self, element: Any) -> FieldPosition | None:
        """The position of an element, which may be inside a line; None if it is not in the outline."""
        up = element
        while up is not None:
            box = self._box_of.get(up)
            if box is not None:
                block = min(self.outline.boxes.firsts[box], len(self.blocks) - 1)
                return self.place(block, box) if block >= 0 else None
            up = up.getparent()
        return None

    @cached_property
    def now(self) -> datetime | None:
        return dates.moment(self.fetched)

    @cached_property
    def country(self) -> str:
        """The country code, in lower case, in the page's language tag or its host; empty if there is none."""
        lang = next((tag for element in (self.root, *self.root.iterancestors()) if (tag := element.get("lang"))), None)
        for tag in (lang, *_LOCALE.findall(self.url or "")[:1], self.found.meta("og:locale", "content-language")):
            parts = re.split(r"[-_]", (tag or "").strip()[:20])
            if len(parts) > 1 and len(parts[-1]) == 2:
                return parts[-1].lower()
        last = (split_address(self.found.canonical or self.url).hostname or "").rpartition(".")[2]
        return last if len(last) == 2 else ""

    @cached_property
    def month_first(self) -> bool:
        """Whether the page writes the month first: 5/7/2024 is in May."""
        return set(self.languages) <= {"en"} and self.country not in _DAY_FIRST

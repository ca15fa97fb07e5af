"""Hashes a page's blocks to token ids for two linear models: one reads the names of the boxes around a block, one its words.

Names are the words of class, id, role and the like, in English whatever the page's language. Words are those of the block and of the
heading above it, in the languages that the model was fitted on.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np

from ...models.arrays import Indexes
from ...models.hashed import ids_of
from .blocks import Outline

NAME_BITS, WORD_BITS = 16, 17
_PROPERTIES = ("itemprop", "itemtype")
BUCKETS = (0, 1, 2, 2, 3, 3, 3, 3, 3)  # bucket of distances by the number of levels up
_MOST_NAMES = 20  # words of an element's names that are read
_HUMP = re.compile(r"([a-z])([A-Z])")
_LETTERS = re.compile(r"[^\W\d_]{2,24}")
_TOKEN = re.compile(r"\w+|[^\w\s]")
HEAD = 240  # characters of a block that are read
_MOST_WORDS = 30  # words of a block that are read
_MOST_HEADING = 10  # words of a heading that are read
_FIRST, _LAST, _ALL = crc32(b"f"), crc32(b"l"), crc32(b"a")
_LOW = (1 << WORD_BITS) - 1
_MOST_KNOWN = 100_000  # words in the cache
_LABEL = 6  # words: a block of at most this many is also a token as a whole


def name_rows(outline: Outline) -> list[Indexes]:
    """For each block, the ids of the tags and names of the boxes around it, each combined with its bucket of distances."""
    parents = outline.boxes.parents
    element_ids = [_ids(named.tag, named.names) for named in outline.boxes.named]
    paths: dict[int, Indexes] = {}
    for block in outline.blocks:
        if block.box not in paths:
            parts, box = [], block.box
            for bucket in BUCKETS:
                if box < 0:
                    break
                parts.append(element_ids[box][bucket])
                box = parents[box]
            paths[block.box] = np.concatenate(parts)
    return [paths[block.box] for block in outline.blocks]


@lru_cache(maxsize=20_000)
def _ids(tag: str, attributes: tuple[str, ...]) -> tuple[Indexes, ...]:
    """The ids of an element's tag and names, one array per bucket of distances."""
    kept = name_words(attributes)
    near = [f"* {word}" for word in kept]
    return tuple(ids_of([f"{bucket} <{tag}>", *(f"{bucket} {word}" for word in kept), *near], NAME_BITS) for bucket in range(4))


def name_words(attributes: Sequence[str]) -> list[str]:
    """The distinct words of an element's names, given as "attribute=value", in order."""
    return list(dict.fromkeys(itertools.chain.from_iterable(map(_attribute_words, attributes))))[:_MOST_NAMES]


@lru_cache(maxsize=20_000)
def _attribute_words(attribute: str) -> list[str]:
    name, _, value = attribute.partition("=")
    mark = "property " if name in _PROPERTIES else ""
    return [mark + word.lower() for word in _LETTERS.findall(_HUMP.sub(r"\1 \2", value))]


def word_rows(outline: Outline) -> list[Indexes]:
    """For each block, the ids of its words and word pairs, of its first and last words, and of the words of the heading above."""
    rows: list[Indexes] = []
    heading: list[int] = []
    for block in outline.blocks:
        rows.append(np.array(text_ids(block.text) + heading, np.intp))
        if block.kind == "heading":
            heading = heading_ids(block.text)
    return rows


class _Word(NamedTuple):
    """The hashes of a word: the id of "w word"; the checksums of "p word" and "ff word", to be continued with a second word; and the
    bytes that continue another word's checksum.
    """

    alone: int
    pair: int
    opening: int
    second: bytes


class _Words(dict[str, _Word]):
    """A cache of words and their hashes."""

    def __missing__(self, word: str) -> _Word:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        encoded = word.encode("utf-8", "surrogatepass")
        found = self[word] = _Word(crc32(b"w " + encoded) & _LOW, crc32(b"p " + encoded), crc32(b"ff " + encoded), b" " + encoded)
        return found


_words = _Words()


def text_ids(text: str) -> list[int]:
    """The ids of a block's own words; only the first HEAD characters are read."""
    found = _found(text)
    if not found:
        return []
    words = list(map(_words.__getitem__, found))
    if len(set(found)) == len(found):
        ids, pairs = [word.alone for word in words], itertools.pairwise(words)
    else:
        ids = [_words[word].alone for word in dict.fromkeys(found)]
        pairs = (map(_words.__getitem__, pair) for pair in dict.fromkeys(itertools.pairwise(found)))  # type: ignore[assignment]
    ids += [crc32(second.second, first.pair) & _LOW for first, second in pairs]
    first, last = words[0], words[-1]
    ids += (crc32(first.second, _FIRST) & _LOW, crc32(last.second, _LAST) & _LOW)
    ids.append((crc32(words[1].second, first.opening) if len(words) > 1 else first.opening) & _LOW)
    if len(words) <= _LABEL:
        ids.append(crc32(b"".join([word.second for word in words]), _ALL) & _LOW)
    return ids


def heading_ids(text: str) -> list[int]:
    """The ids that a heading adds to the blocks below it."""
    words = [word for word in _found(text) if word.isalnum()][:_MOST_HEADING]
    found: list[int] = ids_of([*(f"h {word}" for word in words), f"ha {' '.join(words)}"], WORD_BITS).tolist()
    return found


def _found(text: str) -> list[str]:
    return _TOKEN.findall(text[:HEAD].lower())[:_MOST_WORDS]

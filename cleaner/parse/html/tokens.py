"""A page's blocks as hashed tokens, for the linear models behind two features: the names of the boxes around, and the words.

Names are the words of class, id, role and the like, in English whatever the page's language. Words are those of the block and of the
heading above it, in the languages that the model has seen.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache

import numpy as np

from ...models.arrays import Indexes
from ...models.hashed import ids_of
from .blocks import Outline

NAME_BITS, WORD_BITS = 16, 17
_PROPERTIES = ("itemprop", "itemtype")
_BUCKETS = (0, 1, 2, 2, 3, 3, 3, 3, 3)  # by how many levels up a box is
_MOST_NAMES = 20  # of an element
_HUMP = re.compile(r"([a-z])([A-Z])")
_LETTERS = re.compile(r"[^\W\d_]{2,24}")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_HEAD = 240  # characters of a block
_MOST_WORDS = 30  # of a block
_MOST_HEADING = 10  # words of a heading
_LABEL = 6  # words: a block of so few is a token by itself, too


def name_rows(outline: Outline) -> list[Indexes]:
    """For each block the ids of its boxes' tags and names, each with how near the box is."""
    parents = outline.boxes.parents
    own = [_ids(named.tag, named.names) for named in outline.boxes.named]
    paths: dict[int, Indexes] = {}
    for block in outline.blocks:
        if block.box not in paths:
            parts, box = [], block.box
            for bucket in _BUCKETS:
                if box < 0:
                    break
                parts.append(own[box][bucket])
                box = parents[box]
            paths[block.box] = np.concatenate(parts)
    return [paths[block.box] for block in outline.blocks]


@lru_cache(maxsize=20_000)
def _ids(tag: str, attributes: tuple[str, ...]) -> tuple[Indexes, ...]:
    """The ids of an element's tag and names: a list for each bucket of distances."""
    words: dict[str, None] = {}
    for attribute in attributes:
        name, _, value = attribute.partition("=")
        mark = "property " if name in _PROPERTIES else ""
        words.update(dict.fromkeys(mark + word.lower() for word in _LETTERS.findall(_HUMP.sub(r"\1 \2", value))))
    kept = list(words)[:_MOST_NAMES]
    near = [f"* {word}" for word in kept]
    return tuple(ids_of([f"{bucket} <{tag}>", *(f"{bucket} {word}" for word in kept), *near], NAME_BITS) for bucket in range(4))


def word_rows(outline: Outline) -> list[Indexes]:
    """For each block the ids of its words and pairs of words, of its first and last ones, and of the words of the heading above."""
    rows: list[Indexes] = []
    heading: list[str] = []
    for block in outline.blocks:
        found = _TOKEN.findall(block.text[:_HEAD].lower())[:_MOST_WORDS]
        tokens = {f"w {word}" for word in found}
        tokens.update([f"p {first} {second}" for first, second in itertools.pairwise(found)])
        if found:
            tokens.update((f"f {found[0]}", f"l {found[-1]}", f"ff {' '.join(found[:2])}"))
            if len(found) <= _LABEL:
                tokens.add(f"a {' '.join(found)}")
        rows.append(ids_of([*sorted(tokens), *heading], WORD_BITS))
        if block.kind == "heading":
            words = [word for word in found if word.isalnum()][:_MOST_HEADING]
            heading = [f"h {word}" for word in words] + [f"ha {' '.join(words)}"]
    return rows

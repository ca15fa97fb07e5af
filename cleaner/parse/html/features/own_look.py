"""Features of a block by itself: its characters, its first and last characters, and its element."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from ....languages.marks import ENDS_BUT_URDU, OPENING_QUOTES, QUESTION_MARKS, WIDE_OPENING_QUOTES
from ....models import FeatureGroup, Matrix
from ..blocks import Mark
from .characters import CLASSES
from .page_context import COMMA, DIGIT, SPACE, STOP, PageContext, side_by_side

_QUOTING = f"\"'{OPENING_QUOTES}{WIDE_OPENING_QUOTES}–—-"
_ENDING = f'{ENDS_BUT_URDU}"”»」』）)'
_MOST = 30  # maximum count of commas or stops
_TIME = re.compile(r"\d{1,2}:\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_DIGIT = re.compile(r"\d")
_TIME_DIGITS = 3  # that every time or date has
_TIMED = 300  # characters: a longer block is not a date line
_TAGS = (
    "p",
    "li",
    "td",
    "div",
    "a",
    "figcaption",
    "blockquote",
    "button",
    "dt",
    "dd",
    "section",
    "article",
    "span",
    "pre",
    "center",
    "font",
    "noscript",
    "address",
    "summary",
)
_KINDS = ("heading", "item", "row", "code", "caption", "button", "summary", "term", "definition")
_TAG_COLUMN = {tag: column for column, tag in enumerate(_TAGS)}
_KIND_COLUMN = {kind: column for column, kind in enumerate(_KINDS, len(_TAGS))}
_NONE = len(_TAGS) + len(_KINDS)  # a column that is written over: for tags and kinds without a column of their own


def _characters(page: PageContext) -> Matrix:
    length, counts = np.maximum(page.length, 1), page.classes
    words = counts[:, SPACE] + 1
    bold = np.array([block.bold for block in page.blocks], np.float32)
    columns = (
        np.log1p(length),
        np.log1p(words),
        page.linked / length,
        bold / length,
        *(counts / length[:, None]).T,
        np.minimum(counts[:, COMMA], _MOST),
        np.minimum(counts[:, STOP], _MOST),
        np.minimum(length / words, 50),
    )
    return side_by_side(*columns)


def _edges(page: PageContext) -> Matrix:
    texts = page.texts
    ends = b"".join([_at_end(text[-3:]) for text in texts])
    beginnings = b"".join([_at_beginning(text[0]) for text in texts])
    timed = np.zeros(page.count, bool)
    is_ascii = np.fromiter(map(str.isascii, texts), bool, page.count)
    may_be_timed = (page.length < _TIMED) & ~(is_ascii & (page.classes[:, DIGIT] < _TIME_DIGITS))
    for number in np.flatnonzero(may_be_timed).tolist():
        text = texts[number]
        timed[number] = _DIGIT.search(text) is not None and _TIME.search(text) is not None
    links = [_links(block.marks) if block.linked else 0 for block in page.blocks]
    return np.concatenate(
        [
            np.frombuffer(ends, np.bool_).reshape(page.count, -1),
            np.frombuffer(beginnings, np.bool_).reshape(page.count, -1),
            timed[:, None],
            np.array(links)[:, None],
        ],
        axis=1,
        dtype=np.float32,
    )


def _links(marks: Sequence[Mark]) -> int:
    """The number of links among the marks of a block with linked text, at most 20."""
    return 1 if len(marks) == 1 else min([mark.kind for mark in marks].count("link"), 20)


@lru_cache(maxsize=4_096)
def _at_end(end: str) -> bytes:
    """The columns about the end of a text, by its last three characters; one byte each."""
    last = end[-1]
    return bytes((last in _ENDING, last in QUESTION_MARKS, last in ":：", end.endswith(("...", "…", "[…]"))))


@lru_cache(maxsize=4_096)
def _at_beginning(first: str) -> bytes:
    """The columns about the beginning of a text, by its first character; one byte each."""
    return bytes((first.islower(), first.isupper(), first.isdigit(), first in _QUOTING, not first.isalnum()))


def _element(page: PageContext) -> Matrix:
    named = page.outline.boxes.named
    tags = [_TAG_COLUMN.get(named[block.box].tag, _NONE) for block in page.blocks]
    kinds = [_KIND_COLUMN.get(block.kind, _NONE) for block in page.blocks]
    out = np.zeros((page.count, _NONE + 6), np.float32)
    out[page.index, tags] = out[page.index, kinds] = 1
    flags = [(block.level, block.number is not None, block.quoted, block.hidden, block.soft) for block in page.blocks]
    out[:, _NONE:-1] = np.fromiter(chain.from_iterable(flags), np.float32, 5 * page.count).reshape(-1, 5)
    out[:, -1] = page.depths[page.box]
    return out


CHARACTERS = FeatureGroup(
    "characters",
    1,
    (
        ("length", "its length"),
        ("words", "how many words it has"),
        ("linked", "how much of it is links"),
        ("bold", "how much of it is bold"),
        *((f"share {name}", f"its share of characters of the class {name}") for name in CLASSES),
        ("commas", "how many commas it has"),
        ("stops", "how many sentence ends it has"),
        ("word length", "the length of its words"),
    ),
    _characters,
)
EDGES = FeatureGroup(
    "edges",
    1,
    (
        ("ends stop", "whether it ends like a sentence"),
        ("ends question", "a question mark at its end"),
        ("ends colon", "a colon at its end"),
        ("ends ellipsis", "an ellipsis at its end"),
        ("begins small", "a lower-case letter at its beginning"),
        ("begins capital", "a capital at its beginning"),
        ("begins digit", "a digit at its beginning"),
        ("begins quote", "a quotation mark at its beginning"),
        ("begins mark", "no letter or digit at its beginning"),
        ("time", "a date or time in it"),
        ("links", "how many links it has"),
    ),
    _edges,
)
ELEMENT = FeatureGroup(
    "element",
    1,
    (
        *((f"tag {tag}", f"whether its element is <{tag}>") for tag in _TAGS),
        *((f"kind {kind}", f"whether it is a block of kind {kind}") for kind in _KINDS),
        ("level", "its level as a heading or list item"),
        ("numbered", "whether it is a numbered item"),
        ("quoted", "whether it is in a block quote"),
        ("hidden", "whether it is hidden"),
        ("soft", "whether only a line break divides it from the block above"),
        ("depth", "how deep in the tree it is"),
    ),
    _element,
)

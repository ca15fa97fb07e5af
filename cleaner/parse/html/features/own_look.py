"""Features of a block by itself: its characters, its first and last characters, and its element."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from ....languages.marks import ENDS_BUT_URDU, OPENING_QUOTES, QUESTION_MARKS, WIDE_OPENING_QUOTES
from ....models import FeatureGroup, Matrix
from .characters import CLASSES
from .page_context import COMMA, SPACE, STOP, PageContext

_QUOTING = f"\"'{OPENING_QUOTES}{WIDE_OPENING_QUOTES}–—-"
_ENDING = f'{ENDS_BUT_URDU}"”»」』）)'
_MOST = 30  # maximum count of commas or stops
_TIME = re.compile(r"\d{1,2}:\d\d|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_DIGIT = re.compile(r"\d")
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
_COLUMN = {name: column for column, name in enumerate((*_TAGS, *(f"kind {kind}" for kind in _KINDS)))}
_NONE = len(_COLUMN)  # a spare column for tags and kinds without a column of their own


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
    return np.stack(columns, axis=1, dtype=np.float32)


def _edges(page: PageContext) -> Matrix:
    rows = []
    for block in page.blocks:
        text = block.text
        timed = len(text) < _TIMED and _DIGIT.search(text) is not None and _TIME.search(text) is not None
        links = min([mark.kind for mark in block.marks].count("link"), 20) if block.marks else 0
        rows.append((*_at_end(text[-3:]), *_at_beginning(text[0]), timed, links))
    return np.array(rows, np.float32)


@lru_cache(maxsize=4_096)
def _at_end(end: str) -> tuple[bool, ...]:
    """The columns about the end of a text, by its last three characters."""
    last = end[-1]
    return last in _ENDING, last in QUESTION_MARKS, last in ":：", end.endswith(("...", "…", "[…]"))


@lru_cache(maxsize=4_096)
def _at_beginning(first: str) -> tuple[bool, ...]:
    """The columns about the beginning of a text, by its first character."""
    return first.islower(), first.isupper(), first.isdigit(), first in _QUOTING, not first.isalnum()


def _element(page: PageContext) -> Matrix:
    named = page.outline.boxes.named
    tags = [_COLUMN.get(named[block.box].tag, _NONE) for block in page.blocks]
    kinds = [_COLUMN.get(f"kind {block.kind}", _NONE) for block in page.blocks]
    out = np.zeros((page.count, _NONE + 1 + 6), np.float32)
    out[page.index, tags] = out[page.index, kinds] = 1
    out[:, -6:-1] = [(block.level, block.number is not None, block.quoted, block.hidden, block.soft) for block in page.blocks]
    out[:, -1] = page.depths[page.box]
    return np.delete(out, _NONE, axis=1)


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

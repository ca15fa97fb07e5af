"""An HTML page to the text of its articles: the main text that trafilatura finds, each line with its place in the tree."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from lxml.html import HtmlElement

from ...data import Document, Place
from . import tree, weigh
from .blocks import TreeBlock, read_blocks
from .extract import extract

__all__ = ["Reading", "read_html"]


class Reading(NamedTuple):
    """The lines of a page's text, each with its place in the tree where it is known, and the fields that the page states."""

    lines: list[str]
    places: list[Place | None]
    given: dict[str, Any]


def read_html(document: Document) -> Reading:
    """Read the main text and the fields of a page."""
    page = tree.load(document.text)
    if page is None:
        return Reading([], [], {})
    given: dict[str, Any] = {}
    tree.lighten(page)
    blocks = read_blocks(page)
    lines, places = _main_text(page, blocks, document.url)
    return Reading(lines, places, given)


def _main_text(page: HtmlElement, blocks: list[TreeBlock], url: str | None) -> tuple[list[str], list[Place | None]]:
    """What the extractor takes, weighed, and in their order the blocks about it that are surely text of the article."""
    lines = extract(page, url)
    keys = [weigh.key_of(block.text) for block in blocks]
    found = weigh.match(lines, keys)
    taken = np.zeros(len(blocks), np.float32)
    taken[[index for index in found if index is not None]] = 1
    chances = weigh.chances(blocks, keys, taken)
    places = [None if index is None else _place(blocks[index], chances.get(index, 1.0)) for index in found]
    return lines, places


def _place(block: TreeBlock, chance: float) -> Place:
    return Place(block.element.tag, block.element.sourceline or 0, round(chance, 3))

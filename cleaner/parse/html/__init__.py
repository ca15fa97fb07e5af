"""An HTML page to the text of its articles: the main text that trafilatura finds, each line with its place in the tree."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, NamedTuple

import numpy as np
from lxml.html import HtmlElement

from ...data import Document, Place
from . import tree, weigh
from .blocks import TreeBlock, read_blocks
from .extract import extract
from .parts import Part, find_parts

__all__ = ["Reading", "Story", "read_html"]


class Story(NamedTuple):
    """An article of a page: its lines, each with its place in the tree where that is known, and how sure it is that it is one."""

    lines: list[str]
    places: list[Place | None]
    confidence: float


class Reading(NamedTuple):
    """The articles of a page in its order, and the fields that the page states."""

    stories: list[Story]
    given: dict[str, Any]


def read_html(document: Document) -> Reading:
    """Read the articles and the fields of a page."""
    page = tree.load(document.text)
    if page is None:
        return Reading([], {})
    given: dict[str, Any] = {}
    tree.lighten(page)
    blocks = read_blocks(page)
    parts = find_parts(blocks)
    if len(parts) < 2:
        return Reading([_story(page, blocks, document.url)], given)
    return Reading([_story(*_alone(page, blocks, part, parts), document.url, part.chance) for part in parts], given)


def _alone(page: HtmlElement, blocks: Sequence[TreeBlock], part: Part, parts: Sequence[Part]) -> tuple[HtmlElement, list[TreeBlock]]:
    """A copy of the page without the other articles."""
    own = {element for index in part.paragraphs for element in tree.upward(blocks[index].element)}
    for other in parts:
        if other is not part:
            for index in range(other.paragraphs[0], other.paragraphs[-1] + 1):
                above = None
                for element in tree.upward(blocks[index].element):
                    if element in own:
                        break
                    above = element
                if above is not None:
                    above.set(_OTHER, "")
    copy = deepcopy(page)
    for element in page.iterfind(f".//*[@{_OTHER}]"):
        del element.attrib[_OTHER]
    for element in copy.findall(f".//*[@{_OTHER}]"):
        element.drop_tree()
    return copy, read_blocks(copy)


_OTHER = "data-other-article"


def _story(page: HtmlElement, blocks: Sequence[TreeBlock], url: str | None, confidence: float = 1.0) -> Story:
    """What the extractor takes, each line with the chance that it is text of the article."""
    lines = extract(page, url)
    keys = [weigh.key_of(block.text) for block in blocks]
    found = weigh.match(lines, keys)
    taken = np.zeros(len(blocks), np.float32)
    taken[[index for index in found if index is not None]] = 1
    chances = weigh.chances(blocks, keys, taken)
    return Story(lines, [None if index is None else _place(blocks[index], chances.get(index, 1.0)) for index in found], confidence)


def _place(block: TreeBlock, chance: float) -> Place:
    return Place(block.element.tag, block.element.sourceline or 0, round(chance, 3))

"""An HTML page to its articles: the main text that trafilatura finds, each line with its place in the tree, and the fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from lxml.html import HtmlElement

from ...data import Place
from ..story import Story
from . import tree, weigh
from .apart import alone, container
from .back import SURE, bring_back

from .extract import extract
from .fields import read_fields, read_fields_of, stories_of
from .parts import find_parts

__all__ = ["read_html"]

_MOST = 100  # articles of a page: each is read in a copy of it, and a page of more is a list rather than a scroll


def read_html(markup: str, url: str | None = None, flat: bool = False) -> list[Story]:
    """The articles of a page, in its order; the first one's fields are those the page states of itself.

    Raises TooDeep for a page that may not have been read to its end, unless it is known to be `flat`.
    """
    page = tree.load(markup, flat)
    if page is None:
        return []
    given = read_fields(page, url)
    tree.lighten(page)
    blocks = read_blocks(page)
    parts = find_parts(blocks)
    if not 2 <= len(parts) <= _MOST:
        return [_story(page, blocks, url, given)]
    linked = stories_of(page)
    stories: list[Story] = []
    for part in parts:
        fields = read_fields_of(container(blocks, part, parts), linked, given.get("language"))
        if not stories:  # the page states the first one's, but may be named after none of them where it has no headline of its own
            headless = page.find(".//h1") is None
            fields = {**given, "title": fields["title"]} if headless and "title" in fields else given
        own = alone(page, blocks, part, parts)
        stories.append(_story(own, read_blocks(own), url, fields, part.chance))
    return stories


def _story(page: HtmlElement, blocks: Sequence[TreeBlock], url: str | None, given: Mapping[str, Any], confidence: float = 1.0) -> Story:
    """What the extractor takes, each line with the chance that it is text of the article, and what it lost, brought back."""
    lines = extract(page, url)
    keys = [weigh.key_of(block.text) for block in blocks]
    found = weigh.match(lines, keys)
    taken = np.zeros(len(blocks), np.float32)
    taken[[index for index in found if index is not None]] = 1
    chances = weigh.chances(blocks, keys, taken)
    lines = [f"• {line[2:]}" if line.startswith("- ") and index is not None else line for line, index in zip(lines, found, strict=True)]
    places = [None if index is None else _place(blocks[index], chances.get(index, 1.0)) for index in found]
    back = bring_back(blocks, keys, found, chances)
    for at, index in reversed(back):  # from the end, so that places above stay as they are
        chance = chances.get(index, 0.0)
        lines.insert(at, blocks[index].text)
        places.insert(at, _place(blocks[index], chance if chance > SURE else 0.0))
    return Story(lines, places, confidence, given)


def _place(block: TreeBlock, chance: float) -> Place:
    return Place(block.element.tag, block.element.sourceline or 0, round(chance, 3))

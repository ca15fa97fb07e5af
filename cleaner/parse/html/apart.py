"""One of several articles of a page by itself."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from .blocks import TreeBlock
from .parts import Part
from .tree import upward

_OTHER = "data-other-article"  # marks what goes


def container(blocks: Sequence[TreeBlock], part: Part, parts: Sequence[Part]) -> HtmlElement:
    """The largest element that holds paragraphs of this article and of no other."""
    others = {element for other in parts if other is not part for index in other.paragraphs for element in upward(blocks[index].element)}
    own = blocks[part.paragraphs[0]].element
    for element in upward(own):
        if element in others:
            break
        own = element
    return own


def alone(page: HtmlElement, blocks: Sequence[TreeBlock], part: Part, parts: Sequence[Part]) -> HtmlElement:
    """A copy of the page without the other articles."""
    own = {element for index in part.paragraphs for element in upward(blocks[index].element)}
    marked = [
        element
        for other in parts
        if other is not part
        for index in range(other.paragraphs[0], other.paragraphs[-1] + 1)
        if (element := _highest(blocks[index].element, own)) is not None
    ]
    for element in marked:
        element.set(_OTHER, "")
    copy = deepcopy(page)
    for element in marked:
        element.attrib.pop(_OTHER, None)
    for element in copy.findall(f".//*[@{_OTHER}]"):
        element.drop_tree()
    return copy


def _highest(element: HtmlElement, own: set[HtmlElement]) -> HtmlElement | None:
    """The highest element above that holds nothing of the article's own."""
    found = None
    for above in upward(element):
        if above in own:
            break
        found = above
    return found

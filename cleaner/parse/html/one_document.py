"""Gaps at which no article can begin, by the tree alone: between sections of one document, and inside an interrupted body.

The article model reads lengths and vocabulary, so it may divide a long chapter from the next one, or a body from its part below an
advert or a fact box. Two structures rule that out: sections nested inside the section that the document's <h1> opens, and paragraphs in
the box of the page's only <h1> without a heading between them that could be a headline. Key points above the body, known by the name of
their box, are never an article of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .blocks import Boxes, Outline

_SECTION = re.compile(r"(?:^|[\s_-])(?:sub)*(?:section|sect\d*|chapter)(?:[\s_-]|\d|$)", re.IGNORECASE)
_BYLINE = re.compile(r"byline|author|posted|published", re.IGNORECASE)
_KEY_POINTS = re.compile(
    r"(?:^|[\s_-])(?:key[\s_-]?(?:points?|takeaways?|facts?)|takeaways?|highlights?|tl-?dr|bullet-?points|at-a-glance|in-brief|article-?summary)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_NAMES = 300  # characters of a box's names that are searched
_STORY_LEVELS = (1, 2)  # of headings that open a story
_FACTS = 60  # characters below the heading of a fact box
_HEADS = ("header", "hgroup")


def goes_on(outline: Outline, upper: int, lower: int) -> bool:
    """Whether block `lower`, the next paragraph below block `upper`, belongs to the same document."""
    if any(_is_dated(outline, i) for i in range(upper + 1, lower)):
        return False  # text with a date or byline of its own may be a story
    return _is_nested_section(outline, lower) or _is_body_in_parts(outline, upper, lower)


def follows_key_points(outline: Outline, upper: int, lower: int) -> bool:
    """Whether block `upper` is in a box of key points at the head of the article that block `lower` is in, without a heading between."""
    boxes = outline.boxes
    points = (box for box in _around(outline, upper) if not _holds(boxes, box, lower))
    named = any(
        _KEY_POINTS.search(f"{boxes.elements[box].get('class') or ''} {boxes.elements[box].get('id') or ''}"[:_NAMES]) for box in points
    )
    return named and _is_body_in_parts(outline, upper, lower)


def _is_dated(outline: Outline, block: int) -> bool:
    element = outline.blocks[block].element
    return element.tag == "time" or element.find(".//time") is not None or _BYLINE.search(element.get("class") or "") is not None


def _is_nested_section(outline: Outline, block: int) -> bool:
    """Whether a block is in a section nested inside the box that a document's <h1> opens."""
    in_section = False
    for box in _around(outline, block):
        first = outline.boxes.firsts[box]
        if in_section and first < block and _is_h1(outline, first) and _opened_by(outline, first) == box:
            return True
        in_section = in_section or _is_section(outline.boxes, box)
    return False


def _opened_by(outline: Outline, heading: int) -> int | None:
    """The box that a heading opens: the innermost one around it with running text."""
    boxes = outline.boxes
    for box in _around(outline, heading):
        if any(outline.prose[boxes.firsts[box] : boxes.ends[box]]):
            return box
    return None


def _is_section(boxes: Boxes, box: int) -> bool:
    element = boxes.elements[box]
    return element.tag == "section" or (element.tag == "div" and _SECTION.search(element.get("class") or "") is not None)


def _is_body_in_parts(outline: Outline, upper: int, lower: int) -> bool:
    """Whether two paragraphs are in the same box below its only <h1>, without a heading between them that could open a story."""
    boxes = outline.boxes
    above = set(_around(outline, upper))
    common = next((box for box in _around(outline, lower) if box in above), None)
    owner = next((box for box in boxes.around(-1 if common is None else common) if _holds_headline(outline, box, upper)), None)
    if common is None or owner is None or boxes.elements[owner].tag == "body":
        return False
    heads = [i for i in range(upper + 1, lower) if outline.blocks[i].kind == "heading"]
    return not heads or (_child(outline, common, upper) == _child(outline, common, lower) and _are_facts(outline, heads, common, lower))


def _holds_headline(outline: Outline, box: int, upper: int) -> bool:
    """Whether a box has exactly one <h1>, above block `upper`."""
    boxes = outline.boxes
    found = [i for i in range(boxes.firsts[box], boxes.ends[box]) if _is_h1(outline, i)]
    return len(found) == 1 and found[0] < upper


def _are_facts(outline: Outline, heads: Sequence[int], common: int, lower: int) -> bool:
    """Whether each heading between two parts of a body opens a fact box: a separate box with text in it."""
    boxes = outline.boxes
    for head in heads:
        around = [box for box in _around(outline, head) if common in boxes.around(boxes.parents[box]) and not _holds(boxes, box, lower)]
        if not around or outline.blocks[head].level in _STORY_LEVELS or boxes.elements[around[-1]].tag in _HEADS:
            return False
        inside = range(head + 1, boxes.ends[around[-1]])
        if sum(len(outline.blocks[i].text) for i in inside) < _FACTS:
            return False
    return True


def _child(outline: Outline, common: int, block: int) -> tuple[str, str | None] | None:
    """The look of the outermost box inside `common` around a block."""
    boxes = outline.boxes
    inside = [box for box in _around(outline, block) if common in boxes.around(boxes.parents[box])]
    return boxes.named[inside[-1]].look if inside else None


def _is_h1(outline: Outline, block: int) -> bool:
    return outline.blocks[block].kind == "heading" and outline.blocks[block].level == 1


def _holds(boxes: Boxes, box: int, block: int) -> bool:
    return boxes.firsts[box] <= block < boxes.ends[box]


def _around(outline: Outline, block: int) -> Iterator[int]:
    """The boxes around a block, innermost first."""
    return outline.boxes.around(outline.blocks[block].box)

"""The reader that keeps what trafilatura extracts as the main text; the page's other blocks are recorded as dropped."""

from __future__ import annotations

from collections.abc import Sequence

import lxml.etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from ...data import Place
from ..reader_result import USUAL, PageText, Reading, Story, TextBlock
from . import tree
from .blocks import TreeBlock
from .features.page_context import words_of
from .fields import read_fields
from .outline import read_outline


def read_by_trafilatura(markup: str, url: str | None = None, how: Reading = USUAL) -> PageText:
    """The text of a page, of which the blocks that trafilatura extracts are kept.

    Raises TooDeep for a page that may not have been parsed to its end, unless `how.flat`.
    """
    page = tree.load(markup, how.flat)
    if page is None:
        return PageText()
    outline = read_outline(page)
    given = read_fields(page, url, outline, how.fetched)
    blocks = outline.blocks
    lines = extract(page, url)
    kept, missing = _matched(lines, blocks)
    out = []
    for number, block in enumerate(blocks):
        out += [TextBlock(line) for line in missing.get(number, ())]
        place = Place(block.element.tag, block.element.sourceline or 0, float(kept[number]), kept[number], block.kind, block.level)
        out.append(TextBlock(block.text, place, block.soft))
    out += [TextBlock(line) for line in missing.get(len(blocks), ())]
    return PageText(out, (Story(given=given),))


def extract(page: HtmlElement, url: str | None) -> list[str]:
    """The lines of trafilatura's main text, in order; [] if it finds none. The tree is not changed."""
    try:
        found = bare_extraction(page, url=url, favor_recall=True, include_comments=False, with_metadata=False)
    except (lxml.etree.LxmlError, ValueError, RecursionError, AttributeError):
        return []
    text = getattr(found, "text", None) or ""
    return [line for line in (line.strip() for line in text.split("\n")) if line]


def _matched(lines: Sequence[str], blocks: Sequence[TreeBlock]) -> tuple[list[bool], dict[int, list[str]]]:
    """Which blocks have the words of one of the lines, and the lines without such a block, by the index of the block they precede."""
    places: dict[str, list[int]] = {}
    for number, block in enumerate(blocks):
        places.setdefault(words_of(block.text), []).append(number)
    kept, last = [False] * len(blocks), -1
    missing: dict[int, list[str]] = {}
    for line in lines:
        found = places.get(words_of(line))
        if found:
            last = next((number for number in found if number > last), found[0])
            kept[last] = True
        else:
            missing.setdefault(last + 1, []).append(line)
    return kept, missing

"""Keeps lists in the middle of the text: a list between two kept paragraphs belongs to the article, whatever its probabilities."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from ...languages.marks import CLOSERS, SENTENCE_ENDS
from .features import PageContext

_TAGS = ("ul", "ol", "dl", "table")
_MOST = 80  # blocks of a list
_LINKED = 0.5  # share of characters in links with which a list must be announced by a colon
_ANNOUNCED = (":", "：", "︰")
_SENTENCE = 30  # minimum characters of a paragraph that goes on below a list
_NO_TEXT = re.compile(
    r"relat|share|social|nav|menu|\btags?\b|toolbar|crumb|promo|more|recommend|popular|trend|newsletter|meta|byline|author|widget|sponsor|advert|comment",
    re.IGNORECASE,
)


def close_lists(page: PageContext, kept: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """`kept` with each list added that has kept text just above and below it in the same box; a list of links must be announced."""
    out = kept.copy()
    boxes = page.outline.boxes
    linked = page.linked
    for i, named in enumerate(boxes.named):
        if named.tag not in _TAGS:
            continue
        first, end = boxes.firsts[i], boxes.ends[i]
        if not 0 < end - first <= _MOST or kept[first:end].all():
            continue
        if first == 0 or end >= page.count or not (kept[first - 1] and kept[end]) or not _beside(page, i, first - 1, end):
            continue
        element = boxes.elements[i]
        if _NO_TEXT.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300]) or any(
            block.hidden for block in page.blocks[first:end]
        ):
            continue
        announced = page.blocks[first - 1].text.endswith(_ANNOUNCED)
        if announced or float(linked[first:end].sum()) < _LINKED * float(page.length[first:end].sum()):
            out[first:end] = True
    return out


def _beside(page: PageContext, box: int, above: int, below: int) -> bool:
    """Whether the blocks above and below a box are text, and in the box around it."""
    parent = page.outline.boxes.parents[box]
    inside = all(page.box[block] == parent or page.parents[page.box[block]] == parent for block in (above, below))
    upper, lower = page.blocks[above], page.blocks[below]
    headed = upper.kind == "heading" and page.outline.boxes.elements[box].tag == "table"
    goes_on = (
        lower.prose
        or lower.kind == "heading"
        or (len(lower.text) >= _SENTENCE and lower.text.rstrip(CLOSERS).endswith(tuple(SENTENCE_ENDS)))
    )
    return inside and (upper.prose or headed or upper.text.endswith(_ANNOUNCED)) and goes_on

"""Candidate sources of the title: JSON-LD, meta tags, the browser tab, microdata, headings and lines above the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from ..blocks import TreeBlock
from .field_page import FieldPage
from .strings import one_line, tokens
from .title import broken_off

_MOST = 60  # wordings
_MOST_LD, _MOST_PARTS, _MOST_HEADINGS, _MOST_LINES = 8, 5, 16, 5
_LONGEST = 300  # characters
_DIVIDER = re.compile(
    r"(?<!\s)\s+[|–—·»«•*:/~>‹›<\\-]{1,3}\s+|(?<!\s)\s*[|｜ㅣ»│]\s*|(?<=\w):\s+|(?<=[^\W\d_])_+(?=[^\W\d_])|(?<!\s)\s+::\s+|(?<=[\u3400-\u9fff”】！？])-(?=[\u3400-\u9fff])"
)
_FIRM = re.compile(r"[|｜ㅣ»│·•–—_]|\s-\s")  # a separator that is more often between a title and a site's name than inside a title
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|\[\[|<%|%[a-z_]+%|\$\{|^(?:undefined|null|none|untitled|title|nan|object object)$", re.IGNORECASE)
_NAMED = (
    "headline", "title", "parsely-title", "sailthru.title", "dc.title", "citation_title", "dcterms.title", "og:novel:book_name", "article:title",
    "hdl", "mediator", "cxenseparse:title", "twitter:text:title",
)  # fmt: skip
_EDGE = "¶§# \t"


class Wording(NamedTuple):
    """One possible wording of the title. text: as it is on the page. source: one of SOURCES. whole: for a part, the text that it is part of.

    first, last: whether a part begins or ends that text. firm: whether its separator is more often next to a site's name.
    block: its number if it is visible. rank: among those of its source, from 0.
    """

    text: str
    source: str
    whole: str = ""
    first: bool = True
    last: bool = True
    firm: bool = True
    block: int | None = None
    rank: int = 0


SOURCES = (
    "linked headline", "linked name", "linked page", "linked other", "shared", "shared part", "tweeted", "tab", "tab part", "meta", "microdata",
    "h1", "h2", "heading", "marked", "line",
)  # fmt: skip


def wordings(page: FieldPage) -> list[Wording]:
    """All wordings with words that are not placeholders of a template."""
    found = [*_linked(page), *_metas(page), *_tab(page), *_headings(page), *_lines(page)]
    out = (one._replace(text=_clean(one.text)) for one in found)
    return [one for one in out if 0 < len(one.text) <= _LONGEST and not _PLACEHOLDER.search(one.text) and tokens(one.text)][:_MOST]


def _clean(text: str) -> str:
    """A visible line without soft hyphens and double escapes."""
    return (text if text.isascii() and "&" not in text else one_line(text)).strip(_EDGE)


def _linked(page: FieldPage) -> Iterator[Wording]:
    main = page.story
    for rank, node in enumerate(page.found.nodes[:_MOST_LD]):
        if node is main and not node.page:
            yield Wording(node.headline, "linked headline", rank=rank)
            yield Wording(node.name, "linked name", rank=rank)
        elif not node.other:
            for text in dict.fromkeys((node.headline, node.name)):
                yield Wording(text, "linked page", rank=rank)
        elif node.name:
            yield Wording(node.name, "linked other", rank=rank)


def _metas(page: FieldPage) -> Iterator[Wording]:
    shared = page.found.meta("og:title")
    if any(broken_off(shared, block.shown) for block in page.blocks if block.kind == "heading"):
        shared = ""
    yield Wording(shared, "shared")
    yield from _parts(shared, "shared part")
    yield Wording(page.found.meta("twitter:title"), "tweeted")
    for rank, text in enumerate(page.found.all(*_NAMED)[:4]):
        yield Wording(text, "meta", rank=rank)


def _tab(page: FieldPage) -> Iterator[Wording]:
    yield Wording(page.found.title, "tab")
    yield from _parts(page.found.title, "tab part")


def _parts(text: str, source: str) -> Iterator[Wording]:
    """The parts between separators: each prefix and suffix of the text, and each single part."""
    cuts = list(islice(_DIVIDER.finditer(text[:_LONGEST]), _MOST_PARTS))
    starts, ends = [0, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), len(text)]
    firm = [True, *(_FIRM.search(cut[0]) is not None for cut in cuts), True]
    last = len(cuts)
    for i, start in enumerate(starts):
        for j in range(i, last + 1):
            if (i, j) != (0, last):
                yield Wording(text[start : ends[j]], source, text, i == 0, j == last, firm[i] and firm[j + 1])


def _headings(page: FieldPage) -> Iterator[Wording]:
    ranks: dict[str, int] = {}
    for number, block in islice(
        ((n, block) for n, block in enumerate(page.blocks) if block.kind == "heading" and not block.hidden), _MOST_HEADINGS
    ):
        source = "h1" if block.level == 1 else "h2" if block.level == 2 else "heading"
        yield Wording(block.shown, source, block=number, rank=ranks.setdefault(source, 0))
        ranks[source] += 1


def _lines(page: FieldPage) -> Iterator[Wording]:
    """Lines marked as headlines, and the first lines above the text that could be one: not every page has headings."""
    marked = lines = 0
    for number, block in enumerate(page.blocks[:400]):
        if block.kind == "heading" or block.hidden or not 3 < len(block.text) <= _LONGEST or block.linked * 2 > len(block.text):
            continue
        if marked < _MOST_LINES and _is_marked(block):
            yield Wording(block.shown, "marked", block=number, rank=marked)
            marked += 1
        elif lines < _MOST_LINES and (block.bold * 2 > len(block.text) or block.text.casefold() in page.worded):
            yield Wording(block.shown, "line", block=number, rank=lines)
            lines += 1


_TITLE_CLASS = re.compile(r"title|headline|heading|subject|topic|titre|titel|titulo", re.IGNORECASE)


def _is_marked(block: TreeBlock) -> bool:
    element = block.element
    return _is_title_class(element.get("class") or "") or (element.get("itemprop") or "") in ("headline", "name")


@lru_cache(maxsize=20_000)
def _is_title_class(names: str) -> bool:
    return _TITLE_CLASS.search(names[:300]) is not None

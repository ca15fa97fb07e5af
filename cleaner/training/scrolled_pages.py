"""Composes saved pages of endless scroll from whole pages of one site, with the site's own boxes around each article.

Such a page holds its first article's whole page, and of each further article what the site's script appended: the article's box, a larger
box around it, or the whole body with its bar, menu and footer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from random import Random
from typing import Any

from ..measure import folded
from ..parse.html import tree
from ..parse.html.outline import read_outline
from .boosting import SEED
from .data import Data, Example

SCROLLED = "composed scrolled"  # the origin and the style of such pages
_TYPES = ("article", "general")
_LEAST_PARAGRAPHS, _LEAST_CHARS, _MOST_CHARS = 3, 500, 400_000
_MOST_OF_SITE = 8  # pages made from one site's
_KEY = 80  # characters of a block that are searched for in the gold
_WRAPPERS = ("infinite-item", "post-wrapper", "next-article", "page", "")


def scrolled_pages(data: Data) -> Iterator[Example]:
    """At most _MOST_OF_SITE pages of two to four articles for each domain with more than one page."""
    rng = Random(SEED)
    sites: dict[str, list[Example]] = defaultdict(list)
    for example in data.examples("page", doubtful=False):
        if _usable(example):
            sites[example.domain].append(example)
    for domain, pages in sorted(sites.items()):
        for number in range(min(_MOST_OF_SITE, len(pages)) if len(pages) > 1 else 0):
            parts = rng.sample(pages, min(len(pages), rng.choice((2, 2, 3, 4))))
            markup = _joined([part.text for part in parts], [part.articles[0].paragraphs for part in parts], rng)
            if markup:
                articles = tuple(part.articles[0] for part in parts)
                domains = (domain,) * len(parts)
                yield replace(parts[0], id=f"scrolled-{domain}-{number}", kind="page stream", text=markup, articles=articles, domains=domains, origin=SCROLLED, style=SCROLLED)  # fmt: skip


def _usable(example: Example) -> bool:
    texts = example.articles[0].paragraphs
    return (
        example.type in _TYPES
        and len(example.text) <= _MOST_CHARS
        and len(texts) >= _LEAST_PARAGRAPHS
        and sum(map(len, texts)) >= _LEAST_CHARS
    )


def _joined(markups: Sequence[str], golds: Sequence[Sequence[str]], rng: Random) -> str:
    """The markup of the first page with the articles of the others below its own; empty if an article is not found on its page."""
    pages = [tree.load(markup, flat=True) for markup in markups]
    bodies = [_body(page, gold) if page is not None else None for page, gold in zip(pages, golds, strict=True)]
    boxes = [body for body in bodies if body is not None]
    if len(boxes) < len(markups) or pages[0] is None:
        return ""
    levels = rng.choice((0, 0, 1, 1, 2, 3, 99))  # above the innermost box with the article's paragraphs
    wrapper = rng.choice(_WRAPPERS) if rng.random() < 0.4 else None
    last = _outer(boxes[0], levels)
    for box in boxes[1:]:
        own = deepcopy(_outer(box, levels))
        own.tail = None
        if own.tag == "body":
            own.tag = "div"
        if wrapper is not None:
            outer = own.makeelement("div", {"class": wrapper} if wrapper else {})
            outer.append(own)
            own = outer
        if last.tag == "body":
            last.append(own)
        else:
            last.addnext(own)
            last = own
    return tree.markup_of(pages[0])


def _body(page: Any, gold: Sequence[str]) -> Any | None:
    """The innermost element with all blocks of a page that the gold has; None if there are fewer than two."""
    text = f" {folded(' '.join(gold))} "
    found = [block.element for block in read_outline(page).blocks if block.prose and f" {folded(block.text)[:_KEY]}" in text]
    if len(found) < 2:
        return None
    around = [element for element in (found[0], *found[0].iterancestors()) if isinstance(element.tag, str)]
    for element in found[1:]:
        own = {element, *element.iterancestors()}
        around = [each for each in around if each in own]
    return around[0] if around and around[0].tag != "html" else None


def _outer(element: Any, levels: int) -> Any:
    """The element `levels` above, at most the body."""
    for _ in range(levels):
        parent = element.getparent()
        if parent is None or element.tag == "body" or parent.tag == "html":
            break
        element = parent
    return element

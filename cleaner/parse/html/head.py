"""What a page's head says of the page as a whole, as far as the block model asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from .block_features import PageContext
from .blocks import Outline

_LONGEST = 1_000
_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"([A-Za-z]{3,40})"')
_TITLES = ("og:title", "twitter:title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description")


def page_context(tree: HtmlElement, outline: Outline, url: str | None) -> PageContext:
    """What the features of a page's blocks are worked out from."""
    told = dict(_told(tree))
    title = next((told[name] for name in _TITLES if told.get(name)), None)
    if title is None:
        found = tree.find(".//title")
        title = (found.text or "") if found is not None else ""
    description = next((told[name] for name in _DESCRIPTIONS if told.get(name)), "")
    types = {told.get("og:type", "").lower()}
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            types.update(name.lower() for name in _TYPE.findall(script.text[:200_000]))
    return PageContext(outline, title[:_LONGEST], description[:_LONGEST], (url or "")[:_LONGEST], frozenset(types))


def _told(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """The meta tags, the first of each name."""
    known: set[str] = set()
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        value = meta.get("content")
        if name and value and name not in known:
            known.add(name)
            yield name, value

"""The fields of an HTML page: title, authors, dates, language, address, outlet and captions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, cast

from ....languages import codes_with, facts, words
from ....schema import readers
from ..blocks import Outline
from ..outline import read_outline
from . import visible_fields
from .author_sources import byline_blocks
from .choice import Chosen, choose_authors, choose_published, choose_title, choose_updated
from .date_sources import mentions
from .field_page import FieldPage
from .jsonld import Linked, linked_stories, match
from .metadata import Evidence, gather
from .strings import address, visible

__all__ = [
    "Linked",
    "byline_blocks",
    "field_page",
    "headline_text",
    "linked_stories",
    "match",
    "read_fields",
    "read_fields_of",
    "stories_of",
]

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?$")
_SLIPS = {slip: code for code in sorted(codes_with("mistaken_codes")) for slip in words("mistaken_codes", code)}


def read_fields(root: Any, url: str | None = None, outline: Outline | None = None, fetched: str | None = None) -> dict[str, Any]:
    """The fields of the page under `root` (an lxml element); fields without a value are left out.

    title, authors, captions (lists), published, updated (ISO 8601), language (ISO 639 code), source (the canonical
    address), site (the outlet's name), field_confidence (field -> probability that it is right). `outline` is the page's, where it is known;
    `fetched` the ISO 8601 time of the fetch.
    """
    page = field_page(root, url, outline, fetched)
    found, story = page.found, page.story
    chosen = {"title": choose_title(page), **_chosen(page)}
    headline = page.blocks[page.headline].element if page.headline is not None else None
    container = visible_fields.holder(headline, root) if headline is not None else root
    fields: dict[str, Any] = {
        **_further(page),
        **{name: one.value for name, one in chosen.items() if one is not None},
        "language": _language(found, story),
        "source": found.canonical or address(found.meta("og:url"), url) or (address(story.url, url) if story else ""),
        "site": found.site(),
        "captions": visible_fields.captions(found.captions, container),
        "field_confidence": {name: round(one.confidence, 3) for name, one in chosen.items() if one is not None},
    }
    return {name: value for name, value in fields.items() if value}


def field_page(root: Any, url: str | None, outline: Outline | None = None, fetched: str | None = None) -> FieldPage:
    """The page under `root` (an lxml element), as the readers of fields need it."""
    found = gather(root, url)
    story = next(iter(found.stories), None)
    return FieldPage(root, found, outline or read_outline(root), url, fetched, _language(found, story))


def stories_of(root: Any) -> list[Linked]:
    """The stories in the JSON-LD of the page under `root`."""
    return gather(root, None).stories


def read_fields_of(element: Any, stories: Iterable[Linked] = (), language: str | None = None, fetched: str | None = None) -> dict[str, Any]:
    """The fields of one story of several, chosen among the candidates within its container `element`.

    Of `stories`, the page's JSON-LD, the one that its headline names or links to is among them. `language` is the page's, `fetched` the
    ISO 8601 time of the fetch.
    """
    headline = _headline_of(element)
    title = headline_text(element)
    link = next((one.get("href") for one in headline.iter("a")), None) if headline is not None else None
    story = match(list(stories), [title], address(link), alone=False)
    found = gather(element, None)
    if story is not None:
        found.stories, found.nodes = [story, *found.stories], [story, *found.nodes]
    page = FieldPage(element, found, read_outline(element), story.url if story else None, fetched, language)
    chosen = _chosen(page)
    fields = {
        **_further(page),
        **{name: one.value for name, one in chosen.items() if one is not None},
        "title": title,
        "source": address(story.url) if story else "",
        "captions": visible_fields.captions(found.captions, element),
        "field_confidence": {name: round(one.confidence, 3) for name, one in chosen.items() if one is not None},
    }
    return {name: value for name, value in fields.items() if value}


def headline_text(element: Any) -> str:
    """The headline of a story in its container `element`; empty if it has none."""
    headline = _headline_of(element)
    return visible(headline) if headline is not None else ""


def _headline_of(element: Any) -> Any:
    return next((found for tag in ("h1", "h2", "h3") for found in element.iter(tag) if visible(found)), None)


def _further(page: FieldPage) -> dict[str, Any]:
    """The fields whose reader the table of fields names."""
    return {name: _reader(dotted)(page) for name, dotted in readers().items()}


def _reader(dotted: str) -> Callable[[FieldPage], Any]:
    module, _, function = dotted.rpartition(".")
    return cast(Callable[[FieldPage], Any], getattr(import_module(f"{__name__}.{module}"), function))


def _chosen(page: FieldPage) -> dict[str, Chosen | None]:
    """Authors and dates, each chosen among its candidates."""
    dated = mentions(page)
    published = choose_published(page, dated)
    return {
        "authors": choose_authors(page),
        "published": published,
        "updated": choose_updated(dated, published.value if published else None),
    }


def _language(found: Evidence, story: Linked | None) -> str | None:
    """The language that the story, the page or its share tags declare, as a bare code ("en" for "en-GB")."""
    tags = [
        story.language if story else "",
        found.root.get("lang"),
        found.meta("og:locale", "content-language", "language", "dc.language", "inlanguage"),
    ]
    codes = [match[1].lower() for text in tags if text and (match := _CODE.match(text.strip()))]
    return next((_SLIPS.get(code) or facts("used_as").get(code, code) for code in codes), None)

"""The fields of an HTML page: title, authors, dates, language, address, outlet and captions, from all that the page says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from . import moments, shown
from .evidence import Evidence, gather
from .linked import Linked, linked_stories
from .people import names
from .title import agreed, is_outlet, page_title
from .words import address, tokens, visible

__all__ = ["Linked", "linked_stories", "match", "read_fields", "read_fields_of", "stories_of"]

_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "article:published", "parsely-pub-date", "sailthru.date", "citation_publication_date",
    "citation_date", "dc.date.issued", "dcterms.created", "dc.date", "dc.date.created", "date.issued", "pubdate", "publishdate", "publish-date", "publish_date",
    "article.published", "datecreated", "og:article:published_time", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "originalpublicationdate",
    "publication_date", "last-published", "date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "article:modified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
)
_AUTHORS = (
    "author", "article:author", "article:author_name", "parsely-author", "og:author", "cxenseparse:author", "articleauthor", "byl", "byline",
    "sailthru.author", "article:byline", "authors", "dcsext.author", "twitter:data1",
)  # fmt: skip
_LIBRARY = ("citation_author", "dc.creator", "dcterms.creator", "dc.contributor.author")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?$")
_SLIPS = {
    "nb": "no",
    "nn": "no",
    "kr": "ko",
    "jp": "ja",
    "cn": "zh",
    "ua": "uk",
    "cz": "cs",
    "gr": "el",
    "dk": "da",
}  # countries for languages
_LONG_URL = 2_000
_MOST_HEADINGS = 60


def read_fields(root: Any, url: str | None = None) -> dict[str, Any]:
    """The fields that the page under `root` (an lxml element) tells, without those it does not.

    title, authors, captions (lists), published, updated (ISO 8601), language (ISO 639 code), source (the canonical
    address), site (the outlet's name).
    """
    found = gather(root, url)
    story = match(found.stories, _wordings(found), found.canonical or url or "")
    headlines = _headlines(found)
    title = page_title(found, story, [text for _, text in headlines])
    headline = _chosen(headlines, title)
    language = _language(found, story)
    published, updated = _dates(found, story, headline, language)
    container = shown.holder(headline, root) if headline is not None else root
    fields = {
        "title": title,
        "authors": _authors(found, story, headline),
        "published": published,
        "updated": updated,
        "language": language,
        "source": found.canonical or address(found.meta("og:url"), url) or (address(story.url, url) if story else ""),
        "site": found.site(),
        "captions": shown.captions(found.captions, container),
    }
    return {name: value for name, value in fields.items() if value}


def stories_of(root: Any) -> list[Linked]:
    """The stories in the JSON-LD of the page under `root`."""
    return gather(root, None).stories


def read_fields_of(element: Any, stories: Iterable[Linked] = (), language: str | None = None) -> dict[str, Any]:
    """The fields of one story of several: what its container `element` shows, and the one of `stories` that its headline names or links to."""
    headline = next((found for tag in ("h1", "h2", "h3") for found in element.iter(tag) if visible(found)), None)
    title = visible(headline) if headline is not None else ""
    link = next((one.get("href") for one in headline.iter("a")), None) if headline is not None else None
    story = match(list(stories), [title], address(link), alone=False)
    published, updated = shown.times(element.iter("time"), element, language)
    if published is None and headline is not None:
        published = shown.printed_date(headline, element, language)
    fields = {
        "title": title,
        "authors": (names(story.authors) if story else []) or (shown.byline(headline, element) if headline is not None else []),
        "published": (moments.iso(story.published, language) if story else None) or published,
        "updated": (moments.iso(story.updated, language) if story else None) or updated,
        "source": address(story.url) if story else "",
        "captions": shown.captions(element.iter("figcaption"), element),
    }
    return {name: value for name, value in fields.items() if value}


def match(stories: list[Linked], wordings: list[str], url: str, alone: bool = True) -> Linked | None:
    """The story with one of these headlines, or at this address; with `alone`, else the first."""
    known = {tokens(text) for text in wordings if text}
    page = _bare(url)
    for story in stories:
        if tokens(story.headline) in known and not story.page:
            return story
    for story in stories:
        if page and _bare(story.url) == page and not story.page:
            return story
    return next(iter(stories), None) if alone else None


def _bare(url: str) -> str:
    """An address without what does not tell one page from another."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url[:_LONG_URL]).rstrip("/")


def _wordings(found: Evidence) -> list[str]:
    return [found.meta("og:title"), found.meta("twitter:title"), found.title, *(visible(element) for element in found.headlines[:5])]


def _headlines(found: Evidence) -> list[tuple[Any, str]]:
    """The visible headlines: the h1s; without one, what is marked as the headline, or words as the page's head does."""
    shown = [(element, text) for element in found.headlines if (text := visible(element))]
    if shown:
        return shown
    known = {tokens(text) for text in _wordings(found)} | {tokens(story.headline) for story in found.stories[:5]}
    others = [(element, text) for element in islice(found.root.iter("h2", "h3"), _MOST_HEADINGS) if (text := visible(element))]
    return [
        (element, text) for element, text in others if element.get("itemprop") == "headline" or (tokens(text) and tokens(text) in known)
    ]


def _chosen(headlines: list[tuple[Any, str]], title: str) -> Any:
    """The element of the visible headline: the one that words the title so, else the first."""
    wanted = tokens(agreed([text for _, text in headlines], [title]))
    return next((element for element, text in headlines if tokens(text) == wanted), None)


def _authors(found: Evidence, story: Linked | None, headline: Any) -> list[str]:
    """Who wrote it: persons in JSON-LD, in meta tags, about the headline, in this order; and only then the outlet itself."""
    outlets = found.outlets()
    told = [names(story.authors) if story else [], names(found.all(*_LIBRARY), surname_first=True)]
    told += [names(found.all(name)) for name in _AUTHORS]
    for people in told:
        if people and not all(is_outlet(name, outlets) for name in people):
            return people
    if headline is not None and (people := shown.byline(headline, found.root)):
        return people
    return next((people for people in told if people), [])


def _dates(found: Evidence, story: Linked | None, headline: Any, language: str | None) -> tuple[str | None, str | None]:
    published = moments.first(
        [*([story.published] if story else []), *found.all(*_PUBLISHED), *(one.published for one in found.stories if one.page)], language
    )
    updated = moments.first([*([story.updated] if story else []), *found.all(*_UPDATED)], language)
    if published is None or updated is None:
        container = shown.holder(headline, found.root) if headline is not None else found.root
        seen, changed = shown.times(found.times, container, language)
        published, updated = published or seen, updated or changed
    if published is None and headline is not None:
        published = shown.printed_date(headline, found.root, language)
    published = published or moments.in_address(found.canonical or found.url or "")
    return published, updated if (updated or "")[:10] >= (published or "")[:10] else None


def _language(found: Evidence, story: Linked | None) -> str | None:
    """The language that the page states: of the story, of the page, of what is shared; the code alone, of a tag such as "en-GB"."""
    told = [
        story.language if story else "",
        found.root.get("lang"),
        found.meta("og:locale", "content-language", "language", "dc.language", "inlanguage"),
    ]
    codes = [match[1].lower() for text in told if text and (match := _CODE.match(text.strip()))]
    return next((_SLIPS.get(code, code) for code in codes), None)

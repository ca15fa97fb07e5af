"""Everything on a page that can state a field, collected in one pass over the few elements that hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .jsonld import Linked, linked_nodes
from .strings import address, one_line, split_address, tokens

_TAGS = ("meta", "link", "title", "script", "time", "h1", "figcaption")
MARKS = frozenset(
    (
        "itemprop", "rel", "pubdate", "datetime", "ts", "data-datetime", "data-date", "data-time", "data-timestamp", "data-utime", "data-published",
        "created-timestamp", "title", "data-testid", "data-pubdate", "data-publish-date", "data-published-date", "data-date-published", "data-created",
        "data-created-at", "data-livestamp", "data-epoch",
    )
)  # fmt: skip
DATE_MARKS = frozenset(
    (
        "datetime", "ts", "data-datetime", "data-date", "data-time", "data-timestamp", "data-utime", "data-published", "created-timestamp",
        "pubdate",
    )
)  # fmt: skip
_SIGNING = frozenset(("itemprop", "rel", "data-testid"))
_DATING = DATE_MARKS | {"itemprop"}
_ITEM = re.compile(r"date|author|creator", re.IGNORECASE)
_MOST_MARKED = 3_000  # elements
_MOST = 60  # values of one name, elements of one tag
_MOTTO = re.compile(r"(?<!\s)\s+[|–—·:-]\s+")
_NO_NAME = re.compile(r"https?:|www\.|[@/#]")
_MOST_WORDS = 6  # maximum of words of an outlet's name; some templates put the headline there
_COUNTRY = 3  # maximum of letters of the parts of a host that do not name an outlet


@dataclass(slots=True)
class Evidence:
    """The metadata of a page: its meta tags by name, its JSON-LD, and the visible elements that state fields."""

    root: Any
    url: str | None
    metas: dict[str, list[str]] = field(default_factory=dict)
    title: str = ""
    canonical: str = ""
    headlines: list[Any] = field(default_factory=list)  # h1 elements
    times: list[Any] = field(default_factory=list)
    captions: list[Any] = field(default_factory=list)  # figcaption elements
    # elements with an attribute that is for machines: those that can name an author, and those that can hold a date
    signed: list[Any] = field(default_factory=list)
    dated: list[Any] = field(default_factory=list)
    stories: list[Linked] = field(default_factory=list)
    nodes: list[Linked] = field(default_factory=list)  # the stories, and what else JSON-LD describes

    def meta(self, *names: str) -> str:
        """The first value among these names, in their order."""
        return next((value for name in names for value in self.metas.get(name, ())), "")

    def all(self, *names: str) -> list[str]:
        """The values of these names, in their order."""
        return [value for name in names for value in self.metas.get(name, ())]

    def site(self) -> str:
        """The outlet's name as the page states it, without its motto."""
        texts = [*self.all("og:site_name", "application-name"), *(story.site for story in self.stories)]
        names = (_MOTTO.split(name)[0].strip() for name in texts)
        return next((name for name in names if name and not _NO_NAME.match(name)), "")

    def outlets(self) -> frozenset[str]:
        """All spellings of the outlet's name, without spaces: those the page states, and the parts of its host."""
        texts = [self.site(), *self.all("application-name", "apple-mobile-web-app-title"), *(story.site for story in self.stories[:5])]
        host = (split_address(self.canonical or self.url or "").hostname or "").removeprefix("www.").split(".")
        texts += [".".join(host), *(part for part in host[:-1] if len(part) > _COUNTRY or part is host[0])]
        words = (tokens(name) for name in texts)
        return frozenset("".join(name) for name in words if 0 < len(name) <= _MOST_WORDS)


def gather(root: Any, url: str | None) -> Evidence:
    """Collect the metadata in one pass over `root`, a page's tree."""
    found = Evidence(root, url)
    scripts: list[str] = []
    shelves = {"h1": found.headlines, "time": found.times, "figcaption": found.captions}
    for element in root.iter(*_TAGS):
        tag = element.tag
        if tag == "meta":
            _note(found, element)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower() and element.text:
                scripts.append(element.text)
        elif tag == "link":
            if not found.canonical and "canonical" in (element.get("rel") or "").lower().split():
                found.canonical = _page_address(element.get("href"), url)
        elif tag == "title":
            found.title = found.title or one_line(element.text)
        elif len(shelves[tag]) < _MOST:
            shelves[tag].append(element)
    nodes = linked_nodes(scripts)
    _take_marked(found)
    found.stories = [node for node in nodes if not node.other]
    found.nodes = nodes
    return found


def _take_marked(found: Evidence) -> None:
    """The elements with one of MARKS, in the page's order: a pass in Python takes half as long as an XPath that asks for them."""
    marked = [element for element in found.root.iter("*") if not MARKS.isdisjoint(element.keys())]
    left = _MOST_MARKED
    for element in marked:
        if element.tag == "meta" and not _is_in_text(element):
            continue
        names = element.keys()
        if not _SIGNING.isdisjoint(names):
            found.signed.append(element)
        if not _DATING.isdisjoint(names) or ("title" in names and "class" in names):
            found.dated.append(element)
        left -= 1
        if not left:
            break


def _is_in_text(element: Any) -> bool:
    """Whether a meta tag is microdata in the page's body: it describes the item around it, which may be a related story, not the page."""
    prop = element.get("itemprop")
    return prop is not None and _ITEM.search(prop) is not None and next(element.iterancestors("body"), None) is not None


def _note(found: Evidence, element: Any) -> None:
    """One meta tag, under each of its names."""
    value = one_line(element.get("content") or element.get("value"), 1_000)
    if not value or _is_in_text(element):
        return
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        if name := element.get(attribute):
            known = found.metas.setdefault(name.strip().lower(), [])
            if len(known) < _MOST and value not in known:
                known.append(value)


def _page_address(link: str | None, url: str | None) -> str:
    """The canonical URL; not that of the front page, which some templates state on every page."""
    found = address(link, url)
    lost = (
        found
        and split_address(found).path in ("", "/")
        and not split_address(found).query
        and url
        and split_address(url).path not in ("", "/")
    )
    return "" if lost else found

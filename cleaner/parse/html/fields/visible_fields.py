"""What the reader sees about a headline: who wrote it, when, and the captions of its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from lxml.etree import XPath

from . import dates
from .authors import persons
from .strings import one_line, visible

_HOLDERS = ("article", "main")
_CLIMB = 7  # ancestors of a headline that are looked through for its byline
_BESIDE = 30  # elements before and behind
_MOST = 60  # elements with a byline's class in one of them
_FEW = 40  # captions, names
_BYLINE = XPath(
    "descendant-or-self::*[@class[contains(., 'uthor') or contains(., 'yline') or contains(., 'autor') or contains(., 'writer')]"
    " or @rel[contains(., 'author')] or @itemprop[contains(., 'author')] or @data-testid[contains(., 'author') or contains(., 'byline')]]"
)
_DATED = XPath(
    "descendant-or-self::*[@class[contains(., 'date') or contains(., 'Date') or contains(., 'time') or contains(., 'publi')"
    " or contains(., 'datum') or contains(., 'fecha')] or @itemprop[contains(., 'date')]]"
)
# containers of other stories, of comments, and of what belongs to a picture
_APART = re.compile(
    r"comment|teaser|related|recommend|sidebar|widget|promo|footer|newsletter|caption|image|photo|picture|avatar|bio\b|follow|social|share|login|card__"
    r"|most-|popular|trending|preview|appetizer|foto|bild",
    re.IGNORECASE,
)
_APART_TAGS = frozenset({"aside", "footer", "nav", "figure", "figcaption", "form", "blockquote", "script", "style", "button"})
_UPDATE = re.compile(r"updat|modif|aktualis|actuali|mise|maj\b|edited|oppdater|opdater|uppdater|aggiorn|atualiz|güncel|last", re.IGNORECASE)


def holder(headline: Any, root: Any) -> Any:
    """The container of the story under `headline`: the nearest that pages use for it, else the whole page."""
    return next(headline.iterancestors(*_HOLDERS), root)


def byline(headline: Any, root: Any) -> list[str]:
    """The persons named nearest to the headline."""
    return next((found for elements in _around(headline, root, _BYLINE) if (found := _named(elements))), [])


def printed_date(headline: Any, root: Any, language: str | None) -> str | None:
    """The date printed nearest to the headline, as the page words it."""
    texts = (text for elements in _around(headline, root, _DATED) for element in elements[:3] if (text := _dated(element)))
    dated = [text for text in islice(texts, 4) if any(char.isdigit() for char in text)]
    return dates.first(dated, language)


def _around(headline: Any, root: Any, path: XPath) -> Iterator[list[Any]]:
    """The elements that `path` finds about the headline, the nearest first: those beside it, then those beside its parent, and so on."""
    at, near = headline, [headline]
    for _ in range(_CLIMB):
        elements = [element for beside in near if isinstance(beside.tag, str) for element in path(beside)]
        if kept := [element for element in elements[:_MOST] if not apart(element, at.getparent())]:
            yield kept
        if at is root:
            return
        before = list(islice(at.itersiblings(preceding=True), _BESIDE))[::-1]
        near, at = [*before, *islice(at.itersiblings(), _BESIDE)], at.getparent()
        if at is None:
            return


def _named(elements: list[Any]) -> list[str]:
    """The persons in the first of these elements and in its like: from the innermost, where the names stand alone, else from the whole."""
    first = elements[0]
    like = [element for element in elements if element.tag == first.tag and element.get("class") == first.get("class")]
    outer = [element for element in like if not any(up in like for up in element.iterancestors())]
    inner = [element for element in elements if any(up in outer for up in element.iterancestors())]
    innermost = [element for element in inner if not any(element in other.iterancestors() for other in inner)]
    return (persons(_lines(innermost)) or persons(_lines(outer)))[:_FEW]


def _lines(elements: Iterable[Any]) -> Iterator[str]:
    return (text for element in elements if (text := visible(element, 160)))


def apart(element: Any, container: Any) -> bool:
    """Whether `element` stands, within `container`, in something that is not of the story itself."""
    while element is not None and element is not container:
        if element.tag in _APART_TAGS or _APART.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def times(elements: Iterable[Any], container: Any, language: str | None) -> tuple[str | None, str | None]:
    """Published and updated, of the first <time> elements that tell each."""
    published: str | None = None
    updated: str | None = None
    for element in elements:
        if apart(element, container):
            continue
        date = dates.iso(_dated(element), language)
        if not date:
            continue
        if _updating(element):
            updated = updated or date
        else:
            published = published or date
    return published, updated


def _dated(element: Any) -> str:
    """The words of a date: those for machines where there are any."""
    return one_line(element.get("datetime") or element.get("content"), 60) or visible(element, 60)


def _updating(element: Any) -> bool:
    parent = element.getparent()
    before = element.getprevious()
    told = [
        element.get("class"),
        element.get("itemprop"),
        parent.get("class") if parent is not None else "",
        parent.text if parent is not None else "",
    ]
    told += [before.tail, before.text] if before is not None and isinstance(before.tag, str) else []
    return any(_UPDATE.search(text[-80:]) for text in told if text)


def captions(elements: Iterable[Any], container: Any) -> list[str]:
    """The captions of the story's own pictures, each once."""
    found: dict[str, None] = {}
    for element in elements:
        figure = element.getparent()
        if figure is None or (container is not element and not _within(element, container)) or apart(figure.getparent(), container):
            continue
        if text := visible(element, 600):
            found.setdefault(text)
    return list(found)[:_FEW]


def _within(element: Any, container: Any) -> bool:
    return any(up is container for up in element.iterancestors())

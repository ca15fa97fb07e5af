"""The fast HTML reader: resiliparse's parser and extractor in C++. It reads fewer details, in a fraction of the time."""

from __future__ import annotations

from typing import Any

from ...errors import ConfigError, install_with
from ...text.shape import SUFFIX
from ..limits import DEEPEST, TooDeep
from ..reader_result import USUAL, PageText, Reading, plain_page
from .fields.strings import tokens
from .fields.title import undressed

try:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree
except ImportError as error:
    raise ConfigError(
        "the fast reader of HTML is not installed", place="--reader fast", remedy=f"Install it with: {install_with('fast')}"
    ) from error

_META = {
    "title": ("meta[property='og:title']", "meta[name='twitter:title']"),
    "published": ("meta[property='article:published_time']", "meta[itemprop='datePublished']", "meta[name='date']"),
    "updated": ("meta[property='article:modified_time']",),
    "authors": ("meta[name='author']", "meta[property='article:author']"),
    "site": ("meta[property='og:site_name']",),
    "source": ("meta[property='og:url']",),
}
_LONGEST = 500  # characters of a field
_BOTTOM = ">".join("*" * DEEPEST)


def read_fast(markup: str, url: str | None = None, how: Reading = USUAL) -> PageText:
    """The main text of a page at `url`, and the fields in its head.

    Raises TooDeep for a page so deep that the extractor would be slow, unless `how.flat`.
    """
    page = HTMLTree.parse(markup)
    if page is None or page.body is None:
        return PageText()
    if not how.flat and page.body.query_selector(_BOTTOM) is not None:
        raise TooDeep
    text = extract_plain_text(page, main_content=True, list_bullets=False, alt_texts=False, links=False, form_fields=False, noscript=False)
    lines = [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]
    return plain_page(lines, _fields(page, url))


def _fields(page: Any, url: str | None) -> dict[str, Any]:
    stated = {name: _first(page.head, selectors) for name, selectors in _META.items()}
    heading = _heading(page)
    outlets = {"".join(tokens(stated["site"]))} - {""}
    stated["title"] = undressed(stated["title"], [heading], outlets) or heading or SUFFIX.sub("", " ".join((page.title or "").split()))
    author = stated.pop("authors", "")
    fields: dict[str, Any] = {name: value for name, value in stated.items() if value}
    if author and not author.startswith("http"):
        fields["authors"] = [author]
    language = page.body.parent.getattr("lang") if page.body.parent is not None else None
    if language:
        fields["language"] = language[:2].lower()
    return fields


def _heading(page: Any) -> str:
    """The text of the page's <h1>; empty unless there is exactly one."""
    found = page.body.get_elements_by_tag_name("h1")
    return " ".join(found[0].text.split())[:_LONGEST] if len(found) == 1 else ""


def _first(head: Any, selectors: tuple[str, ...]) -> str:
    """The first non-empty value. Selectors are tried one at a time, since iterating over all meta tags takes ten times as long."""
    for selector in selectors if head is not None else ():
        found = head.query_selector(selector)
        value = " ".join((found.getattr("content") or "").split()) if found is not None else ""
        if value:
            return str(value[:_LONGEST])
    return ""

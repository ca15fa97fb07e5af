"""Applies the site file for a page's host: what the file finds on the page, and the markup that is left for the reader."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ... import budget
from ..html.outline import read_outline
from ..html.tree import is_cut
from ..limits import TooDeep
from .apply import apply
from .folder import load
from .read import SiteConfig
from .xpath_process import TooLong, found_in

TOO_LONG = "the site's file could not be applied to this page in time; the page was read without it"
_OWN_ADDRESS = "//link[@rel='canonical']/@href | //meta[@property='og:url']/@content"


class SitePage(NamedTuple):
    """The page's markup with the file's replacements made and its elements stripped, and what the file finds in it.

    `lines` is the article's text block by block, or None if the reader is to find the text; `given` are fields that override the page's own.
    """

    markup: str
    lines: list[str] | None = None
    given: dict[str, Any] = {}  # noqa: RUF012 a named tuple's default, never written to
    flags: tuple[str, ...] = ()


def through_site(folder: str, markup: str, url: str | None, flat: bool = False) -> SitePage:
    """Apply the file in `folder` for the page's host to `markup`, if there is one.

    Raises ConfigError for an invalid file, and TooDeep for a page that may not have been parsed to its end, unless it is `flat`.
    """
    tree = _tree(markup)
    if tree is not None and not flat and is_cut(tree):
        raise TooDeep
    config = load(folder, _host(url, tree)) if tree is not None else None
    if config is None:
        return SitePage(markup)
    try:
        found: SitePage = found_in(config, markup)
    except TooLong:
        budget.check()
        return SitePage(markup, flags=(TOO_LONG,))
    return found


def through_file(config: SiteConfig, markup: str) -> SitePage:
    """Apply one site file to `markup`. Raises ConfigError for an invalid XPath."""
    from lxml import etree, html

    tree = _tree(config.replace(markup))
    if tree is None:
        return SitePage(markup)
    whole = etree.ElementTree(tree)
    applied = apply(config, tree)
    fields = {"title": applied.title, "authors": applied.authors, "published": applied.date}
    flags = ("the site's file takes this page for an advertisement",) if applied.advert else ()
    left = html.tostring(whole, encoding="unicode")
    lines = None if applied.body is None else _lines(applied.body) or None
    if lines is None and config.body and not config.autodetect_on_failure:
        lines = []
    return SitePage(left, lines, {name: value for name, value in fields.items() if value}, flags)


def _tree(markup: str) -> Any:
    """The tree of a page; None for an empty page."""
    from lxml import etree, html

    try:
        return html.document_fromstring(markup)
    except (etree.LxmlError, ValueError):
        return None


def _host(url: str | None, tree: Any) -> str:
    """The host of the page's URL, or, without a URL, of its canonical address; empty if unknown."""
    for address in (url, *(tree.xpath(_OWN_ADDRESS) if not url else ())):
        try:
            host = urlsplit(address or "").hostname
        except ValueError:
            continue
        if host:
            return str(host)
    return ""


def _lines(body: Any) -> list[str]:
    return [block.text for block in read_outline(body).blocks]

"""HTML to a tree, and the tree to what a reader of the page would see of it."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction, document_fromstring

from ..limits import DEEPEST, TooDeep

_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)  # libxml2 takes some for the page
_CLOSED = re.compile(r"<html\b[^<>]{0,2000}?/(?=>)", re.IGNORECASE)  # by itself, as in XML: the page would end there
_HEAD = 4096  # characters among which the page's own tag begins
_PARSER = etree.HTMLParser(encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True)
_PARSER.set_element_class_lookup(  # one class for all elements; lxml.html asks Python for each
    etree.ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)
)
_bottom = etree.XPath(f"boolean({'/*' * DEEPEST})")


# what stands for "link to this heading", in a link of its own behind it
PERMALINKS = frozenset({"¶", "#", "§", "🔗"})


def is_permalink(text: str, target: str) -> bool:
    """Whether a link is the sign behind a heading by which readers copy the heading's address."""
    return "#" in target and text.strip() in PERMALINKS


def load(text: str, flat: bool = False) -> HtmlElement | None:
    """The tree of a page; None where there is none to be read.

    Raises TooDeep where the parser may not have read to the end, unless the page is known to be `flat`.
    """
    try:
        tree = document_fromstring(_mended(text).encode(), parser=_PARSER)
    except etree.ParserError:  # there is nothing in it
        return None
    if not flat and is_cut(tree):
        raise TooDeep
    return tree


def _mended(text: str) -> str:
    """`text` without what leads the parser astray at its beginning; every line stays where it was."""
    doctype = _DOCTYPE.match(text)
    if doctype:
        text = "\n" * doctype[0].count("\n") + text[doctype.end() :]
    closed = _CLOSED.search(text, 0, _HEAD)
    return f"{text[: closed.end() - 1]}{text[closed.end() :]}" if closed else text


def is_cut(tree: HtmlElement) -> bool:
    """Whether the tree is as deep as the parser goes, so that what stood below may be missing."""
    return bool(_bottom(tree))

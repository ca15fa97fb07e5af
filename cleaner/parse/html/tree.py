"""Parses HTML to an lxml tree, and recognises permalinks in it."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction, document_fromstring, tostring

from ..limits import DEEPEST, TooDeep

_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)  # libxml2 parses some doctypes as content
_CLOSED = re.compile(r"<html\b[^<>]{0,2000}?/(?=>)", re.IGNORECASE)  # self-closing as in XML: the page would end there
_HEAD = 4096  # characters within which the <html> tag begins
_PARSER = etree.HTMLParser(encoding="utf-8", collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True)
_PARSER.set_element_class_lookup(  # one class for all elements; lxml.html's own lookup calls Python for each element
    etree.ElementDefaultClassLookup(HtmlElement, HtmlComment, HtmlProcessingInstruction, HtmlEntity)
)
_bottom = etree.XPath(f"boolean({'/*' * DEEPEST})")


# signs that mean "link to this heading", each in a link after the heading
PERMALINKS = frozenset({"¶", "#", "§", "🔗"})


def is_permalink(text: str, target: str) -> bool:
    """Whether a link is a heading's permalink sign, from which readers copy the heading's URL."""
    return "#" in target and text.strip() in PERMALINKS


def load(text: str, flat: bool = False) -> HtmlElement | None:
    """The tree of a page; None for an empty page.

    Raises TooDeep if the parser may not have read to the end, unless the page is known to be `flat`.
    """
    try:
        tree = document_fromstring(_mended(text).encode(), parser=_PARSER)
    except etree.ParserError:  # the document is empty
        return None
    if not flat and is_cut(tree):
        raise TooDeep
    return tree


def markup_of(tree: HtmlElement) -> str:
    """The HTML of a tree."""
    return str(tostring(tree, encoding="unicode"))


def _mended(text: str) -> str:
    """`text` without the doctype and the slash of a self-closing <html> tag, which mislead the parser; line numbers do not change."""
    doctype = _DOCTYPE.match(text)
    if doctype:
        text = "\n" * doctype[0].count("\n") + text[doctype.end() :]
    closed = _CLOSED.search(text, 0, _HEAD)
    return f"{text[: closed.end() - 1]}{text[closed.end() :]}" if closed else text


def is_cut(tree: HtmlElement) -> bool:
    """Whether the tree reaches the parser's maximum depth, so that deeper content may be missing."""
    return bool(_bottom(tree))

"""Sanitises a page's markup for display: keeps text and structure, and removes scripts, external resources, links and forms' actions."""

from __future__ import annotations

from lxml import etree

from ..limits import TooDeep, flatten, tame
from .tree import load

_GONE = frozenset(
    [
        "script",
        "link",
        "meta",
        "base",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "portal",
        "noscript",
        "source",
        "track",
        "param",
        "template",
        "audio",
        "video",
        "canvas",
    ]
)
_KEPT = frozenset(
    [
        "class",
        "id",
        "style",
        "dir",
        "lang",
        "colspan",
        "rowspan",
        "start",
        "value",
        "alt",
        "title",
        "open",
        "hidden",
        "reversed",
        "type",
        "span",
        "scope",
    ]
)


def harmless(markup: str) -> str:
    """The page as markup that is safe to display, without active elements and with only presentational attributes; empty if unparsable.

    Whoever displays it must still block scripts and the network.
    """
    try:
        tree = load(tame(markup).markup)
    except TooDeep:
        tree = load(flatten(markup).markup, flat=True)
    if tree is None:
        return ""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag.lower().rpartition(":")[2] in _GONE:
            if element is not tree:
                _drop(element)
            continue
        for name in list(element.attrib):
            if name not in _KEPT:
                del element.attrib[name]
    return str(etree.tostring(tree, method="html", encoding="unicode"))


def _drop(element: etree._Element) -> None:
    """Remove an element, but keep the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        above = element.getprevious()
        if above is not None:
            above.tail = (above.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)

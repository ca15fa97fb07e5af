"""Renders HTML pages with gold as scrapers leave their text, so that the text model learns from pages of which the data have no text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..parse.html import tree
from ..parse.limits import TooDeep
from .data import Data, Example

SOUP, DUMP = "soup", "dump"  # the styles, named as in the data
_UNSEEN = frozenset({"head", "iframe", "noscript", "object", "option", "script", "select", "style", "svg", "template", "textarea"})
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table"})  # with a blank line above and below
_PARTED = _SPACED | {"section", "article"}  # with a blank line above
_BLOCKS = _PARTED | {
    "address", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "header", "hr", "legend", "li", "main", "menu", "nav", "pre", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
}  # fmt: skip
_BULLET = "• "


def rendered(data: Data) -> Iterator[Example]:
    """The text of each HTML page that the data have no text of, in each style. Pages in doubt are left out."""
    known = {example.id for example in data.examples("text")}
    for example in data.examples("page", doubtful=False):
        if example.id not in known:
            yield from (replace(example, kind="text", text=text, style=style) for style, text in _texts(example.text) if text)


def _texts(markup: str) -> Iterator[tuple[str, str]]:
    """The text of a page in each style; nothing for an empty page and for one that is nested too deeply to be read."""
    try:
        root = tree.load(markup)
    except TooDeep:
        return
    if root is not None:
        yield SOUP, soup(root)
        yield DUMP, dump(root)


def soup(root: Any) -> str:
    r"""The text between any two tags of an lxml tree on a line of its own, below the page's title.

    >>> soup(tree.load("<title>Reed beds</title><p>The <b>old</b> weir.</p>"))
    'Reed beds\nThe\nold\nweir.'
    """
    pieces = [root.findtext(".//title") or "", *_pieces(root)]
    return "\n".join(piece.strip() for piece in pieces if piece.strip())


def _pieces(element: Any) -> Iterator[str]:
    """The visible pieces of text below an element, in order."""
    if element.tag in _UNSEEN:
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def dump(root: Any) -> str:
    r"""Each block of an lxml tree on a line of its own, list items after a bullet, blank lines about paragraphs, headings, lists and tables.

    >>> dump(tree.load("<h1>Reed beds</h1><p>The <b>old</b> weir.</p><ul><li>Gates</li></ul>"))
    'Reed beds\n\nThe old weir.\n\n• Gates'
    """
    writer = _Writer()
    _write(root, writer)
    writer.end_line()
    return "\n".join(writer.lines).strip("\n")


class _Writer:
    """The lines so far, and the pieces and the bullet of the line that is being written."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.pieces: list[str] = []
        self.bullet = ""

    def end_line(self) -> None:
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.lines.append(self.bullet + text)
            self.bullet = ""

    def end_paragraph(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1]:
            self.lines.append("")


def _write(element: Any, writer: _Writer) -> None:
    """Write the visible text of an element and of those below it."""
    tag = element.tag
    if tag in _UNSEEN:
        return
    if tag in _PARTED:
        writer.end_paragraph()
    elif tag in _BLOCKS or tag == "br":
        writer.end_line()
    if tag == "li":
        writer.bullet = _BULLET
    writer.pieces.append(element.text or "")
    for child in element:
        _write(child, writer)
        writer.pieces.append(child.tail or "")
    if tag in _SPACED:
        writer.end_paragraph()
    elif tag in _BLOCKS:
        writer.end_line()
    if tag == "li":
        writer.bullet = ""

"""Checks of single elements for the outline: inline buttons, double line breaks, item numbers, preformatted text."""

from __future__ import annotations

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from .outline_tags import LINE_TAGS


def is_word(button: HtmlElement, around: str) -> bool:
    """Whether a button in an element with the tag `around` is in the middle of a sentence, such as a word with a pop-up explanation."""
    if around not in LINE_TAGS or not (button.tail or "").strip():
        return False
    before = button.getprevious()
    return bool(((button.getparent().text if before is None else before.tail) or "").strip())


def is_double(br: HtmlElement) -> bool:
    """Whether another <br> is directly before or after this one, which ends a paragraph."""
    after, before = br.getnext(), br.getprevious()
    return (after is not None and after.tag == "br" and not (br.tail or "").strip()) or (
        before is not None and before.tag == "br" and not (before.tail or "").strip()
    )


def item_number(item: HtmlElement) -> int | None:
    """The number of a list item; None in an unordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return None
    number = _whole(parent.get("start"), 1)
    for child in parent.iterchildren("li"):
        number = _whole(child.get("value"), number)
        if child is item:
            break
        number += 1
    return number


def _whole(value: str | None, default: int) -> int:
    return (
        int(value) if value and value.strip().lstrip("-").isascii() and value.strip().lstrip("-").isdigit() and len(value) < 8 else default
    )


def preformatted(element: HtmlElement) -> str:
    """The text of a <pre>, with each <br> as a line end."""
    if element.find(".//br") is None:
        return str(element.text_content())
    pieces: list[str] = []
    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if node.tag == "br" else node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return "".join(pieces)

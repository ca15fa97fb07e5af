"""What the outline asks of single elements: a button inside a sentence, a double line break, a list item's number, preformatted text."""

from __future__ import annotations

from lxml.etree import iterwalk
from lxml.html import HtmlElement

LINE_TAGS = frozenset(
    ["p", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "figcaption"]
)  # an element of unknown name in one of these is a part of the line


def is_word(button: HtmlElement, element: HtmlElement) -> bool:
    """Whether a button stands in the middle of a sentence, as a word with an explanation does."""
    if element.tag not in LINE_TAGS or not (button.tail or "").strip():
        return False
    before = button.getprevious()
    return bool(((element.text if before is None else before.tail) or "").strip())


def is_double(br: HtmlElement) -> bool:
    """Whether another line break follows or precedes with nothing between, which ends a paragraph."""
    after, before = br.getnext(), br.getprevious()
    return (after is not None and after.tag == "br" and not (br.tail or "").strip()) or (
        before is not None and before.tag == "br" and not (before.tail or "").strip()
    )


def item_number(item: HtmlElement) -> int | None:
    """The number of a list item; None in a list of bullets."""
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
    """The text of a <pre>, line breaks of either kind as line ends."""
    if element.find(".//br") is None:
        return str(element.text_content())
    pieces: list[str] = []
    for event, node in iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\n" if node.tag == "br" else node.text or "")
        elif node is not element:
            pieces.append(node.tail or "")
    return "".join(pieces)

"""The style of a page's block: what writing it as Markdown needs besides its text."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from lxml.html import HtmlElement

from ...data import Style, TextMark
from ...languages.marks import NESTED_BULLETS
from .blocks import BELOW, Boxes, TreeBlock
from .outline_tags import LISTS
from .tree import is_permalink

_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s?|sourceCode\s+)([\w+#.-]{1,30})", re.IGNORECASE)
_LINKS = 2_000  # characters of a URL
_PLAIN = Style()
_ALWAYS_STYLED = frozenset(("code", "row", "item"))


class Holders:
    """The table around each table row and the outermost list around each list item, each with the number of its first block."""

    def __init__(self) -> None:
        self._lists: dict[HtmlElement, HtmlElement | None] = {}  # items of one list have most of the way up in common
        self._firsts: dict[Hashable, int] = {}

    def first(self, block: TreeBlock, number: int) -> int:
        """The number of the first block of the table or list around block `number`; -1 for blocks of other kinds."""
        holder = self._holder(block)
        return -1 if holder is None else self._firsts.setdefault(holder, number)

    def _holder(self, block: TreeBlock) -> Hashable | None:
        if block.kind == "item":
            return self.list_of(block)
        if block.kind != "row":
            return None
        return block.element if block.element.tag == "table" else next(block.element.iterancestors("table"), None)

    def list_of(self, block: TreeBlock) -> Hashable | None:
        """The outermost list that is the element of a block, or around it."""
        return self._outermost(block.element)

    def list_around(self, block: TreeBlock) -> Hashable | None:
        """The outermost list around the element of a block."""
        return self._outermost(block.element.getparent())

    def task(self, block: TreeBlock) -> bool | None:
        """Whether a task list item is checked; None for any other item."""
        item = _item(block)
        boxes = item.iter("input") if item is not None else ()
        box = next((box for box in boxes if box.get("type") == "checkbox"), None)
        return None if box is None else box.get("checked") is not None

    def _outermost(self, element: HtmlElement | None) -> HtmlElement | None:
        way: list[HtmlElement] = []
        while element is not None and element not in self._lists:
            way.append(element)
            element = element.getparent()
        found = self._lists[element] if element is not None else None
        for inner in reversed(way):
            if found is None and inner.tag in LISTS:
                found = inner
            self._lists[inner] = found
        return found


class OutlineHolders(Holders):
    """The same for the blocks of one outline: its boxes know what is around them, so no element is asked."""

    def __init__(self, boxes: Boxes) -> None:
        super().__init__()
        self._boxes = boxes
        self._tasks: dict[HtmlElement, bool] = {}  # for each list item with a checkbox, whether the first is checked
        for box in boxes.elements[0].iter("input"):
            if box.get("type") == "checkbox":
                for item in box.iterancestors("li"):
                    self._tasks.setdefault(item, box.get("checked") is not None)
        self._outer: list[int | None] = []  # for each box, the index of the outermost list that it is or that is around it
        for number, (parent, named) in enumerate(zip(boxes.parents, boxes.named, strict=True)):
            around = self._outer[parent] if parent >= 0 else None
            self._outer.append(number if around is None and named.tag in LISTS else around)

    def list_of(self, block: TreeBlock) -> Hashable | None:
        return self._outer[block.box]

    def list_around(self, block: TreeBlock) -> Hashable | None:
        parent = self._boxes.parents[block.box]
        return self._outer[parent] if parent >= 0 else None

    def task(self, block: TreeBlock) -> bool | None:
        return self._tasks.get(_item(block)) if self._tasks else None


def _item(block: TreeBlock) -> HtmlElement | None:
    """The list item that is the element of a block, or the innermost around it."""
    return block.element if block.element.tag == "li" else next(block.element.iterancestors("li"), None)


def _item_mark(block: TreeBlock) -> str:
    """The number or bullet of a list item and a blank."""
    return f"{block.number}. " if block.number is not None else f"{NESTED_BULLETS[min(block.level, len(NESTED_BULLETS)) - 1]} "


def styled(block: TreeBlock, number: int, holders: Holders) -> tuple[str, Style]:
    """The text and style of block `number` of a page: a list item with its number or bullet, a heading without its permalink sign.

    Offsets in the style are in that text.
    """
    text, kind = block.text, block.kind
    shown = block.shown if block.marks else text
    mark = _item_mark(block) if kind == "item" else ""
    written = shown.rstrip("¶§ ") or shown if kind == "heading" else mark + shown
    marked = block.marks or block.images
    always = kind in _ALWAYS_STYLED or block.soft or block.depth
    if not (marked or always):
        return written, _PLAIN
    shift = len(mark) - (max(text.find(shown), 0) if shown is not text else 0)
    marks = tuple(_marks(block, shift)) if marked else ()
    if not (marks or always):
        return written, _PLAIN
    style = Style(
        block.depth,
        marks,
        _language(block.element) if kind == "code" else "",
        tuple([cell + shift for cell in block.cells]) if block.cells else (),
        holders.first(block, number),
        kind == "row" and block.element.tag == "table" and _has_heads(block),
        len(mark),
        holders.task(block) if kind == "item" else None,
        block.soft,
    )
    return written, style


def _marks(block: TreeBlock, shift: int) -> Iterator[TextMark]:
    for start, end, kind, target in block.marks if block.kind != "code" else ():
        if kind == "link" and (not target or len(target) > _LINKS or ("#" in target and is_permalink(block.text[start:end], target))):
            continue
        yield TextMark(start + shift, end + shift, kind, target)
    for image in block.images:
        at = BELOW if image.at == BELOW else max(0, image.at + shift)
        yield TextMark(at, at, "image", image.source, image.alt)


def _language(element: HtmlElement) -> str:
    """The programming language of a code block, by the classes of its element and of those in and around it."""
    near = [element, *element.iter("code"), *list(element.iterancestors())[:2]]
    for other in near[:6]:
        found = _LANGUAGE.search(other.get("class") or "")
        if found:
            return str(found[1].lower())
        if other.get("data-lang"):
            return str(other.get("data-lang"))[:30] if re.fullmatch(r"[\w+#.-]{1,30}", other.get("data-lang") or "") else ""
    return ""


def _has_heads(block: TreeBlock) -> bool:
    """Whether the table's first row has header cells."""
    first = next(iter(block.element.iter("tr")), None)
    return first is not None and any(cell.tag == "th" for cell in first)

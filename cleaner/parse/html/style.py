"""The style of a page's block: what writing it as Markdown needs besides its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ...data import Style, TextMark
from ...languages.marks import NESTED_BULLETS
from .blocks import BELOW, TreeBlock
from .tree import is_permalink

_LANGUAGE = re.compile(r"(?:^|\s)(?:lang(?:uage)?-|highlight-source-|brush:\s?|sourceCode\s+)([\w+#.-]{1,30})", re.IGNORECASE)
_LINKS = 2_000  # characters of a URL
_PLAIN = Style()
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_ALWAYS_STYLED = frozenset(("code", "row", "item"))


class Lists:
    """The outermost list around each element of a page, cached: items of one list have most of the way up in common.

    `tasks`: whether the page may have task lists, which are recognised by their checkboxes.
    """

    def __init__(self, tasks: bool = True) -> None:
        self.tasks = tasks
        self._known: dict[HtmlElement, HtmlElement | None] = {}

    @classmethod
    def of(cls, page: HtmlElement) -> Lists:
        """The lists of the page under an element."""
        return cls(next(page.iter("input"), None) is not None)

    def outermost(self, element: HtmlElement | None) -> HtmlElement | None:
        """The outermost list that is `element` or around it."""
        way: list[HtmlElement] = []
        while element is not None and element not in self._known:
            way.append(element)
            element = element.getparent()
        found = self._known[element] if element is not None else None
        for inner in reversed(way):
            if found is None and inner.tag in _LISTS:
                found = inner
            self._known[inner] = found
        return found

    def around(self, element: HtmlElement) -> HtmlElement | None:
        """The outermost list around `element`."""
        return self.outermost(element.getparent())


def item_mark(block: TreeBlock) -> str:
    """The number or bullet of a list item and a blank; empty for any other block."""
    if block.kind != "item":
        return ""
    return f"{block.number}. " if block.number is not None else f"{NESTED_BULLETS[min(block.level, len(NESTED_BULLETS)) - 1]} "


def styled(block: TreeBlock, number: int, groups: dict[HtmlElement, int], lists: Lists) -> Style:
    """The style of block `number` of a page; offsets are in its text with the list item's marker in front.

    `groups` maps each table and list of the page seen so far to the number of its first block; the block's own is added.
    """
    marked = block.marks or block.images
    always = block.kind in _ALWAYS_STYLED or block.soft or block.depth
    if not (marked or always):
        return _PLAIN
    mark = item_mark(block)
    shift = len(mark)
    if block.marks and (shown := block.shown) is not block.text:
        shift -= max(block.text.find(shown), 0)
    marks = tuple(_marks(block, shift)) if marked else ()
    if not (marks or always):
        return _PLAIN
    return Style(
        block.depth,
        marks,
        _language(block.element) if block.kind == "code" else "",
        tuple([cell + shift for cell in block.cells]) if block.cells else (),
        groups.setdefault(holder, number) if (holder := _holder(block, lists)) is not None else -1,
        block.kind == "row" and block.element.tag == "table" and _has_heads(block),
        len(mark),
        _task(block.element) if lists.tasks and block.kind == "item" else None,
        block.soft,
    )


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


def _holder(block: TreeBlock, lists: Lists) -> HtmlElement | None:
    """The table around a row, or the outermost list around an item; None for other blocks."""
    if block.kind == "item":
        return lists.outermost(block.element)
    if block.kind != "row":
        return None
    return block.element if block.element.tag == "table" else next(block.element.iterancestors("table"), None)


def _has_heads(block: TreeBlock) -> bool:
    """Whether the table's first row has header cells."""
    first = next(iter(block.element.iter("tr")), None)
    return first is not None and any(cell.tag == "th" for cell in first)


def _task(element: HtmlElement) -> bool | None:
    """Whether a task list item is checked; None for any other item."""
    item = element if element.tag == "li" else next(iter(element.iterancestors("li")), None)
    boxes = item.iter("input") if item is not None else ()
    box = next((box for box in boxes if box.get("type") == "checkbox"), None)
    return None if box is None else box.get("checked") is not None

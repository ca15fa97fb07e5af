"""The blocks of a page: its stretches of text that no tag of a block or line break interrupts, in the order of the tree."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.html import HtmlElement

_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_END = re.compile(r"[.!?…:;。！？։؟।]['\"”’»“」』）)\]]*$")
_LONG = 80  # characters: a shorter block is no running text
_LINKED = 0.4  # the share of a text's characters in links from which on it is a list of links
_DEEPEST = 200  # levels: what is nested deeper is read as one block


class TreeBlock(NamedTuple):
    """One block: its text with white space evened out, how many of its characters stand in links, and the element it stands in."""

    text: str
    linked: int
    element: HtmlElement

    @property
    def prose(self) -> bool:
        """Whether it reads as a paragraph of running text."""
        return len(self.text) > _LONG and self.linked < _LINKED * len(self.text) and _END.search(self.text) is not None


def read_blocks(tree: HtmlElement) -> list[TreeBlock]:
    """The blocks of a lightened tree, hidden ones left out."""
    body = tree.find("body")
    reader = _Reader()
    reader.read(tree if body is None else body, 0)
    reader.close()
    return reader.blocks


class _Reader:
    """Gathers text until a block ends."""

    def __init__(self) -> None:
        self.blocks: list[TreeBlock] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0  # open ones
        self.owner: HtmlElement | None = None

    def close(self) -> None:
        """End the open block."""
        if self.pieces:
            text = " ".join("".join(self.pieces).split())
            if text:
                self.blocks.append(TreeBlock(text, min(self.linked, len(text)), self.owner))
            self.pieces.clear()
        self.linked = 0

    def read(self, element: HtmlElement, depth: int) -> None:
        """A block's element: its own text, and its children's in order."""
        if depth > _DEEPEST:
            self._say(element.text_content())
            return
        if _is_hidden(element):
            return
        self.close()
        above, self.owner = self.owner, element
        self._inside(element, depth)
        self.close()
        self.owner = above

    def _inside(self, element: HtmlElement, depth: int) -> None:
        if element.text:
            self._say(element.text)
        for child in element:
            tag = child.tag
            if tag == "a":
                self.links += 1
                self._inside(child, depth + 1)  # a part of its line; what blocks it holds are read through
                self.links -= 1
            elif tag == "time":
                self._inside(child, depth + 1)
            elif tag == "br":
                self.close()
            elif tag != "script" and isinstance(tag, str):
                self.read(child, depth + 1)
            if child.tail:
                self._say(child.tail)

    def _say(self, text: str) -> None:
        self.pieces.append(text)
        if self.links:
            self.linked += len(text)


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None

"""Text that a page carries as data for its scripts: JSON-LD, the state of an application, posts in an attribute.

Pages that scripts build show little or nothing without them, and hold their text in such data. The longest running text under one
name is taken; HTML in it is read like a page.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement, fragment_fromstring

from .blocks import TreeBlock, read_outline

_MOST = 5_000_000  # characters of data that are looked through
_STRINGS = 20_000
_DEEPEST = 40
_LEAST = 200  # characters of a text that counts
_SENTENCES = 2
_SENTENCE = re.compile(r"[.!?。！？…][\s\"'”’<]|[.!?。！？…]$")
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote|a)\b[^<>]{0,500}>", re.IGNORECASE)
_BODY_NAMES = frozenset(
    [
        "articlebody",
        "body",
        "content",
        "html",
        "text",
        "bodyhtml",
        "contenthtml",
        "cooked",
        "post_content",
        "rendered",
        "markup",
        "markdown",
        "value",
        "paragraphs",
        "reviewbody",
    ]
)
_FAVOUR = 2.0  # how much more a text under such a name counts
_LINES = re.compile(r"\n\s*\n|\n")


def payload_blocks(tree: HtmlElement) -> list[TreeBlock]:
    """The blocks of the longest text in a page's data; none where there is no running text in it."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path, text in _texts(tree):
        groups[path].append(text)
    if not groups:
        return []
    best = max(groups, key=lambda path: sum(map(len, groups[path])) * (_FAVOUR if path and path[-1] in _BODY_NAMES else 1.0))
    return [block for text in dict.fromkeys(groups[best]) for block in _blocks(text)]


def _texts(tree: HtmlElement) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each running text in the page's data, with the names that lead to it; places in lists are left out of these."""
    left = _STRINGS
    for data in _data(tree):
        for path, text in _strings(data, (), 0):
            left -= 1
            if left < 0:
                return
            if len(text) >= _LEAST and len(_SENTENCE.findall(text[:5_000])) >= _SENTENCES and " " in text[:100] + "\u3002":
                yield path, text


def _data(tree: HtmlElement) -> Iterator[Any]:
    """The JSON of scripts that are data, and of attributes in which a page preloads it."""
    left = _MOST
    for script in tree.iter("script"):
        if "json" in (script.get("type") or "") and script.text and len(script.text) <= left:
            left -= len(script.text)
            yield from _parsed(script.text)
    for element in tree.xpath("//*[@data-preloaded or @data-page or @data-props]"):
        for name in ("data-preloaded", "data-page", "data-props"):
            value = element.get(name)
            if value and len(value) <= left:
                left -= len(value)
                yield from _parsed(value)


def _parsed(text: str) -> Iterator[Any]:
    try:
        yield json.loads(text)
    except (ValueError, RecursionError):
        return


def _strings(data: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """The strings in JSON data; one that is JSON itself is opened."""
    if depth > _DEEPEST:
        return
    if isinstance(data, str):
        if data[:1] in "{[" and data[-1:] in "}]" and len(data) > _LEAST:
            for inner in _parsed(data):
                yield from _strings(inner, path, depth + 1)
        else:
            yield path, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _strings(value, (*path, str(name).lower()), depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value, path, depth + 1)


def _blocks(text: str) -> Iterator[TreeBlock]:
    """A text as blocks: its HTML read like a page, plain text by its lines."""
    root = None
    if _TAG.search(text):
        try:
            root = fragment_fromstring(text, create_parent="div")
        except Exception:  # lxml raises what its parser does, and a fragment that cannot be read is plain text
            root = None
    if root is not None:
        yield from (block for block in read_outline(root).blocks if not block.hidden)
        return
    holder = fragment_fromstring("", create_parent="div")
    for line in _LINES.split(text):
        words = " ".join(line.split())
        if words:
            yield TreeBlock(words, holder, 0)

"""Extracts text from the data that a page carries for its scripts: JSON-LD, application state, posts in an attribute.

Pages built by scripts have little or no visible text without them, and keep their text in such data. The longest running text under
one JSON path is taken, with the short strings under the same path; HTML in it is read like a page.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from lxml.html import HtmlElement, fragment_fromstring

from ...languages.marks import COMMON_ENDS_OR_ELLIPSIS, HAN_AND_KANA, one_of
from .blocks import TreeBlock
from .outline import read_outline

_MOST = 5_000_000  # characters of data that are searched
_STRINGS = 20_000  # strings that are read
_DEEPEST = 40  # levels of nesting
_LEAST = 200  # minimum characters of a text
_PARAGRAPH = 60  # minimum characters of a paragraph of a text in several strings
_SENTENCES = 2  # minimum sentences of a text in one string
_SENTENCE = re.compile(rf"{one_of(COMMON_ENDS_OR_ELLIPSIS)}(?:[\s\"'”’<]|$)")
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
_FAVOUR = 2.0  # factor on the weight of a text under such a name
_WIDE = re.compile(f"[{HAN_AND_KANA}]")  # scripts without spaces
_STATE = re.compile(r"\s*(?:window\.|self\.|var |const )[\w$]{1,60}\s{0,9}=\s{0,9}(?=\{)")  # an application's state as JSON
_LINES = re.compile(r"\n\s*\n|\n")


def payload_blocks(tree: HtmlElement) -> list[TreeBlock]:
    """The blocks of the longest text in a page's data; [] if it has no running text."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path, text in _texts(tree):
        groups[path].append(text)
    for is_running in (_is_long, _is_sentence):  # a text in one string is preferred: teasers are in many strings, too
        weights = {path: _weight(path, texts, is_running) for path, texts in groups.items()}
        best = max(weights, key=weights.__getitem__, default=())
        if weights.get(best, 0) >= _LEAST:
            return [block for text in dict.fromkeys(groups[best]) for block in _blocks(text)]
    return []


def _weight(path: tuple[str, ...], texts: list[str], is_running: Callable[[str], bool]) -> float:
    """The characters of running text in the strings of one path, multiplied by _FAVOUR if its last name is typical of a body."""
    return sum(len(text) for text in texts if is_running(text)) * (_FAVOUR if path and path[-1] in _BODY_NAMES else 1.0)


def _is_long(text: str) -> bool:
    return len(text) >= _LEAST and len(_SENTENCE.findall(text[:5_000])) >= _SENTENCES


def _is_sentence(text: str) -> bool:
    return len(text) >= _PARAGRAPH and _SENTENCE.search(text[-5:]) is not None


def _texts(tree: HtmlElement) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each string of several words in the page's data, with its path: the names that lead to it, without list indexes."""
    left = _STRINGS
    for data in _data(tree):
        for path, text in _strings(data, (), 0):
            left -= 1
            if left < 0:
                return
            if "<" not in text and "&lt;" in text:  # escaped twice: as JSON and by the page
                text = unescape(text)
            if " " in text[:100] or _WIDE.search(text[:100]):
                yield path, text


def _data(tree: HtmlElement) -> Iterator[Any]:
    """The parsed JSON of data scripts, of application state, and of attributes with preloaded data."""
    left = _MOST
    for script in tree.iter("script"):
        if not script.text or len(script.text) > left:
            continue
        if "json" in (script.get("type") or ""):
            left -= len(script.text)
            yield from _parsed(script.text)
        elif state := _STATE.match(script.text):
            left -= len(script.text)
            yield from _parsed(script.text[state.end() :], whole=False)
    for element in tree.xpath("//*[@data-preloaded or @data-page or @data-props]"):
        for name in ("data-preloaded", "data-page", "data-props"):
            value = element.get(name)
            if value and len(value) <= left:
                left -= len(value)
                yield from _parsed(value)


def _parsed(text: str, whole: bool = True) -> Iterator[Any]:
    """The value of JSON text, if it is valid; unless `whole`, other text may follow the JSON."""
    try:
        yield json.loads(text) if whole else json.JSONDecoder().raw_decode(text)[0]
    except (ValueError, RecursionError):
        return


def _strings(data: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], str]]:
    """The strings in JSON data with their paths; a string that is itself JSON is parsed."""
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
    """The blocks of a text: HTML is read like a page, plain text line by line."""
    root = None
    if _TAG.search(text):
        try:
            root = fragment_fromstring(text, create_parent="div")
        except Exception:  # lxml passes on any error of its parser; a fragment that cannot be parsed is plain text
            root = None
    if root is not None:
        yield from (block for block in read_outline(root).blocks if not block.hidden)
        return
    holder = fragment_fromstring("", create_parent="div")
    for line in _LINES.split(text):
        words = " ".join(line.split())
        if words:
            yield TreeBlock(words, holder, 0)

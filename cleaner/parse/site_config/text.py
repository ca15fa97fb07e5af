"""The text of an element, a block a line: where a site's file names the article's part, none of it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "select", "textarea", "button")
_INLINE = re.compile(
    "(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup"
    "|time|tt|u|var|wbr)$"
)
_SPACE = re.compile(r"\s+")


def text_of(element: Any) -> str:
    """The words of `element`, each block on a line of its own with a blank line below."""
    lines = (line.strip() for line in "".join(_pieces(element)).split("\n"))
    return "\n\n".join(_SPACE.sub(" ", line) for line in lines if line)


def _pieces(element: Any) -> Iterator[str]:
    """The text in the tree's order, with a line break at each edge of a block. The depth is bounded by the parser's."""
    seen = isinstance(element.tag, str) and element.tag not in _UNSEEN
    edge = "" if not seen or _INLINE.match(element.tag) else "\n"
    yield edge
    if seen:
        yield _SPACE.sub(" ", element.text or "")
        for child in element:
            yield from _pieces(child)
            yield _SPACE.sub(" ", child.tail or "")
    yield edge

"""The container of a story on a page, and the captions of the pictures in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from .strings import visible

_HOLDERS = ("article", "main")
_FEW = 40  # captions
# containers of other stories, of comments, and of an image's texts
_APART = re.compile(
    r"comment|teaser|related|recommend|sidebar|widget|promo|footer|newsletter|caption|image|photo|picture|avatar|bio\b|follow|social|share|login|card__"
    r"|most-|popular|trending|preview|appetizer|foto|bild",
    re.IGNORECASE,
)
_APART_TAGS = frozenset({"aside", "footer", "nav", "figure", "figcaption", "form", "blockquote", "script", "style", "button"})


def holder(headline: Any, root: Any) -> Any:
    """The container of the story under `headline`: the nearest that pages use for it, else the whole page."""
    return next(headline.iterancestors(*_HOLDERS), root)


def apart(element: Any, container: Any) -> bool:
    """Whether `element` is in a part of `container` that does not belong to the story."""
    while element is not None and element is not container:
        if element.tag in _APART_TAGS or _APART.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def captions(elements: Iterable[Any], container: Any) -> list[str]:
    """The captions of the story's own pictures, each once."""
    found: dict[str, None] = {}
    for element in elements:
        figure = element.getparent()
        if figure is None or (container is not element and not _within(element, container)) or apart(figure.getparent(), container):
            continue
        if text := visible(element, 600):
            found.setdefault(text)
    return list(found)[:_FEW]


def _within(element: Any, container: Any) -> bool:
    return any(up is container for up in element.iterancestors())

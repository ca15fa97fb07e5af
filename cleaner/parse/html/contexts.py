"""Turns markup into the contexts that features are computed from: applies the limits, parses the page and reads its outline."""

from __future__ import annotations

from lxml.html import HtmlElement

from ..limits import TooDeep, flatten, tame
from .blocks import Outline
from .features import PageContext
from .fields import field_page
from .fields.field_page import FieldPage
from .outline import read_outline
from .tree import load


def page_context(markup: str, url: str | None) -> PageContext | None:
    """The feature context of a page, read as the program does; None for a page without text."""
    found = _outlined(markup)
    return PageContext.of(*found, url) if found is not None and found[1].blocks else None


def field_page_of(markup: str, url: str | None, fetched: str | None = None) -> FieldPage | None:
    """The context from which a page's fields are read; None for an empty page."""
    found = _outlined(markup)
    return field_page(found[0], url, found[1], fetched) if found is not None else None


def _outlined(markup: str) -> tuple[HtmlElement, Outline] | None:
    try:
        tree = load(tame(markup).markup)
    except TooDeep:
        tree = load(flatten(markup).markup, flat=True)
    return (tree, read_outline(tree)) if tree is not None else None

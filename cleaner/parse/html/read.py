"""Markup to the context that features are computed from: the page within its limits, parsed, and its outline read."""

from __future__ import annotations

from ..limits import TooDeep, flatten, tame
from .blocks import read_outline
from .features import PageContext
from .tree import load


def page_context(markup: str, url: str | None) -> PageContext | None:
    """The context of a page as the program reads it; None for one without text."""
    try:
        tree = load(tame(markup).markup)
    except TooDeep:
        tree = load(flatten(markup).markup, flat=True)
    if tree is None:
        return None
    outline = read_outline(tree)
    return PageContext.of(tree, outline, url) if outline.blocks else None

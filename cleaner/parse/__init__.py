"""Second stage: a `Document` in, its `Block`s out, each with its exact place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..data import Block, Document
from .lines import lines

NO_ARTICLE = "no article was found in the HTML"


def parse(document: Document, site_config: str | None = None) -> tuple[Document, list[Block]]:
    """The document (an HTML page with its text read) and the blocks of its text. `site_config` is a folder of files about sites."""
    if document.html:
        text, given, flags = _read(document, site_config)
        document = replace(document, text=text, given=given, flags=flags)
    return document, lines(document.text, document.body_start)


def _read(document: Document, site_config: str | None) -> tuple[str, dict[str, Any], tuple[str, ...]]:
    """The text of an HTML page, the fields it gives, and reasons to look at it."""
    from .html import read_html
    from .limits import tame

    markup, remarks = tame(document.text)
    if site_config is None:
        text, given = read_html(replace(document, source=markup, text=markup))
        return text, given, remarks + (() if text else (NO_ARTICLE,))
    from .site_config import through_site

    found = through_site(site_config, markup, document.url)
    text, given = read_html(replace(document, source=found.markup, text=found.markup))
    text = text if found.text is None else found.text
    return text, {**given, **found.given}, remarks + found.flags + (() if text else (NO_ARTICLE,))

"""Second stage: a `Document` in, its `Block`s out, each with its exact place."""

from __future__ import annotations

from dataclasses import replace

from ..data import Block, Document
from .lines import lines


def parse(document: Document) -> tuple[Document, list[Block]]:
    """The document (an HTML page with its text read) and the blocks of its text."""
    if document.html:
        from .html import read_html

        text, given = read_html(document)
        document = replace(document, text=text, given=given, url=document.url or given.get("source"))
    return document, lines(document.text, document.body_start)

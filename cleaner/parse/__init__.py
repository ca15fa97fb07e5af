"""Second stage: a `Document` in, its `Block`s out, each with its exact place."""

from __future__ import annotations

from dataclasses import replace

from ..data import Block, Document
from .lines import lines


def parse(document: Document) -> tuple[Document, list[Block]]:
    """The document (an HTML page with its text read) and the blocks of its text."""
    if document.html:
        from .html import read_html

        read = read_html(document)
        document = replace(document, text="\n\n".join(read.lines), given=read.given)
        return document, [block._replace(place=place) for block, place in zip(lines(document.text), read.places, strict=True)]
    return document, lines(document.text, document.body_start)

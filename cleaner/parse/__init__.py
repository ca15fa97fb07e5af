"""Second stage: a `Document` in, its `Block`s out, each with its exact place."""

from __future__ import annotations

import itertools
from dataclasses import replace

from ..data import Block, Document
from .lines import lines


def parse(document: Document) -> tuple[Document, list[Block]]:
    """The document (an HTML page with its text read) and the blocks of its text."""
    if document.html:
        from .html import read_html

        read = read_html(document)
        held = [story for story in read.stories if story.lines]
        texts = [line for story in held for line in story.lines]
        places = [place for story in held for place in story.places]
        document = replace(document, text="\n\n".join(texts), given=read.given)
        blocks = [block._replace(place=place) for block, place in zip(lines(document.text), places, strict=True)]
        starts = itertools.accumulate((len(story.lines) for story in held[:-1]))
        parts = [(blocks[start].line, story.confidence) for start, story in zip(starts, held[1:], strict=True)]
        return replace(document, parts=tuple(parts)), blocks
    return document, lines(document.text, document.body_start)

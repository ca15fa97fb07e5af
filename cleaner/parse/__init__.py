"""Second stage: a `Document` in, its `Block`s out, each with its exact place."""

from __future__ import annotations

import itertools
from dataclasses import replace

from ..data import Block, Document, Opening
from .lines import lines
from .story import Story


def parse(document: Document) -> tuple[Document, list[Block]]:
    """The document (an HTML page with its text read) and the blocks of its text."""
    if document.html:
        from .html import read_html  # its libraries are slow to load

        return _placed(document, read_html(document))
    return document, lines(document.text, document.body_start)


def _placed(document: Document, stories: list[Story]) -> tuple[Document, list[Block]]:
    """The text that was read from an HTML page, a blank line between its lines, and where its articles begin."""
    first, *further = stories or [Story()]
    held = [first, *(story for story in further if story.lines)]
    text = "\n\n".join(line for story in held for line in story.lines)
    places = (place for story in held for place in story.places)
    blocks = [block._replace(place=place) for block, place in zip(lines(text), places, strict=True)]
    starts = itertools.accumulate(len(story.lines) for story in held)
    openings = [Opening(blocks[start].line, story.confidence, story.given) for start, story in zip(starts, held[1:], strict=False)]
    url = document.url or first.given.get("source")
    return replace(document, text=text, given=first.given, url=url, openings=tuple(openings)), blocks

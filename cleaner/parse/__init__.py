"""Second stage: a `Document` in, its `Block`s out, each with its exact place."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from .. import budget
from ..data import Block, Document, Opening
from ..doors import languages
from ..stated import checked
from .lines import lines
from .story import Story

NO_ARTICLE = "no article was found in the HTML"


def parse(document: Document, site_config: str | None = None, fast: bool = False) -> tuple[Document, list[Block]]:
    """The document (an HTML page with its text read) and the blocks of its text.

    `site_config` is a folder of files about sites; `fast` reads
    HTML in less time and less well. Raises ConfigError for what is not installed, and for a site's file that is no good.
    """
    if document.binary:
        return document, []
    if document.html:
        _reader(fast)  # what it loads must not be interrupted
        budget.check()
        with budget.interruptible():
            stories, flags = _read(document, site_config, fast)
        return _placed(document, stories, flags)
    return document, lines(document.text, document.body_start)


def _read(document: Document, site_config: str | None, fast: bool) -> tuple[list[Story], tuple[str, ...]]:
    """The articles of an HTML page, and reasons to look at it."""
    from .limits import MAX_COPIES, TooDeep, flatten, tame

    tamed = tame(document.text)
    if not fast or tamed.copies <= MAX_COPIES:
        with suppress(TooDeep):
            stories, told = _stories(tamed.markup, document.url, site_config, fast)
            return stories, tamed.remarks + told
    tamed = flatten(document.text)
    stories, told = _stories(tamed.markup, document.url, site_config, fast, flat=True)
    return stories, tamed.remarks + told


def _stories(markup: str, url: str | None, site_config: str | None, fast: bool, flat: bool = False) -> tuple[list[Story], tuple[str, ...]]:
    """The articles that the reader finds, through the file of the page's site where there is one, and what that file remarks."""
    read = _reader(fast)
    if site_config is None:
        return read(markup, url, flat), ()
    from .site_config import through_site

    found = through_site(site_config, markup, url, flat)
    first, *further = read(found.markup, url, flat) or [Story()]
    given = {**first.given, **found.given}
    if found.lines is None:
        return [first._replace(given=given), *further], found.flags
    return [Story(found.lines, [None] * len(found.lines), 1.0, given)], found.flags


def _reader(fast: bool) -> Callable[[str, str | None, bool], list[Story]]:
    """One of the two readers, loaded when it is asked for: their libraries are slow to load."""
    if fast:
        from .html.fast import read_fast

        return read_fast
    from .html import read_html

    return read_html


def _placed(document: Document, stories: Sequence[Story], flags: tuple[str, ...]) -> tuple[Document, list[Block]]:
    """The text that was read from an HTML page, a blank line between its lines, and where its articles begin."""
    first, *further = stories or [Story()]
    held = [first, *(story for story in further if story.lines)]
    text = "\n\n".join(line for story in held for line in story.lines)
    places = (place for story in held for place in story.places)
    blocks = [block._replace(place=place) for block, place in zip(lines(text), places, strict=True)]
    starts = itertools.accumulate(len(story.lines) for story in held)
    given, remarks = _stated(first.given)
    openings = [
        Opening(blocks[start].line, story.confidence, checked(story.given)[0]) for start, story in zip(starts, held[1:], strict=False)
    ]
    return (
        replace(
            document,
            text=text,
            given=given,
            url=document.url or given.get("source"),
            openings=tuple(openings),
            flags=document.flags + flags + remarks + (() if text else (NO_ARTICLE,)),
        ),
        blocks,
    )


def _stated(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields of a page with sound values, and remarks on others. What a template says of the language is often wrong, and no remark."""
    if languages.code_of(str(given.get("language") or "")) is None:
        given = {name: value for name, value in given.items() if name != "language"}
    return checked(given)

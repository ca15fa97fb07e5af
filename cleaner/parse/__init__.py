"""Second stage: turns a `Document` into its `Block`s, each with its exact position."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from .. import budget
from ..backends import languages
from ..config import Settings
from ..data import Block, Document, Opening, Place
from ..field_checks import checked
from .damage import mend
from .reader_result import PageText, Reading, plain_page
from .text_lines import lines

NO_ARTICLE = "no article was found in the HTML"


def parse(document: Document, settings: Settings) -> tuple[Document, list[Block]]:
    """The document (for an HTML page, with its text filled in) and the blocks of its text.

    Settings name the HTML reader (`reader`), the folder of site files (`site_config`), the treatment of hidden text (`hidden`) and the
    type of the pages (`page_type`). Raises ConfigError for a library that is not installed and for an invalid site file.
    """
    if document.binary:
        return document, []
    if document.html:
        _reader(settings.reader)  # its imports must not be interrupted
        budget.check()
        with budget.interruptible():
            page = _read(document, settings)
        return _placed(document, page)
    if document.markdown:
        from .markdown import markdown_lines

        return document, markdown_lines(document.text, document.body_start, settings.images)
    found = lines(document.text, document.body_start)
    return document, found if document.as_is else mend(document.text, found)


def _read(document: Document, settings: Settings) -> PageText:
    """The text, articles and flags of an HTML page, read within the limits."""
    from .limits import MAX_COPIES, TooDeep, flatten, tame

    how = Reading(hidden=settings.hidden, type=settings.page_type, alts=settings.images == "alt", fetched=document.fetched)
    tamed = tame(document.text)
    if settings.reader != "fast" or tamed.copies <= MAX_COPIES:
        with suppress(TooDeep):
            page = _page(tamed.markup, document.url, settings, how)
            return page._replace(flags=tamed.remarks + page.flags)
    tamed = flatten(document.text)
    page = _page(tamed.markup, document.url, settings, how._replace(flat=True))
    return page._replace(flags=tamed.remarks + page.flags)


def _page(markup: str, url: str | None, settings: Settings, how: Reading) -> PageText:
    """The reader's result, after the site file for the page's host is applied, with the flags of both."""
    read = _reader(settings.reader)
    if settings.site_config is None:
        return read(markup, url, how)
    from .site_config import through_site

    found = through_site(settings.site_config, markup, url, how.flat)
    page = read(found.markup, url, how)
    first, *further = page.stories
    given = {**first.given, **found.given}
    if found.lines is None:
        return page._replace(stories=(first._replace(given=given), *further), flags=page.flags + found.flags)
    return plain_page(found.lines, given)._replace(flags=found.flags)


def _reader(reader: str) -> Callable[[str, str | None, Reading], PageText]:
    """The reader of that name, imported on demand: the readers' libraries are slow to import."""
    if reader == "fast":
        from .html.fast_reader import read_fast

        return read_fast
    if reader == "trafilatura":
        from .html.trafilatura_reader import read_by_trafilatura

        return read_by_trafilatura
    from .html import read_html

    return read_html


def _placed(document: Document, page: PageText) -> tuple[Document, list[Block]]:
    """The document with the text read from an HTML page, a blank line between paragraphs, and the openings of its articles."""
    pieces: list[str] = []
    places: list[Place | None] = []
    firsts: list[int] = []  # for each block of the page, the index of its first line
    for text, place, soft in page.blocks:
        pieces += ("\n" if soft else "\n\n", text)
        firsts.append(len(places))
        if "\n" in text:
            places += [place for line in text.splitlines() if line.strip()]
        else:
            places.append(place)
    text = "".join(pieces[1:])
    blocks = lines(text, places=places)
    first, *further = page.stories
    given, remarks = _stated(first.given)
    openings = [Opening(blocks[firsts[story.first]].line, story.confidence, checked(story.given)[0]) for story in further]
    return (
        replace(
            document,
            text=text,
            given=given,
            url=document.url or given.get("source"),
            openings=tuple(openings),
            flags=document.flags + page.flags + remarks + (() if text else (NO_ARTICLE,)),
            quality=page.quality,
            type=page.type,
            type_confidence=page.type_confidence,
        ),
        blocks,
    )


def _stated(given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The valid fields of a page, and flags for invalid ones. An invalid language is not flagged: templates often get it wrong."""
    if languages.code_of(str(given.get("language") or "")) is None:
        given = {name: value for name, value in given.items() if name != "language"}
    return checked(given)

"""HTML of which no text came is flagged, and said to be built by scripts where scripts build it; a short page of text is not."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.config import Settings
from cleaner.parse.empty_pages import BUILT_BY_SCRIPTS, NO_TEXT, remarks

SENTENCE = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday."
SCRIPT = '<script src="/app.js"></script>'
DATA = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Night ferry to sail"}</script>'


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head><title>Night ferry to sail - Courier</title>{head}</head><body>{body}</body></html>"


EMPTY = {
    "headline": page("<h1>Night ferry to sail again</h1>"),
    "headline-and-data": page("<h1>Night ferry to sail again</h1>", DATA),
    "nothing": page(""),
}
BUILT = {
    "root": page(f'<div id="root"></div>{SCRIPT}'),
    "headline": page(f"<h1>Night ferry to sail again</h1><div id=app></div>{SCRIPT}"),
    "loading": page(f'<div id="root">Loading...</div>{SCRIPT}'),
    "loading-in-words": page(f"<main><p>Bitte warten …</p></main>{SCRIPT}"),
    "noscript": page(
        f"<noscript>You need to switch on scripts to read this page, which is a program.</noscript><div id=root></div>{SCRIPT}"
    ),
    "noscript-shown": page(
        f"<noscript><p>Our pages need a newer browser than yours to be read.</p></noscript><p>Our pages need a newer browser than yours to be read.</p>{SCRIPT}"
    ),
    "javascript": page(f"<h1>Night ferry to sail again</h1><p>Please enable JavaScript in your browser to read on.</p>{SCRIPT}"),
    "javascript-german": page(f"<p>Bitte aktivieren Sie JavaScript, um diese Seite zu lesen.</p>{SCRIPT}"),
}
TEXT = {
    "article": page(f"<h1>Night ferry to sail again</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>{SCRIPT}"),
    "sentences": page(
        f"<h1>Bridge</h1><article><p>The bridge is closed.</p><p>It will be so until Monday, said the town.</p></article>{SCRIPT}"
    ),
    "about-javascript": page(
        f"<h1>A language for pages</h1><p>{'JavaScript was made in ten days, said its maker at the fair. ' * 9}</p>{SCRIPT}"
    ),
    "with-noscript": page(f"<noscript><img src=x></noscript><h1>Night ferry to sail</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>{SCRIPT}"),
}


@pytest.mark.parametrize("reader", ["default", "fast"])
@pytest.mark.parametrize("name", EMPTY)
def test_a_page_without_text_is_flagged(name: str, reader: object) -> None:
    flags = cleaner.clean(EMPTY[name], settings=Settings(html=reader)).flags  # type: ignore[arg-type]
    assert NO_TEXT in flags and BUILT_BY_SCRIPTS not in flags


@pytest.mark.parametrize("as_bytes", [False, True])
@pytest.mark.parametrize("reader", ["default", "fast"])
@pytest.mark.parametrize("name", BUILT)
def test_a_page_that_scripts_build_is_flagged_as_such(name: str, reader: object, as_bytes: bool) -> None:
    source = BUILT[name].encode("utf-16") if as_bytes else BUILT[name]
    flags = cleaner.clean(source, settings=Settings(html=reader)).flags  # type: ignore[arg-type]
    assert NO_TEXT in flags and BUILT_BY_SCRIPTS in flags


@pytest.mark.parametrize("reader", ["default", "fast"])
@pytest.mark.parametrize("name", TEXT)
def test_a_page_of_text_is_not_flagged(name: str, reader: object) -> None:
    flags = cleaner.clean(TEXT[name], settings=Settings(html=reader)).flags  # type: ignore[arg-type]
    assert not {NO_TEXT, BUILT_BY_SCRIPTS} & set(flags)


def test_a_text_of_lines_without_sentences_is_text() -> None:
    assert (
        remarks(page(SCRIPT), "Flour 200 g\nButter 100 g\nSugar 50 g\nThree eggs of a middling size\nA pinch of salt\nA lemon\nMilk") == ()
    )


def test_sentences_that_a_reader_passed_over_are_not_said_to_be_built_by_scripts() -> None:
    assert remarks(page(f"<p>The bridge is closed.</p>{SCRIPT}"), "") == (NO_TEXT,)
    assert remarks(page(f"<p>The bridge</p><p>Home</p>{SCRIPT}"), "") == (NO_TEXT, BUILT_BY_SCRIPTS)


def test_scraped_text_is_not_looked_at() -> None:
    assert not {NO_TEXT, BUILT_BY_SCRIPTS} & set(cleaner.clean("Loading...\n").flags)


@pytest.mark.parametrize("words", ["Loading...", "Please wait...", "Access denied"])
def test_a_page_that_shows_an_error_in_place_of_its_text_has_no_article(words: str) -> None:
    found = cleaner.clean(page(f"<main><div>{words}</div></main>", "<title>Night ferry to sail again</title>"))
    assert found.articles == [] and NO_TEXT in found.flags


def test_a_page_of_a_headline_alone_keeps_it() -> None:
    found = cleaner.clean(page("<main><h1>Night ferry to sail again</h1></main>", "<title>Night ferry to sail again</title>"))
    assert [article.title for article in found.articles] == ["Night ferry to sail again"]

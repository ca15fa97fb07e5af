"""The Python interface: short and harmless to show, plain data to pass on, errors of one family, many pages in order."""

from __future__ import annotations

import json
import logging
import os
import pickle
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

import cleaner
from cleaner import CleanerError, Page, Settings, clean_many, parallel
from cleaner.errors import WrongTypeError

STORY = """Lanterns return to the harbour wall

Short Url
Updated 04 March 2025

The harbour wall in Port Alder will carry lanterns again from Friday, for the first time since the storm took the old ones away.

A sail maker from the upper town has made new glass for eleven of them, and the twelfth is still in the kiln.
"""
HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> &amp; \x1b[31m\u202e\ud800'


def pages(count: int) -> list[str]:
    return [
        f"{STORY}\nThe wall has {number} hooks, as a count on Tuesday showed, and all of them will be used.\n" for number in range(count)
    ]


def test_short_to_show() -> None:
    page = cleaner.clean(STORY)
    assert repr(page) == f"<Page of 1 article, {len(page.findings)} findings, en: 'Lanterns return to the harbour wall'>"
    assert repr(page.articles[0]).startswith("<Article 'Lanterns return to the harbour wall' main, ")
    assert len(repr(cleaner.clean(STORY * 400))) < 200
    shown = repr(cleaner.clean(f"Lamps \x1b[31m of the coast\n\n{STORY}"))
    assert "\x1b" not in shown and "\n" not in shown


def test_the_stories_of_a_page_are_in_file_order() -> None:
    main, second, third = (cleaner.data.Article(None, "", [], first_line=line) for line in (1, 20, 40))
    page = Page(cleaner.data.Document("", ""), [main, third], [], left_out=[second])
    assert [story.first_line for story in page.stories] == [1, 20, 40]
    assert page.articles == [main, third] and page.left_out == [second]


class Tags(HTMLParser):
    """Collects the elements and attributes of a piece of HTML."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_notebook_shows_before_and_after() -> None:
    page = cleaner.clean(STORY)
    shown = Tags(page._repr_html_())
    assert {"table", "td", "span"} <= shown.tags
    before, _, after = shown.text.partition("main, confidence")
    assert "Short Url" in before and "Short Url" not in after
    assert "eleven of them" in after
    assert 'title="link.short-url: ' in page._repr_html_()


@pytest.mark.parametrize("render", [Page._repr_html_, Page.to_html, lambda page: page.articles[0].to_html()])
def test_nothing_of_a_page_is_markup(render: object) -> None:
    page = cleaner.clean(f"{HOSTILE}\n\n{STORY}\n{HOSTILE} was said on the quay, and it was said again by all who had heard it there.\n")
    markup = render(page)  # type: ignore[operator]
    shown = Tags(markup)
    assert not {"script", "img"} & shown.tags
    assert shown.attributes <= {"style", "title", "lang", "charset"}
    assert not set(markup) & {"\x1b", "\u202e", "\ud800"}
    markup.encode()


def test_a_notebook_gets_no_more_than_it_can_show() -> None:
    assert len(cleaner.clean("\n\n".join(pages(600)))._repr_html_()) < 300_000


def test_a_page_as_html() -> None:
    article = cleaner.clean(STORY).articles[0]
    markup = cleaner.clean(STORY).to_html()
    assert markup.startswith("<!DOCTYPE html>")
    assert f"<h1>{article.title}</h1>" in markup
    assert markup.count("<p>") == 2


def test_dicts_are_plain_data() -> None:
    page = cleaner.clean(STORY, url="https://paper.example/a")
    told = json.loads(json.dumps(page.to_dict()))
    assert told["articles"] == [json.loads(json.dumps(page.articles[0].to_dict()))]
    (article,) = told["articles"]
    assert (article["title"], article["updated"], article["url"]) == (page.articles[0].title, "2025-03-04", "https://paper.example/a")
    assert [finding["rule"] for finding in told["findings"]] == [finding.rule for finding in page.findings]
    assert (told["url"], told["quality"], told["flags"]) == ("https://paper.example/a", page.quality, [])


def test_an_article_as_markdown_is_what_is_written() -> None:
    from cleaner.write import to_markdown

    page = cleaner.clean(STORY, url="https://paper.example/a")
    assert page.articles[0].to_markdown() == to_markdown(page.articles[0], page)
    assert "source: " in page.articles[0].to_markdown()


@pytest.mark.parametrize("text", ["x", "Hello world", "Menu\nWorld\nPolitics\nTravel"])
def test_what_is_hardly_an_article_says_so(text: str) -> None:
    page = cleaner.clean(text)
    assert all(article.confidence < 0.5 for article in page.articles)
    assert any("hardly an article" in flag for flag in page.flags)


def test_a_lone_menu_is_flagged() -> None:
    page = cleaner.clean("Home\nNews\nSport\nContact\nAbout us\nPrivacy policy\n")
    assert page.articles == [] or page.articles[0].confidence < 0.5
    assert page.flags


def test_the_confidence_of_a_first_article_is_the_quality_of_its_page() -> None:
    page = cleaner.clean(STORY)
    assert page.quality is not None
    assert page.articles[0].confidence == round(page.quality, 3)
    assert not page.flags
    again = cleaner.clean(page.articles[0].to_markdown())
    assert again.articles[0].confidence == page.articles[0].confidence


@pytest.mark.parametrize("wrong", [None, 3, ["a"], object(), bytearray(b"x")])
def test_wrong_types_are_errors_of_the_family(wrong: object) -> None:
    with pytest.raises(CleanerError) as caught:
        cleaner.clean(wrong)  # type: ignore[arg-type]
    assert isinstance(caught.value, TypeError) and caught.value.remedy
    with pytest.raises(CleanerError):
        list(clean_many([wrong]))  # type: ignore[list-item]


@pytest.mark.parametrize(
    "arguments",
    [
        {"pages": "one page"},
        {"pages": b"one page"},
        {"pages": 3},
        {"pages": [], "workers": 0},
        {"pages": [], "workers": "2"},
        {"pages": [], "settings": {"appended": "drop"}},
        {"pages": [], "errors": "ignore"},
    ],
)
def test_wrong_arguments_are_refused_at_once(arguments: dict[str, object]) -> None:
    with pytest.raises(WrongTypeError):
        clean_many(**arguments)  # type: ignore[arg-type]


def test_many_pages_come_in_order_with_progress() -> None:
    done: list[int] = []
    found = clean_many(iter(pages(3)), progress=done.append, settings=Settings(appended="drop"))
    assert ["2 hooks" in page.text for page in found if isinstance(page, Page)] == [False, False, True]
    assert done == [1, 2, 3]


def test_a_page_that_fails_is_an_error_or_a_value(caplog: pytest.LogCaptureFixture) -> None:
    given = [STORY, 3, STORY]
    with pytest.raises(WrongTypeError):
        list(clean_many(given))  # type: ignore[arg-type]
    with caplog.at_level(logging.WARNING, "cleaner"):
        found = list(clean_many(given, errors="yield"))  # type: ignore[arg-type]
    assert [isinstance(page, Page) for page in found] == [True, False, True]
    assert isinstance(found[1], WrongTypeError)
    assert "page 2: " in caplog.text


def test_flags_are_logged_under_the_name_of_the_program(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "cleaner"):
        cleaner.clean("x", url="https://paper.example/x")
    assert [(record.name, record.levelname) for record in caplog.records] == [("cleaner", "DEBUG"), ("cleaner", "INFO")]
    assert "https://paper.example/x: " in caplog.text


def test_workers_give_the_same_in_the_same_order_and_hold_few_at_a_time() -> None:
    taken = 0

    def given() -> Iterator[str]:
        nonlocal taken
        for page in pages(14):
            taken += 1
            yield page

    found = clean_many(given(), workers=2)
    first = next(found)
    assert isinstance(first, Page) and taken <= 2 * parallel.AHEAD
    rest = [page for page in found if isinstance(page, Page)]
    assert [page.text for page in (first, *rest)] == pages(14)
    assert pickle.dumps(first.to_dict()) == pickle.dumps(cleaner.clean(pages(1)[0]).to_dict())


def _end_at_three(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number * 10


def test_a_worker_that_ends_costs_one_item() -> None:
    assert list(parallel.in_order(_end_at_three, range(8), 2, lambda number: -number)) == [0, 10, 20, -3, 40, 50, 60, 70]

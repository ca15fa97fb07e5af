"""How a page's dates and authors agree with one another, and which of its mentions are about another item."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

import cleaner
from cleaner.parse.html.fields import field_page, read_fields
from cleaner.parse.html.fields.author_features import FEATURES as AUTHORS
from cleaner.parse.html.fields.author_sources import bylines, is_profile
from cleaner.parse.html.fields.authors import names
from cleaner.parse.html.fields.candidates import DatedPage, SignedPage
from cleaner.parse.html.fields.choice import able_days
from cleaner.parse.html.fields.date_features import FEATURES as DATES
from cleaner.parse.html.fields.date_sources import mentions
from cleaner.parse.html.fields.date_text import find_dates
from cleaner.parse.html.fields.title_sources import wordings

HEADLINE = "Weir gates raised after the spring flood"
PROSE = "<p>The river authority raised the gates at dawn, and the water below the mill fell by a hand's breadth within the hour.</p>" * 6


def page(above: str = "", head: str = "", below: str = "", url: str | None = None) -> Any:
    markup = f"<html lang='en'><head>{head}</head><body><main><h1>{HEADLINE}</h1>{above}{PROSE}</main>{below}</body></html>"
    return field_page(lxml.html.document_fromstring(markup), url)


def published(value: str) -> str:
    return f'<meta property="article:published_time" content="{value}">'


def dated(above: str = "", head: str = "", **more: Any) -> tuple[DatedPage, dict[str, dict[str, float]]]:
    found = page(above, head, **more)
    days = DatedPage.of(found, mentions(found))
    matrix = DATES.matrix(days)
    return days, {day.isoformat(): dict(zip(DATES.names, map(float, row), strict=True)) for day, row in zip(days.days, matrix, strict=True)}


@pytest.mark.parametrize("text", ["9.8 /10", "4/5-10", "1.2/2024"])
def test_a_date_has_one_kind_of_divider(text: str) -> None:
    assert not find_dates(text, ("en",))


@pytest.mark.parametrize(("text", "languages"), [("06.10.2023", ("en",)), ("06/10/2023", ("fr",)), ("06-10-2023", ("de",))])
def test_day_and_month_are_in_doubt_only_in_english_between_slashes_or_dashes(text: str, languages: tuple[str, ...]) -> None:
    assert [(found.day.isoformat(), found.other) for found in find_dates(text, languages)] == [("2023-10-06", None)]
    assert find_dates("06/10/2023", ("en",))[0].other is not None


def test_a_date_in_front_of_an_update_is_no_update() -> None:
    days, _ = dated("<p>April 26, 2024 - Updated October 28, 2024</p>")
    labels = {day.isoformat(): {one.label for one in group} for day, group in zip(days.days, days.mentions, strict=True)}
    assert labels == {"2024-04-26": {""}, "2024-10-28": {"updated"}}


def test_what_stands_behind_a_date_in_brackets_is_said_of_it() -> None:
    days, _ = dated("<p>April 26, 2024 (updated)</p>")
    assert {one.label for one in days.mentions[0]} == {"updated"}


def test_microdata_in_the_body_belong_to_the_item_around_them() -> None:
    related = '<aside class="related"><div itemscope><meta itemprop="datePublished" content="2023-02-01"><meta itemprop="author" content="Ilse Brandt"></div></aside>'
    found = page(below=related)
    one = next(mention for mention in mentions(found) if mention.day.isoformat() == "2023-02-01")
    assert one.source == "microdata"
    assert one.place is not None and one.place.is_in("related")
    assert {(byline.source, byline.names) for byline in bylines(found)} == {("microdata", ("Ilse Brandt",))}


def test_the_creation_in_the_data_is_not_the_publication() -> None:
    told = '<script type="application/ld+json">{"@type": "Article", "dateCreated": "2021-05-04", "datePublished": "2021-06-07"}</script>'
    days, _ = dated(head=told)
    labels = {day.isoformat(): {one.label for one in group} for day, group in zip(days.days, days.mentions, strict=True)}
    assert labels == {"2021-05-04": {""}, "2021-06-07": {"published"}}


def test_one_moment_in_two_zones_is_recognised() -> None:
    _, rows = dated("<p class='date'>November 8, 2023 at 6:09 p.m.</p>", published("2023-11-09T01:09:55+00:00"))
    assert rows["2023-11-08"]["local time of"] == 1 and rows["2023-11-08"]["in UTC of"] == 0
    assert rows["2023-11-09"]["local time of"] == 0 and rows["2023-11-09"]["in UTC of"] == 1


def test_two_moments_are_not_taken_for_one() -> None:
    _, rows = dated("<p class='date'>November 8, 2023 at 6:20 p.m.</p>", published("2023-11-09T01:09:55+00:00"))
    assert not any(row["local time of"] or row["in UTC of"] for row in rows.values())


def test_year_and_month_in_the_address() -> None:
    _, rows = dated("<p>3 May 2023</p><p>4 June 2023</p>", url="https://weir.example/2023/05/gates/")
    assert rows["2023-05-03"]["address month"] == 1
    assert rows["2023-06-04"]["address month"] == -1


def test_what_data_and_page_call_an_update_is_no_publication() -> None:
    told = '<script type="application/ld+json">{"@type": "Article", "headline": "%s", "datePublished": "2021-06-07", "dateModified": "2022-03-04"}</script>'
    days, _ = dated("<p>Last updated 4 March 2022</p>", told % HEADLINE)
    assert dict(zip(map(str, days.days), able_days(days), strict=True)) == {"2021-06-07": True, "2022-03-04": False}


def test_the_last_change_is_an_update_in_other_languages_too() -> None:
    days, _ = dated(below="<p>Diese Seite wurde zuletzt am 29.01.2020 geändert.</p>")
    assert {one.label for group in days.mentions for one in group} == {"updated"}


def test_a_byline_that_names_more_than_the_data() -> None:
    found = page("<p class='byline'>By Ilse Brandt and Tom Okafor</p>", '<meta name="author" content="Ilse Brandt">')
    signed = SignedPage.of(found, bylines(found))
    rows = [dict(zip(AUTHORS.names, map(float, row), strict=True)) for row in AUTHORS.matrix(signed)]
    by_size = {len(key): row for key, row in zip(signed.keys, rows, strict=True)}
    assert by_size[2]["larger than stated"] == 1 and by_size[2]["in larger byline"] == 0
    assert by_size[1]["larger than stated"] == 0 and by_size[1]["in larger byline"] == 1


def test_an_author_elsewhere_is_no_byline() -> None:
    found = page(below="<div class='comments'><span class='author'>Tom Okafor</span></div>")
    signed = SignedPage.of(found, bylines(found))
    assert all(dict(zip(AUTHORS.names, row, strict=True))["byline"] == 0 for row in AUTHORS.matrix(signed))


@pytest.mark.parametrize(
    "target", ["https://share.example/sharer.php?u=https://weir.example/a", "https://bird.example/intent/tweet?user=weir"]
)
def test_a_link_that_shares_the_page_is_no_profile(target: str) -> None:
    assert not is_profile(target)
    assert is_profile("https://weir.example/author/ilse-brandt")


@pytest.mark.parametrize(
    "text", ["By Ilse Brandt, MD. Medically reviewed by Tom Okafor, MD", "By Ilse Brandt | Edited by Tom Okafor", "Ilse Brandt, CFP®"]
)
def test_who_checked_a_text_is_not_its_author(text: str) -> None:
    assert names([text]) == ["Ilse Brandt"]


def test_a_reviewer_counts_where_nobody_else_is_named() -> None:
    assert names(["Reviewed by Ilse Brandt"]) == ["Ilse Brandt"]
    assert names(["By Tom Okafor, Reviewed by Ilse Brandt"]) == ["Tom Okafor"]


def test_the_profile_of_a_forums_member_is_a_profile() -> None:
    assert is_profile("profile.php?id=52") and not is_profile("viewtopic.php?id=52")


@pytest.mark.parametrize("text", ["by", "Topic Author", "Share on Harbourbook"])
def test_labels_are_no_names(text: str) -> None:
    assert names([text]) == []


def test_a_headline_with_soft_hyphens_and_entities_is_the_one_in_the_tab() -> None:
    markup = "<title>Home repairs &amp; help</title><h1>Home re\u00adpairs &amp;amp; help</h1>" + PROSE
    assert read_fields(lxml.html.document_fromstring(markup))["title"] == "Home repairs & help"


def test_a_chinese_tab_is_divided_at_hyphens() -> None:
    found = field_page(lxml.html.document_fromstring(f"<title>江水上涨闸门开启-地方-山谷新闻网</title>{PROSE}"), None)
    assert "江水上涨闸门开启" in [one.text for one in wordings(found)]


def test_a_line_of_the_authors_and_what_they_are_is_no_text() -> None:
    line = "Ilse Brandt, Research Fellow, and Tom Okafor, Head of Gauges"
    article = cleaner.clean(f"<html><body><main><h1>{HEADLINE}</h1><p>{line}</p>{PROSE}</main></body></html>").articles[0]
    assert list(article.authors) == ["Ilse Brandt", "Tom Okafor"]
    assert "Research Fellow" not in article.text
    assert article.text.startswith("The river authority")


def test_a_sentence_about_the_authors_stays_text() -> None:
    below = "<p>Ilse Brandt and Tom Okafor have measured the river since the first gauge was set below the mill.</p>"
    article = cleaner.clean(
        f"<html><body><main><h1>{HEADLINE}</h1><p>By Ilse Brandt and Tom Okafor</p>{PROSE}{below}</main></body></html>"
    ).articles[0]
    assert "have measured the river" in article.text

"""Which of a page's candidates becomes its title, its authors, its dates; cases that must not be chosen come first."""

from __future__ import annotations

import json
from typing import Any

import lxml.html
import numpy as np
import pytest

import cleaner
from cleaner.parse.html.fields import field_page, read_fields
from cleaner.parse.html.fields.author_sources import bylines, is_profile
from cleaner.parse.html.fields.authors import names, roll
from cleaner.parse.html.fields.choice import candidates, probabilities
from cleaner.parse.html.fields.date_sources import mentions

HEADLINE = "Night ferry returns to Ostrava Quay"
SENTENCE = "The harbour board said on Monday that the night ferry would sail again, eleven weeks after it was laid up in the dock."
PROSE = f"<p>{SENTENCE}</p>" * 6


def tree(head: str = "", above: str = "", below: str = "", lang: str = "en") -> Any:
    return lxml.html.document_fromstring(f"<html lang='{lang}'><head>{head}</head><body><main>{above}{PROSE}</main>{below}</body></html>")


def fields(head: str = "", above: str = f"<h1>{HEADLINE}</h1>", below: str = "", url: str | None = None, **more: Any) -> dict[str, Any]:
    return read_fields(tree(head, above, below, more.pop("lang", "en")), url, **more)


def script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


# titles


@pytest.mark.parametrize("placeholder", ["{{page.title}}", "%title%", "${title}", "undefined"])
def test_a_placeholder_is_no_title(placeholder: str) -> None:
    assert fields(f'<meta property="og:title" content="{placeholder}">')["title"] == HEADLINE


def test_a_description_in_the_data_is_no_title() -> None:
    told = script({"@type": "Article", "name": "Sandeby", "headline": "harbour town on the eastern coast"})
    found = fields(f"<title>Sandeby - Gazetteer</title>{told}", "<h1 class='firstHeading'>Sandeby</h1>")
    assert found["title"] == "Sandeby"


def test_a_sections_name_above_is_no_title() -> None:
    above = f"<div id='masthead'><h1>Harbour and Shipping</h1></div><div><h3>{HEADLINE}</h3></div>"
    assert fields(f"<title>{HEADLINE}</title>", above)["title"] == HEADLINE


def test_a_headline_is_read_without_its_pilcrow() -> None:
    assert fields("", "<h1>Reading a gauge ¶</h1>")["title"] == "Reading a gauge"


@pytest.mark.parametrize("title", ["The keeper | the lamp | the sea", "Winter timetable | night ferries | prices"])
def test_only_the_sites_name_goes_from_a_title(title: str) -> None:
    site = '<meta property="og:site_name" content="Harbour Post">'
    assert fields(f"<title>{title}</title>{site}", "")["title"] == title
    assert fields(f"<title>{HEADLINE} | Harbour Post</title>{site}", "")["title"] == HEADLINE
    assert fields(f"<title>{HEADLINE} – My website</title>", "")["title"] == HEADLINE


def test_the_sites_name_in_the_tab_is_no_title_beside_the_headline_of_an_article() -> None:
    assert fields("<title>Sandeby Courier</title>", f"<article><h1>{HEADLINE}</h1>{PROSE}</article>")["title"] == HEADLINE


# authors


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ana Ruiz, Senior Fellow, and Jon Poe, Director of Harbours", ["Ana Ruiz", "Jon Poe"]),
        ("Ana Ruiz und Jon Poe", ["Ana Ruiz", "Jon Poe"]),
        ("Ana Ruiz et Jon Poe", ["Ana Ruiz", "Jon Poe"]),
        ("Ana Ruiz y Jon Poe", ["Ana Ruiz", "Jon Poe"]),
        ("Anna Ruis e Gianni Po", ["Anna Ruis", "Gianni Po"]),
        ("Anna Ruis en Jan Poe", ["Anna Ruis", "Jan Poe"]),
        ("Anna Ruis i Jan Poe", ["Anna Ruis", "Jan Poe"]),
        ("Анна Руис и Иван По", ["Анна Руис", "Иван По"]),
        ("Άννα Ρουίς και Γιάννης Πο", ["Άννα Ρουίς", "Γιάννης Πο"]),
        ("山田太郎、鈴木花子", ["山田太郎", "鈴木花子"]),
        ("山田太郎・鈴木花子", ["山田太郎", "鈴木花子"]),
        ("ジョン・スミス", ["ジョン・スミス"]),
        ("记者 张建国", ["张建国"]),
        ("作者：李小龙", ["李小龙"]),
        ("By Ana Ruiz and Jon Poe The Associated Press", ["Ana Ruiz", "Jon Poe"]),
        ("Ana Ruiz, PhD", ["Ana Ruiz"]),
        ("Facebook", []),
    ],
)
def test_several_authors_in_one_string(text: str, people: list[str]) -> None:
    assert names([text]) == people


def test_a_line_of_persons_and_what_they_are_is_told_from_a_sentence() -> None:
    assert roll("Ana Ruiz, Reporter, and Jon Poe") == ["Ana Ruiz", "Jon Poe"]
    assert roll("Night ferry to sail again") == roll("Senior Fellow") == roll(SENTENCE) == []


def test_persons_in_the_byline_go_before_an_organisation_in_the_data() -> None:
    desk = script({"@type": "NewsArticle", "headline": HEADLINE, "author": {"@type": "Organization", "name": "Harbour Desk"}})
    assert fields(desk + '<meta name="author" content="Ana Ruiz">')["authors"] == ["Ana Ruiz"]
    assert fields(desk)["authors"] == ["Harbour Desk"]


@pytest.mark.parametrize(
    "byline",
    ["By <a href='/authors/ana'>Ana Ruiz</a> and <a href='/authors/jon'>Jon Poe</a>", "Ana Ruiz, Reporter, and Jon Poe, Photographer"],
)
def test_bylines_with_links_and_with_roles(byline: str) -> None:
    assert fields("", f"<h1>{HEADLINE}</h1><p class='byline'>{byline}</p>")["authors"] == ["Ana Ruiz", "Jon Poe"]


@pytest.mark.parametrize(
    ("byline", "name"),
    [("mossbaker Posts: 212 Joined: May 2019", "mossbaker"), ("Ana Ruiz Beiträge: 3", "Ana Ruiz"), ("Ana Ruiz", "Ana Ruiz")],
)
def test_the_counts_of_a_user_panel_are_no_part_of_a_name(byline: str, name: str) -> None:
    assert names([byline]) == [name]


@pytest.mark.parametrize(
    "sentence", ["渡し船が、四日の朝、最後の便を出した。", "橋は近い、だが誰も渡らない」", "नाव सुबह चली, और शाम को लौटी।"]
)
def test_a_sentence_in_a_script_without_capitals_is_no_line_of_names(sentence: str) -> None:
    assert roll(sentence) == []
    assert roll("浜野源治") == ["浜野源治"]


def test_a_slash_between_two_people_parts_their_names() -> None:
    assert names(["By Ana Ruiz/Jon Poe"]) == ["Ana Ruiz", "Jon Poe"]
    assert names(["AFP/Reuters"]) == ["AFP/Reuters"]


def test_a_picture_and_a_comment_name_no_author() -> None:
    above = f"<h1>{HEADLINE}</h1><figure><span class='author'>Petra Lund</span></figure>"
    page = field_page(tree("", above, "<div class='comments'><b class='comment-author'>Olaf Grimm</b></div>"), None)
    assert bylines(page) == []


# dates


def test_an_update_is_not_the_publication_where_that_is_stated() -> None:
    told = script({"@type": "BlogPosting", "headline": HEADLINE, "datePublished": "2022-11-16", "dateModified": "2025-03-04"})
    found = fields(told)
    assert (found["published"], found["updated"]) == ("2022-11-16", "2025-03-04")


def test_dates_of_others_are_not_the_pages() -> None:
    below = (
        "<aside class='related'><a href='/x'>Mill to close</a> <time datetime='2019-05-01'>1 May 2019</time></aside>"
        "<div class='comments'><p>Olaf Grimm, 7 June 2021</p></div><footer>© 2011-2024 Harbour Post. Call 030 12.34.56.78</footer>"
    )
    found = fields("", f"<h1>{HEADLINE}</h1><p class='date'>4 March 2025</p>", below)
    assert found["published"] == "2025-03-04"
    assert not any(one.iso.startswith(("2011", "2024")) for one in mentions(field_page(tree("", "", below), None)))


@pytest.mark.parametrize(("lang", "day"), [("en-US", "2024-05-07"), ("en-GB", "2024-07-05"), ("de", "2024-07-05"), ("en", "2024-05-07")])
def test_day_and_month_by_language_and_country(lang: str, day: str) -> None:
    page = field_page(tree("", f"<h1>{HEADLINE}</h1><p>5/7/2024</p>", lang=lang), None)
    assert next(one.iso for one in mentions(page) if not one.swapped) == day


def test_time_and_zone_are_kept() -> None:
    head = '<meta property="article:published_time" content="2025-03-04T08:30:00+05:30">'
    assert fields(head, f"<h1>{HEADLINE}</h1><p>4 March 2025</p>")["published"] == "2025-03-04T08:30:00+05:30"


def test_a_day_after_the_fetch_is_no_date_of_the_page() -> None:
    page = field_page(tree("", f"<h1>{HEADLINE}</h1><p>Sails on 4 March 2031</p>"), None, fetched="2025-03-04T08:30:00Z")
    assert mentions(page) == []


# confidence and reasons


def test_the_confidence_of_fields_arrives_at_the_article() -> None:
    html = (
        f"<html lang='en'><head><meta name='author' content='Ana Ruiz'></head><body><main><h1>{HEADLINE}</h1>{PROSE}</main></body></html>"
    )
    (article,) = cleaner.clean(html).articles
    assert set(article.field_confidence) == {"title", "authors"}
    assert all(0 < sure <= 1 for sure in article.field_confidence.values())


def test_candidates_are_told_with_their_places_and_reasons() -> None:
    page = field_page(tree(f"<title>{HEADLINE} | Harbour Post</title>", f"<h1>{HEADLINE}</h1><p>By Ana Ruiz</p>"), None)
    best = candidates(page, "title")[0]
    assert best.value == HEADLINE and "h1" in best.places and best.reasons
    assert next(one.value for one in candidates(page, "authors")) == ["Ana Ruiz"]
    assert candidates(page, "published") == []


def test_probabilities_of_candidates_leave_room_for_none_of_them() -> None:
    def told(odds: list[float], ranks: list[float], able: list[bool]) -> list[float]:
        return probabilities(np.array(odds, np.float32), np.array(ranks, np.float32), able).tolist()

    assert told([0.0], [3.0], [True]) == pytest.approx([0.5])  # as by its odds alone: ranks count only among several
    assert told([2.0, 2.0], [0.0, -1.0], [True, True]) == pytest.approx([0.665, 0.245], abs=0.001)
    assert told([4.0, 0.0], [9.0, 0.0], [False, True]) == pytest.approx([0.0, 0.5])  # what is ruled out does not count
    assert told([0.0], [0.0], [False]) == pytest.approx([0.5])  # if nothing can be chosen, everything can
    assert told([900.0, -900.0], [0.0, 0.0], [True, True]) == pytest.approx([1.0, 0.0])


@pytest.mark.parametrize(
    "target",
    [
        "/Authors/ana-ruiz",
        "https://outlet.example/autoren/jon-poe/",
        "/u/42",
        "/forum/index.php?topic=3&UID=7",
        "/news/author-ana-ruiz",
        "https://social.example/@ana.ruiz",
        "/forum/MemberList.php",
        "/Perſons/ana-ruiz",
    ],
)
def test_every_form_of_a_profile_address_passes_the_quick_check_before_its_pattern(target: str) -> None:
    assert is_profile(target)
    assert not is_profile(target.split("/")[0] + "/news/2024/ana-ruiz")

"""What the article model reads of a page's frame, and the pages of endless scroll that it learns from."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.parse.html.contexts import page_context
from cleaner.parse.html.page_frame import COLUMNS, Frame
from cleaner.text.cohesion import words
from cleaner.training import Data
from cleaner.training.articles import _page
from cleaner.training.page_composer import composed
from cleaner.training.protocol import Nested
from cleaner.training.scrolled_pages import scrolled_pages

NAMES = [name for name, _ in COLUMNS]
FERRY = [
    "The night ferry to Ostrava Quay sails again from Monday, after eleven weeks in the dock.",
    "Its engine was taken apart twice before the yard found the crack in the main shaft.",
    "Tickets for the first crossings were sold within an hour, the ferry's owner said.",
]
MILL = [
    "The paper mill above the weir has been sold to a cooperative of its own workers.",
    "They want to keep the two older machines and to make packaging for the region.",
    "The town lends the mill a third of the price, to be paid back over twelve years.",
]


def site_page(title: str, texts: list[str]) -> str:
    bar = "<div id='bar'><a href='/'>Harbour Post</a> <a href='/town'>Town and country</a></div>"
    text = "".join(f"<p>{text}</p>" for text in texts)
    foot = "<div class='tools'>Print this page</div>"
    return f"<html><body>{bar}<div class='story'><div class='head'>{title}</div><div class='date'>12/03/2024 10:15</div>{text}</div>{foot}</body></html>"


def frame_values(markup: str, gap: int) -> dict[str, float]:
    context = page_context(markup, None)
    assert context is not None
    blocks = context.outline.blocks
    paragraphs = [i for i, block in enumerate(blocks) if block.text in FERRY + MILL]
    frame = Frame(context.outline, paragraphs, [words(blocks[i].text) for i in paragraphs])
    return dict(zip(NAMES, frame.row(gap), strict=True))


def row(number: int, title: str, texts: list[str], site: str) -> dict[str, Any]:
    return {
        "id": f"page-{number}",
        "html": site_page(title, texts),
        "url": f"https://{site}/story/{number}",
        "type": "article",
        "gold": {"title": title, "paragraphs": texts},
    }


@pytest.fixture
def data(tmp_path: Path) -> Data:
    long = [text * 3 for text in FERRY], [text * 3 for text in MILL]
    rows = [row(1, "Night ferry returns", long[0], "post.example.com"), row(2, "Mill sold to its workers", long[1], "post.example.com")]
    rows.append(row(3, "Alone on its site", long[0], "lonely.example.org"))
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    return Data.of([path])


def test_a_frame_that_appears_again_is_seen_between_two_articles_and_nowhere_else() -> None:
    first, second = site_page("Night ferry returns to the quay", FERRY), site_page("Mill sold to its workers for a third", MILL)
    both = first.replace("</body></html>", "") + second.replace("<html><body>", "")
    between, inside = frame_values(both, len(FERRY) - 1), frame_values(both, 0)
    assert between["frame above again"] > 0 and between["ends as the page"] == 1
    assert between["led as the first"] == 1 and between["share of frame above"] >= 0.5
    assert between["opens text below"] > 0.3 and between["dated line"] == 1
    assert all(inside[name] == 0 for name in NAMES if name != "lead")


def test_a_line_about_the_text_above_opens_nothing() -> None:
    page = site_page("Night ferry returns to the quay", [FERRY[0], "To Ostrava Quay again from Monday, eleven weeks", *FERRY[1:]])
    assert frame_values(page, 0)["opens text below"] == 0


def test_pages_of_a_site_are_joined_with_the_sites_own_boxes(data: Data) -> None:
    made = list(scrolled_pages(data))
    assert made and {example.domain for example in made} == {"example.com"}
    for example in made:
        assert sorted(article.title or "" for article in example.articles) == ["Mill sold to its workers", "Night ferry returns"]
        places = [example.text.index(article.paragraphs[0]) for article in example.articles]
        assert places == sorted(places) and example.text.count("Harbour Post") in (1, 2)


def test_a_joined_page_has_one_boundary_where_the_second_article_begins(data: Data) -> None:
    for example in scrolled_pages(data):
        page = _page(example, Nested(Path("unused")))
        assert page is not None and page.label.sum() == 1
        at = page.label.tolist().index(1)
        assert page.owner[at] == 0 and page.owner[at + 1] == 1


def test_a_page_whose_gold_is_not_on_it_is_not_joined(tmp_path: Path) -> None:
    rows = [row(number, f"Story {number}", [text * 3 for text in FERRY], "post.example.com") for number in (1, 2)]
    rows[1]["gold"]["paragraphs"] = [text * 3 for text in MILL]
    path = tmp_path / "pages.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    assert list(scrolled_pages(Data.of([path]))) == []


def test_short_posts_are_the_beginnings_of_articles(data: Data) -> None:
    examples = list(data.examples("page")) * 3
    whole, some = list(composed(examples, 12, seed=7)), list(composed(examples, 12, seed=7, short=True))
    assert [made.id for made in whole] == [made.id for made in some]
    cut = [(a, b) for a, b in zip(whole, some, strict=True) if a.text != b.text]
    assert cut and all(len(b.articles) > 1 and len(b.text) < len(a.text) for a, b in cut)
    for _, made in cut:
        assert all(article.paragraphs and all(text in html.unescape(made.text) for text in article.paragraphs) for article in made.articles)

"""An article that this program wrote is known by its front matter: cleaned again it stays one, and loses nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.config import Settings
from cleaner.data import Page
from cleaner.write import to_markdown, to_record

ROOT = Path(__file__).parents[1]
INPUTS = sorted((ROOT / "fixtures").glob("*/*/input.*")) + sorted((ROOT / "fixtures" / "untouched").glob("*.txt"))
SENTENCE = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday, after a week in the dock."
# what any page would lose, or be split at
BAIT = f"""Short Url

Updated 5 sec ago

{SENTENCE}

Follow

Subscribe to our newsletter

Museum of clocks opens its new hall on the hill

By Ilse Marrow

Updated 04 March 2025

The museum on the hill has opened a hall for its clocks, which had stood in a cellar for thirty years, said the keeper on Friday.

Most read
Budget talks go on in Tarsk
Schools close early in Halven"""


def written(head: str, body: str) -> str:
    return f"---\n{head}generator: cleaner article 1\n---\n\n{body}\n"


NOT_KEPT = ("lines", "field_confidence")  # what is of the page and of how it was read, not of the article


def fields(page: Page) -> list[dict[str, object]]:
    return [{name: value for name, value in to_record(article, page).items() if name not in NOT_KEPT} for article in page.articles]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_fixture_comes_out_of_a_second_run_as_of_the_first(path: Path) -> None:
    page = cleaner.clean(path.read_bytes(), url="https://courier.example/a", fetched="2025-03-05T08:00:00+00:00")
    for article, before in zip(page.articles, fields(page), strict=True):
        text = to_markdown(article, page)
        again = cleaner.clean(text)
        assert fields(again) == [before]
        assert again.findings == [] and again.flags == () and again.restore() == text
        assert to_markdown(again.articles[0], again).partition("\n\n")[2] == text.partition("\n\n")[2]


def test_nothing_is_split_off_or_dropped_whatever_the_body_holds() -> None:
    assert cleaner.clean(BAIT).findings  # without the mark it is a page like any other
    page = cleaner.clean(written("title: null\n", BAIT))
    assert [article.text for article in page.articles] == [BAIT]
    assert page.articles[0].title is None and page.findings == [] and page.loss == 0


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_change_nothing(end: str) -> None:
    text = written(
        'title: Night ferry\nauthors:\n  - Ilse Marrow\nsummary:\n  - "One: two"\n', f"  {SENTENCE}\n\n    a verse\n  of two lines"
    )
    one, two = cleaner.clean(text), cleaner.clean(text.replace("\n", end))
    assert fields(one) == fields(two) and one.articles[0].text.startswith(f"  {SENTENCE}")


def test_every_field_is_read_back() -> None:
    head = (
        'title: "Night ferry: again"\nauthors:\n  - Ilse Marrow\n  - Noor Castellan\npublished: 2025-03-04T06:30:00+01:00\nupdated: 2025-03-05\n'
        "language: en\nagency: Northline\nplace: SANDEBY\nsummary:\n  - A key point\ncaptions:\n  - A ferry\nsource: https://courier.example/a\n"
        "site: Sandeby Courier\nrole: appended\nconfidence: 0.813\nlikeness: 0.25\ncut: true\n"
    )
    (found,) = fields(cleaner.clean(written(head, SENTENCE)))
    assert found == {
        "title": "Night ferry: again",
        "authors": ["Ilse Marrow", "Noor Castellan"],
        "published": "2025-03-04T06:30:00+01:00",
        "updated": "2025-03-05",
        "language": "en",
        "agency": "Northline",
        "place": "SANDEBY",
        "summary": ["A key point"],
        "captions": ["A ferry"],
        "source": "https://courier.example/a",
        "site": "Sandeby Courier",
        "role": "appended",
        "confidence": 0.813,
        "likeness": 0.25,
        "cut": True,
        "text": SENTENCE,
    }


def test_an_article_without_text_stays_one() -> None:
    (article,) = cleaner.clean(written("title: Night ferry\n", "")).articles
    assert (article.title, article.text, article.blocks) == ("Night ferry", "", [])


@pytest.mark.parametrize("generator", ["cleaner article 999", "cleaner article", "Hugo 0.1", "article 1"])
def test_another_writer_or_an_unknown_version_is_a_page_like_any_other(generator: str) -> None:
    text = f"---\ntitle: Night ferry\ngenerator: {generator}\n---\n\n{BAIT}\n"
    assert cleaner.clean(text).findings


def test_what_was_decided_by_hand_is_done(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text('[[decision]]\ndrop = "Follow"\n', encoding="utf-8")
    (article,) = cleaner.clean(written("title: null\n", BAIT), settings=Settings(decisions=str(path))).articles
    assert "Follow" not in article.text.split("\n") and "Subscribe to our newsletter" in article.text


def test_an_appended_article_obeys_what_becomes_of_appended_ones() -> None:
    text = written("title: Night ferry\nrole: appended\n", SENTENCE)
    assert len(cleaner.clean(text, settings=Settings(appended="only")).articles) == 1
    page = cleaner.clean(text, settings=Settings(appended="drop"))
    assert page.articles == [] and [article.text for article in page.left_out] == [SENTENCE]


def test_the_script_counts_what_differs(tmp_path: Path) -> None:
    row = {"id": "a", "text": f"Night ferry to sail again\n\n{BAIT}\n"}
    html = {"id": "b", "html": f"<html><body><h1>Night ferry to sail</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>"}
    (tmp_path / "texts.jsonl").write_text(f"{json.dumps(row)}\n{json.dumps(html)}\n", encoding="utf-8")
    command = [sys.executable, str(ROOT / "benchmarks" / "twice.py"), str(tmp_path), "--files", "texts", "--plain"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.startswith("texts: 2 rows, ") and done.stdout.endswith("\n0\n")

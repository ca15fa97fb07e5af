"""The table of fields, and that what is written, checked and documented follows it."""

from __future__ import annotations

import json
from pathlib import Path

import cleaner
from cleaner import schema
from cleaner.corpus import COLUMNS
from cleaner.corpus.records import Record
from cleaner.corpus.rows import cleaned
from cleaner.data import Article
from cleaner.field_checks import CHECKS
from cleaner.write import audit, to_markdown, to_record

PROSE = "<p>The harbour board said on Monday that the night ferry would sail again, eleven weeks after it was laid up in the dock.</p>" * 5
HTML = (
    "<html lang='en'><head><title>Night ferry returns | Harbour Post</title><meta property='og:site_name' content='Harbour Post'>"
    "<meta property='article:published_time' content='2025-03-04T08:30:00+01:00'><meta name='author' content='Ana Ruiz'></head>"
    f"<body><article><h1>Night ferry returns</h1>{PROSE}</article></body></html>"
)


def test_each_field_is_an_attribute_of_an_article_or_of_its_page() -> None:
    missing = [field.name for field in schema.FIELDS if not hasattr(Article("", "", []), field.name)]
    assert missing == ["source"], "the source is the page's address"


def test_what_is_written_where_follows_the_table() -> None:
    page = cleaner.clean(HTML)
    (article,) = page.articles
    record = to_record(article, page)
    assert [name for name in record if name not in ("lines", "text")] == [name for name in schema.written("record") if name in record]
    assert record["site"] == "Harbour Post" and set(record["field_confidence"]) == {"title", "authors", "published"}
    front = to_markdown(article, page)
    assert "site: Harbour Post" in front and "field_confidence" not in front
    told = json.loads(audit(page, "page.html", ["page.md"]))["articles"][0]["fields"]
    assert told["site"] == "Harbour Post" and set(told) <= set(schema.written("audit"))


def test_rows_have_every_field_that_is_written_there() -> None:
    assert set(schema.written("row")) <= set(COLUMNS)
    row = cleaned(Record("a", HTML, place="record a"), cleaner.Settings()).rows[0]
    assert (row["site"], row["authors"], row["published"]) == ("Harbour Post", ["Ana Ruiz"], "2025-03-04T08:30:00+01:00")


def test_what_a_page_states_is_checked_by_the_table() -> None:
    assert {name for name in CHECKS if name != "generator"} == {field.name for field in schema.FIELDS if field.check}
    assert CHECKS["field_confidence"]({"title": 0.5}) == {"title": 0.5}
    for wrong in (["title"], {"title": 2}, {1: 0.5}):
        try:
            CHECKS["field_confidence"](wrong)
        except ValueError:
            continue
        raise AssertionError(wrong)


def test_the_page_about_fields_is_up_to_date() -> None:
    path = Path(__file__).parents[1] / "docs" / "fields.md"
    assert path.read_text(encoding="utf-8") == schema.page(), "run: python -m cleaner.schema > docs/fields.md"

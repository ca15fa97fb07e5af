"""Front matter: read line by line, so that no text can keep it busy; what it states is checked, and a bad field costs the field alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cleaner
from cleaner.ingest.front_matter import MAX_CHARS, read_front_matter

BODY = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday."
CLEAN = "import sys, cleaner; print(len(cleaner.clean(sys.stdin.buffer.read()).articles))"


def stated(*lines: str, end: str = "\n") -> str:
    return end.join(("---", "title: Night ferry to sail again", *lines, "---", "", BODY, ""))


@pytest.mark.parametrize(
    "text",
    [
        "---\r\n" + "A line of a text from Windows\r\n" * 40,
        "---\n" + "A paragraph.\n\n" * 40,
        "---\n" + "title: a\n\n\n" * 100_000,
        "---\n" + "title: x" + " " * 1_000_000 + "y",
        "---\n" + "a" * 1_000_000,
        "---\ntitle: x\nauthors:\n" + "  - a\n" * 200_000,
        "\n" * 1_000_000 + "---",
        "--- \t" * 200_000,
        "---\ntitle: " + "[" * 1_000_000 + "\nlanguage: en\n---\n" + BODY,
    ],
    ids=["crlf", "blank-lines", "many-fields", "long-value", "long-line", "long-list", "blanks", "fences", "brackets"],
)
def test_no_text_keeps_it_busy(text: str) -> None:
    code = "import sys; from cleaner.ingest.front_matter import read_front_matter; read_front_matter(sys.stdin.buffer.read().decode())"
    subprocess.run([sys.executable, "-c", code], input=text.encode(), check=True, timeout=60)


def test_a_text_that_begins_with_a_rule_is_cleaned() -> None:
    for text in ("---\r\n" + "A line of a text from Windows\r\n" * 40, "---\n" + f"{BODY}\n\n" * 40):
        subprocess.run([sys.executable, "-c", CLEAN], input=text.encode(), check=True, timeout=120, capture_output=True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_scalars_and_lists_are_read(end: str) -> None:
    text = stated(
        "authors:", "  - Ilse Marrow", '  - "Noor: Castellan"', "published: 2025-03-04", "summary: ['a']", "language: 'en'", end=end
    )
    fields, start = read_front_matter(text)
    assert fields == {
        "title": "Night ferry to sail again",
        "authors": ["Ilse Marrow", "Noor: Castellan"],
        "published": "2025-03-04",
        "summary": "['a']",
        "language": "en",
    }
    assert text[start:].strip() == BODY


@pytest.mark.parametrize(
    "text",
    [
        "---\n---\n" + BODY,
        "---\ntitle: alone\n---\n" + BODY,
        "---\ntitle: x\nlanguage: en\n" + BODY,
        "---\ntitle: x\nA line of text.\nlanguage: en\n---\n" + BODY,
        "----\ntitle: x\nlanguage: en\n---\n",
        "text\n---\ntitle: x\nlanguage: en\n---\n",
        "---\ntitle: x\nlanguage: en\n" + "place: y\n" * (MAX_CHARS // 9) + "---\n" + BODY,
    ],
)
def test_what_is_no_head_is_text(text: str) -> None:
    assert read_front_matter(text) == ({}, 0)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("language: [1]", "language"),
        ("language: ../../x", "language"),
        ("language: {html}", "language"),
        ("language: english", "language"),
        ("authors: [1, 2]", "authors"),
        ('authors: [["a"]]', "authors"),
        ("published: [2025]", "published"),
        ("source: http://[::1", "source"),
        ("source: http://a:b:c/", "source"),
        ("source: [1]", "source"),
        ("role: editor", "role"),
        ("likeness: seven", "likeness"),
        ("likeness: 1e999", "likeness"),
        ("confidence: nan", "confidence"),
        ("cut: maybe", "cut"),
        ("place: [1]", "place"),
        ("summary: [null]", "summary"),
        ("agency: " + "[" * 5_000, "agency"),
    ],
)
def test_a_bad_field_costs_the_field_and_not_the_text(line: str, field: str) -> None:
    text = stated(line, "site: Sandeby Courier")
    page = cleaner.clean(text)
    (article,) = page.articles
    assert article.title == "Night ferry to sail again" and article.text == BODY and article.site == "Sandeby Courier"
    assert page.document.given.keys() == {"title", "site"}
    assert [flag for flag in page.flags if f"`{field}`" in flag] and page.restore() == text


@pytest.mark.parametrize("title", ["[" * 5_000, "[1, 2]", "[[1]]"])
def test_a_bad_title_is_taken_from_the_text(title: str) -> None:
    text = f"---\ntitle: {title}\nlanguage: en\n---\n\nNight ferry to sail again\n\n{BODY}\n"
    page = cleaner.clean(text)
    assert [(article.title, article.text) for article in page.articles] == [("Night ferry to sail again", BODY)]
    assert any("`title`" in flag for flag in page.flags)


def test_a_title_in_brackets_is_a_title() -> None:
    (article,) = cleaner.clean(f"---\ntitle: [Update] Night ferry to sail\nlanguage: en\n---\n\n{BODY}\n").articles
    assert article.title == "[Update] Night ferry to sail"


@pytest.mark.parametrize(("tag", "code"), [("pt-BR", "pt"), ("EN", "en"), ("zh_Hans", "zh"), ("nb", "no")])
def test_a_language_tag_gives_its_code(tag: str, code: str) -> None:
    page = cleaner.clean(stated(f"language: {tag}"))
    assert page.language == code and page.flags == ()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_head_in_toml_is_read(end: str) -> None:
    head = ["+++", 'title = "Night ferry to sail again"', "date = 2025-03-04T06:00:00+01:00", 'authors = ["Ilse Marrow"]', "draft = false", "[menu]", "main = 1", "+++"]  # fmt: skip
    text = end.join([*head, "", BODY])
    page = cleaner.clean(text)
    (article,) = page.articles
    assert (article.title, article.authors, article.text) == ("Night ferry to sail again", ["Ilse Marrow"], BODY)
    assert article.published and article.published.startswith("2025-03-04")
    assert page.restore() == text


@pytest.mark.parametrize("head", ["+++\n+++", "+++\nnot = = toml\n+++", '+++\ntitle = "Alone"\n+++', "+++\n" + "a = [" * 3000 + "\n+++"])
def test_what_is_no_head_in_toml_costs_no_text(head: str) -> None:
    page = cleaner.clean(f"{head}\n\n{BODY}")
    assert BODY.split("\n\n")[-1] in "\n".join(article.text for article in page.articles)
    assert page.restore() == f"{head}\n\n{BODY}"

"""What rules of action `boundary` do: delimiters decide, separators go where a boundary is drawn, records give their fields."""

from __future__ import annotations

import numpy as np
import pytest

import cleaner
from cleaner.flow import trace
from cleaner.lines.line import Line
from cleaner.segment import boundary

ONE = (
    "The ferry sailed at six, an hour late, with forty passengers and a brass band on board, the harbour office said.\n\n"
    "The band played until the lights of the island came in sight, and then the captain asked them for quiet.\n\n"
    "Nobody had told the passengers why they had to wait, and nobody seemed to mind."
)
TWO = (
    "The mill at Corrin has been sold to a baker from the coast, its owner said on Friday after a long auction.\n\n"
    "She means to grind her own flour there, and to live in the loft above the stones.\n\n"
    "The wheel has not turned since the flood, and the children of the village have asked to be there when it does."
)


def findings(page: cleaner.Page, group: str) -> list[tuple[int, str]]:
    return [(finding.line, finding.action) for finding in page.findings if finding.rule.startswith(f"{group}.")]


@pytest.mark.parametrize("delimiter", ["<|endoftext|>", "[END OF ARTICLE]", "=== ARTICLE BREAK ===", "</s>", "\x1e"])
def test_a_delimiter_that_decides_splits_whatever_stands_around_it(delimiter: str) -> None:
    text = f"{ONE}\n{delimiter}\n{TWO}\n"
    page = cleaner.clean(text)
    assert [article.text for article in page.articles] == [ONE, TWO]
    assert page.articles[1].boundary is not None
    assert page.articles[1].boundary.confidence >= 0.97
    assert page.restore() == text


def test_the_delimiter_is_dropped_on_record() -> None:
    page = cleaner.clean(f"{ONE}\n\n<|endoftext|>\n\n{TWO}\n\n<|endoftext|>\n")
    assert findings(page, "separator") == [(7, "drop"), (15, "drop")]
    assert len(page.articles) == 2


def test_a_delimiter_with_text_on_one_side_alone_makes_no_story() -> None:
    for text in (f"<|endoftext|>\n{ONE}\n", f"{ONE}\n<|endoftext|>\n"):
        assert len(cleaner.clean(text).articles) == 1


def test_a_separator_inside_a_story_stays_and_is_noted_only() -> None:
    parts = ONE.split("\n\n")
    text = f"{parts[0]}\n\n* * *\n\n{parts[1]}\n\n{parts[2]}\n"
    page = cleaner.clean(text)
    assert len(page.articles) == 1
    assert "* * *" in page.articles[0].text
    assert findings(page, "separator") == [(3, "mark")]
    assert not page.changed


def test_records_give_their_fields_and_lose_their_labels() -> None:
    head = "URL: https://paper.example/{n}\nTitle: {title}\nDate: 2025-03-0{n}\nAuthor: {author}\n\n"
    first = head.format(n=4, title="Late ferry brings a band", author="Mara Ellingson")
    second = head.format(n=5, title="Mill sold to a baker", author="Joost Verbeek")
    text = f"{first}{ONE}\n\n{second}{TWO}\n"
    page = cleaner.clean(text)
    assert [(article.title, article.published, article.authors) for article in page.articles] == [
        ("Late ferry brings a band", "2025-03-04", ["Mara Ellingson"]),
        ("Mill sold to a baker", "2025-03-05", ["Joost Verbeek"]),
    ]
    assert [article.text for article in page.articles] == [ONE, TWO]
    assert page.restore() == text


def test_one_record_alone_is_one_article_without_its_labels() -> None:
    page = cleaner.clean(f"Title: Mill sold to a baker\nDate: 2025-03-05\nText: {TWO}\n")
    assert [(article.title, article.text, article.published) for article in page.articles] == [("Mill sold to a baker", TWO, "2025-03-05")]


def test_a_label_in_running_text_is_no_record() -> None:
    text = f"Title: a word for a book or a knight\n\n{ONE}\n"
    page = cleaner.clean(text)
    assert not findings(page, "record")
    assert len(page.articles) == 1


def test_key_points_behind_their_marks_become_the_summary() -> None:
    page = cleaner.clean(f"{ONE}\n\n@highlight\n\nFerry an hour late\n\n@highlight\n\nBand plays on board\n")
    assert [(article.text, article.summary) for article in page.articles] == [(ONE, ["Ferry an hour late", "Band plays on board"])]


def test_a_html_page_is_not_read_as_records() -> None:
    lines = "".join(f"<p>URL: https://paper.example/{n}</p><p>Title: Mill {n}</p>" for n in (1, 2))
    page = cleaner.clean(f"<html><body><article><h1>How to write a dump</h1><p>{ONE}</p>{lines}<p>{TWO}</p></article></body></html>")
    assert not findings(page, "record")


def test_rules_can_be_switched_off() -> None:
    settings = cleaner.Settings(disable=("separator.*",))
    page = cleaner.clean(f"{ONE}\n<|endoftext|>\n{TWO}\n", settings=settings)
    assert not findings(page, "separator")


PARAGRAPH = (
    "The harbour of Ostrava Quay was closed for a second day on Tuesday, because the crane that fell into the basin on Monday night still lies "
    "across the fairway, and the only vessel that could lift it is at work on a bridge in another country until the end of the week."
)


def parted_by(mark: str, *heads: str) -> tuple[list[Line], np.ndarray, list[str]]:
    """The lines of stories below these headlines with a mark between, the lines that may begin a story, and the separator above each."""
    body = "\n\n".join([PARAGRAPH] * 3)
    lines = trace(f"\n\n{mark}\n\n".join(f"{head}\n\n{body}" if head else body for head in heads)).scan.lines
    starts = np.array([i for i, line in enumerate(lines) if i and line.block.text and line.block.text in heads], np.intp)
    return lines, starts, [boundary._separator(lines, start) for start in starts.tolist()]


HEADS = ("Crane falls into the basin", "Night ferry returns", "Lighthouse gets a new lamp", "Herring are late")


@pytest.mark.parametrize("mark", ["==================", "########", "~~~~~~~~~~"])
def test_a_separator_that_parts_the_whole_file_into_stories_is_believed(mark: str) -> None:
    lines, starts, separators = parted_by(mark, *HEADS)
    assert len(starts) == 3 and all(separators)
    assert boundary._repeated(lines, starts, np.full(3, -1.0, np.float32), separators) == separators
    assert boundary._repeated(lines, starts, np.array([-1, -1, -3], np.float32), separators) == [], "one start is improbable"


def test_a_mark_between_sections_is_not_believed() -> None:
    lines, starts, separators = parted_by("==================", *HEADS[:2], "", HEADS[2])
    assert boundary._repeated(lines, starts, np.full(len(starts), -1.0, np.float32), separators) == [], (
        "text without a headline follows one"
    )
    lines, starts, separators = parted_by("==================", *HEADS[:2])
    assert boundary._repeated(lines, starts, np.full(1, -1.0, np.float32), separators) == [], "it is there once"

"""Sentences that a scraper broke at every tag, and lines that only look like them."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

import cleaner
from cleaner.config import Settings
from cleaner.console.diff import Look, diff
from cleaner.console.why import explain
from cleaner.flow import trace
from cleaner.write.audit import audit

SENTENCE = (
    "The harbour board said on Monday that\nthe night ferry\nwould sail again (\nsee timetable\n), and\n"
    "Ottilie\n, the oldest boat, comes first."
)
WHOLE = "The harbour board said on Monday that the night ferry would sail again (see timetable), and Ottilie, the oldest boat, comes first."
PLAIN = "The ferry lay in the dock for eleven weeks, and nobody in the village had asked for it."


def text_of(source: str) -> str:
    return "\n".join(article.text for article in cleaner.clean(source).articles)


def test_a_sentence_is_one_line_again() -> None:
    page = cleaner.clean(SENTENCE)
    assert page.articles[0].blocks == [(1, WHOLE)]
    joins = [finding for finding in page.findings if finding.rule == "fragment.join"]
    assert [(finding.line, finding.text, finding.replacement) for finding in joins] == [
        (1, "\n", " "), (2, "\n", " "), (3, "\n", ""), (4, "\n", ""), (5, "\n", " "), (6, "\n", ""),
    ]  # fmt: skip
    assert all(finding.action == "repair" for finding in joins)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "  \n\n", "\n \t\n"])
def test_it_is_restored_whatever_stood_between(end: str) -> None:
    source = SENTENCE.replace("\n", end)
    page = cleaner.clean(source.encode())
    assert page.articles[0].text == WHOLE
    assert page.restore() == source.encode()
    assert cleaner.restore(audit(page, "x", [])) == source.encode()


@pytest.mark.parametrize("name", ["fragment", "fragment.join", "fragment.*"])
def test_it_can_be_switched_off(name: str) -> None:
    assert not cleaner.clean(SENTENCE, settings=Settings(disable=(name,))).changed


def test_paragraphs_stay_apart() -> None:
    assert text_of(f"{SENTENCE}\n{PLAIN}\n{PLAIN[4:].capitalize()}").split("\n\n") == [WHOLE, PLAIN, PLAIN[4:].capitalize()]


def test_an_advert_in_the_middle_of_a_sentence_goes() -> None:
    source = SENTENCE.replace("Ottilie\n,", "Ottilie\n\nAdvertisement\n\n,")
    page = cleaner.clean(source)
    assert page.articles[0].text == WHOLE
    assert page.restore() == source
    assert ("advertising.label", 8) in [(finding.rule, finding.line) for finding in page.findings]


def test_the_headline_is_not_joined() -> None:
    page = cleaner.clean(f"Night ferry to sail again\n{SENTENCE[0].lower()}{SENTENCE[1:]}\n{PLAIN}")
    assert page.articles[0].title == "Night ferry to sail again"


@pytest.mark.parametrize(
    "source",
    [
        "the sea takes\nthe names off the boats\nand, when it has read them,\nlays them on the sand\nagain.",
        f"{PLAIN}\n\n200 g flour\nbutter\na pinch of\nsalt",
        "call(\n    first,\n    second\n)",
        "Dear Ilse,\nthank you for the parcel, which came on the Thursday boat\ntogether with the newspapers and a crate of onions.",
        f"{PLAIN}\nHarbour Gazette\n{PLAIN}",
        "Harbour office\nMill Street 4,\nElmsund",
    ],
)
def test_what_stands_on_lines_of_its_own_stays_there(source: str) -> None:
    assert not any(finding.rule == "fragment.join" for finding in cleaner.clean(source).findings)


@pytest.mark.parametrize(
    ("source", "whole"),
    [
        ("说话的船长（\n见时刻表\n）周一离开了港口，船上有\n三十名\n、也许更多的乘客。", "说话的船长（见时刻表）周一离开了港口，船上有三十名、也许更多的乘客。"),
        ("The boat of\nMarrow\n’s was the first, she said, “\na boat like no other\n”, and everybody nodded for a while.",
         "The boat of Marrow’s was the first, she said, “a boat like no other”, and everybody nodded for a while."),
        ("T\nhe boats went out on a morning that nobody had wished for.\nA\nt noon they came back, all of them but the oldest.",
         "The boats went out on a morning that nobody had wished for.\n\nAt noon they came back, all of them but the oldest."),
    ],
)  # fmt: skip
def test_what_stands_between_two_pieces(source: str, whole: str) -> None:
    assert text_of(source) == whole


def test_the_diff_shows_a_paragraph_as_one_row() -> None:
    drawn = Console(file=io.StringIO(), width=200, no_color=True)
    for piece in diff(cleaner.clean(f"{SENTENCE}\n{PLAIN}"), "page.txt", drawn, Look(side_by_side=False)):
        drawn.print(piece)
    shown = drawn.file.getvalue()  # type: ignore[attr-defined]
    assert "1 ~ The harbour board said on Monday that↵ the night ferry↵ would sail again (↵see timetable↵), and↵ Ottilie↵, the" in shown
    assert f"8   {PLAIN}" in shown


def test_why_names_the_joins_of_a_line() -> None:
    sections = explain(trace(SENTENCE), 4, "page.txt")
    told = "\n".join(entry for section in sections for entry in section.entries)
    assert "see timetable" in told
    assert "It is one paragraph with lines 1 to 7." in told
    assert told.count("fragment.join: accepted") == 2

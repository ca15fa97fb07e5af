"""The headline: which line it is on, and which of the line's words belong to it."""

from __future__ import annotations

import textwrap

import numpy as np
import pytest

import cleaner
from cleaner.data import Block
from cleaner.flow import trace
from cleaner.lines.line import Line
from cleaner.models import Matrix
from cleaner.packs.rule import Hit, Rule
from cleaner.parse.text_lines import lines as split_lines
from cleaner.segment import headline as headline_model
from cleaner.segment.boundary import stretches_of
from cleaner.segment.headline_text import worded
from cleaner.segment.page_head import FEATURES, PageLines
from cleaner.segment.title import COPY, Title, find_title, show
from cleaner.segment.url_slug import spelled
from cleaner.write.text import to_text

SITE = "https://paper.example"
TEXT = """The footbridge at Tarn Hollow stays closed until the spring, the county engineer told the council on Monday evening.

Two of its beams have rotted through, and the new ones must season for another three months before they can be laid.
"""


def titled(*above: str, url: str | None = None) -> str | None:
    (article,) = cleaner.clean("\n\n".join([*above, TEXT]), url=url).articles
    return article.title


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/town/footbridge-stays-closed-482913.html", "footbridge stays closed"),
        ("/town/482913.br%C3%BCcke-bleibt-gesperrt", "brucke bleibt gesperrt"),
        ("/town/bruecke-bleibt-gesperrt-article482913", "brucke bleibt gesperrt"),
        ("/town/2031-a-year-of-bridges/", "a year of bridges"),
        ("/town/footbridge-closed", "footbridge closed"),
        ("/town/county-council/482913", ""),
        ("/", ""),
    ],
)
def test_what_an_address_spells(path: str, words: str) -> None:
    assert " ".join(spelled(SITE + path)) == words


def test_an_address_is_not_needed() -> None:
    assert spelled(None) == ()
    assert titled("Footbridge stays closed until spring") == "Footbridge stays closed until spring"


@pytest.mark.parametrize(
    "above",
    [
        ["County", "Footbridge stays closed until spring"],
        pytest.param(
            ["Tarn Hollow", "County", "Footbridge stays closed until spring"],
            marks=pytest.mark.xfail(strict=True, reason="the model takes a place's name on top of clean text for the headline"),
        ),
        ["1. Handbook", "2. Bridges", "3. Footbridge stays closed until spring", "Footbridge stays closed until spring"],
        ["County -- min read", "Footbridge stays closed until spring"],
        ["Home / Town / County council", "Footbridge stays closed until spring"],
        ["“Rotten”:", "Footbridge stays closed until spring"],
        ["Paper / Town", "Footbridge stays closed until spring", "The beams have to season for three months"],
    ],
)
def test_labels_above_a_headline_are_none(above: list[str]) -> None:
    assert titled(*above) == "Footbridge stays closed until spring"


def test_the_address_tells_which_line_is_the_headline() -> None:
    above = ["Why a footbridge rots", "Footbridge stays closed until spring"]
    assert titled(*above, url=f"{SITE}/town/footbridge-stays-closed-until-spring") == above[1]
    assert titled(*above, url=f"{SITE}/town/why-a-footbridge-rots") == above[0]


def headline(text: str, path: str, *others: str) -> str:
    """The words of a headline's line, in a page with these other lines below it."""
    source = "\n\n".join(["Short Url", text, *others, TEXT])
    lines = cleaner.flow.scanned(source)[1].lines
    return worded(1, lines, spelled(SITE + path))


@pytest.mark.parametrize(
    ("line", "path", "shown"),
    [
        ("Rotten beamsFootbridge stays closed", "/footbridge-stays-closed", "Footbridge stays closed"),
        ("“It is rotten”Footbridge stays closed", "/footbridge-stays-closed", "Footbridge stays closed"),
        ("Tarn Hollow Footbridge stays closed", "/footbridge-stays-closed", "Footbridge stays closed"),
        (": Footbridge stays closed", "", "Footbridge stays closed"),
        ("## Footbridge stays closed", "", "Footbridge stays closed"),
        ("• Footbridge stays closed", "", "Footbridge stays closed"),
        ("#footbridge stays closed", "", None),
        # the words before it belong to the headline
        ("Tarn Hollow Footbridge stays closed", "/tarn-hollow-footbridge-stays-closed", None),
        ("Why Footbridge stays closed", "/footbridge-stays-closed", None),
        ("Tarn Hollow: Footbridge stays closed", "/footbridge-stays-closed", None),
        ("Tarn Hollow Footbridge Stays Closed", "/footbridge-stays-closed", None),
        ("Tarn Hollow Footbridge stays closed", "/council-meets-on-monday", None),
        ("Tarn Hollow Footbridge stays closed", "", None),
    ],
)
def test_what_is_glued_to_a_headline_goes(line: str, path: str, shown: str | None) -> None:
    assert headline(line, path) == (shown or line)


def test_a_kicker_that_the_page_shows_by_itself_goes_with_the_address() -> None:
    line = "Bridges: Footbridge stays closed"
    assert headline(line, "/footbridge-stays-closed") == line
    assert headline(line, "/footbridge-stays-closed", "Bridges", "Footbridge stays closed") == "Footbridge stays closed"


def test_a_kicker_that_the_address_spells_is_of_the_headline() -> None:
    source = f"Skip to content\n\nTarn Hollow\n\nFootbridge stays closed\n\nUpdated 04 March 2031\n\nShort Url\n\n{TEXT}"
    lines = cleaner.flow.scanned(source)[1].lines
    at = next(i for i, line in enumerate(lines) if line.text == "Footbridge stays closed")
    lines[at - 1].gone = True
    assert worded(at, lines, spelled(f"{SITE}/tarn-hollow-footbridge-stays-closed")) == "Tarn Hollow: Footbridge stays closed"
    assert worded(at, lines, spelled(f"{SITE}/footbridge-stays-closed")) == "Footbridge stays closed"


@pytest.mark.parametrize(
    ("line", "others", "shown"),
    [
        ("Footbridge stays closed | The Tarn Paper", [], "Footbridge stays closed"),
        ("Footbridge stays closed | Town | The Tarn Paper", [], "Footbridge stays closed"),
        ("Footbridge stays closed - Town | tarn.example", ["Footbridge stays closed"], "Footbridge stays closed"),
        ("Footbridge stays closed – and what comes next", [], None),
        ("Footbridge stays closed - County in doubt", ["Footbridge stays closed - County in doubt"], None),
        # a line of the page that a page title ends with, behind something longer, is the outlet's name
        ("Footbridge stays closed until spring | Tarn Paper", ["Tarn Paper"], "Footbridge stays closed until spring"),
        ("Bridge - Learn about building bridges - Tarn Paper", ["Learn about building"], "Bridge - Learn about building bridges"),
        # what follows a colon without a space before it is of the headline
        ("Bridges of the county: a guide to all nine", ["Bridges of the county"], None),
        # names of sections and outlets in scripts without spaces
        ("山间步行桥关闭至春季_地方_塔恩网", [], "山间步行桥关闭至春季"),
        ("山间步行桥关闭至春季――塔恩网", [], "山间步行桥关闭至春季"),
        ("snake_case and how to read it", [], None),
    ],
)
def test_an_outlets_name_behind_a_page_title_goes(line: str, others: list[str], shown: str | None) -> None:
    lines = cleaner.flow.scanned("\n\n".join([line, "Updated 04 March 2031", *others, TEXT]))[1].lines
    assert worded(0, lines, ()) == (shown or line)


def test_the_last_piece_of_a_path_to_the_page_is_the_headline() -> None:
    assert headline("Home » News » Bridges » Footbridge stays closed", "") == "Footbridge stays closed"
    assert headline("Footbridge » closed", "") == "Footbridge » closed"


def test_a_row_of_links_that_runs_on_into_the_headline_is_no_part_of_it() -> None:
    source = "Search Images Maps News More »\nHistory | Sign in\nFootbridge stays closed until spring"
    first, second, third = (
        Line(Block(text, source.index(text), source.index(text) + len(text), number, 0))
        for number, text in enumerate(source.split("\n"), 1)
    )
    glue = Hit(Rule(id="seam.test", about="", action="repair", kind="repair", confidence=1.0), 0, 0, None)
    joined = Line.joined(source, [first, second, third], [("", glue), (" ", glue)])
    assert worded(0, [joined], ()) == "Footbridge stays closed until spring"
    wrapped = Line.joined(source, [second, third], [(" ", glue)])
    assert worded(0, [wrapped, first], ()) == "Footbridge stays closed until spring"


def test_a_page_title_ends_where_the_address_does() -> None:
    lines = cleaner.flow.scanned(f"Footbridge stays closed, Tarn Paper, 04.03.2031\n\nUpdated 04 March 2031\n\n{TEXT}")[1].lines
    assert worded(0, lines, spelled(f"{SITE}/482913.footbridge-stays-closed.html")) == "Footbridge stays closed"
    assert worded(0, lines, spelled(f"{SITE}/482913.footbridge-stays-shut.html")) == lines[0].text


class _LastIsBest:
    """A model that ranks the lowest candidate highest, and is sure of it."""

    def part(self, *_: object) -> _LastIsBest:
        return self

    def threshold(self, _: str) -> float:
        return 0.5

    def scores(self, matrix: Matrix) -> Matrix:
        return np.arange(len(matrix), dtype=np.float32)

    def probabilities(self, matrix: Matrix) -> Matrix:
        return np.ones(len(matrix), np.float32)


@pytest.mark.parametrize("above", [("Footbridge stays closed until spring",), ()])
def test_a_caption_with_a_credit_is_a_headline_only_if_nothing_else_can_be(above: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    caption = "The flock waits at the Mill Gate stop. Photo: Forest Herald/Archive"
    lines = trace("\n\n".join([*above, caption, TEXT])).scan.lines
    pictured = lines[len(above)]
    if pictured.taken is not None:
        pictured.give_back()
    pictured.take(Hit(Rule("caption.credit", "a credit", "drop", "pattern", confidence=0.9), 0, len(caption)))
    monkeypatch.setattr(headline_model.models, "load", lambda name: _LastIsBest())
    monkeypatch.setattr(
        PageLines, "of", classmethod(lambda cls, lines, url, stretches: cls(lines, [*range(len(above) + 1)], len(above) + 1, url))
    )
    assert headline_model.choose(lines, None) is lines[0], "the line above, or the caption itself"


def test_what_was_taken_for_the_headline_is_taken_again() -> None:
    url = f"{SITE}/town/footbridge-stays-closed"
    source = f"Skip to content\n\nTown\n\nRotten beamsFootbridge stays closed\n\nUpdated 04 March 2031\n\nShort Url\n\n{TEXT}"
    (article,) = cleaner.clean(source, url=url).articles
    assert article.title == "Footbridge stays closed"
    assert cleaner.clean(source, url=url).restore() == source
    for again in (cleaner.clean(to_text(article)), cleaner.clean(to_text(article), url=url)):
        assert to_text(again.articles[0]) == to_text(article)


@pytest.mark.parametrize(
    "source", [f"Town\n\nFootbridge stays closed\n\nShort Url\n\n{TEXT}", f"Town\n\nFootbridge stays closed\n\n{TEXT}\n\n{TEXT}"]
)
def test_the_headline_is_chosen_by_the_same_numbers_with_the_stretches_of_the_boundaries(source: str) -> None:
    lines = trace(source).scan.lines
    shared = stretches_of(lines)
    assert len(shared.file) == len(lines)
    alone, given = PageLines.of(lines, None), PageLines.of(lines, None, shared)
    assert given.candidates.stretches is shared
    assert np.array_equal(FEATURES.matrix(alone), FEATURES.matrix(given))


def test_stretches_of_wrapped_lines_do_not_count_for_the_headline() -> None:
    wrapped = "\n".join(textwrap.wrap(" ".join([TEXT.replace("\n", " ")] * 3), 60))
    lines = [Line(block) for block in split_lines(f"Footbridge stays closed\n\n{wrapped}")]
    shared = stretches_of(lines)
    assert len(shared.file) < len(lines)
    assert len(PageLines.of(lines, None, shared).candidates.file) == len(lines)


def test_hidden_text_is_no_headline() -> None:
    body = "".join(f"<p>{text}</p>" for text in TEXT.split("\n\n"))
    preview = '<div style="display:none">Footbridge closed, and a new baker in the market hall</div>'
    lines = trace(f"<html><body>{preview}<h1>Footbridge stays closed</h1>{body}</body></html>").scan.lines
    found = {lines[i].text for i in PageLines.of(lines, None).able}
    assert "Footbridge stays closed" in found
    assert not any(line.text in found for line in lines if line.block.place is not None and line.block.place.hidden)


def test_a_page_title_that_names_the_outlet_first_is_the_headline_below() -> None:
    body = ["The ferry to Elmsund sailed again on Monday after nine days in the dock, the harbour office said in the morning."] * 1
    for top in (
        "Harbour Post: Night ferry sails again",
        "Night ferry sails again :: Town :: harbour.example",
        "News - Harbour - Night ferry sails again",
    ):
        text = "\n".join([top, "Home", "News", "Sport", "Sign in", "Night ferry sails again", *body, "Most read", "Gulls nest early"])
        assert cleaner.clean(text).articles[0].title == "Night ferry sails again", top


def test_a_wire_slug_is_no_part_of_the_headline() -> None:
    body = "The ferry to Elmsund sailed again on Monday after nine days in the dock, the harbour office said in the morning."
    for slug in ("UPDATE 2-", "CORRECTED-UPDATE 1-", "WRAPUP 3: "):
        assert cleaner.clean(f"{slug}Night ferry sails again\n\n{body}").articles[0].title == "Night ferry sails again"
    assert cleaner.clean(f"UPDATE-day for the ferry\n\n{body}").articles[0].title == "UPDATE-day for the ferry"


def test_a_line_of_date_and_hour_is_no_headline() -> None:
    body = "The ferry to Elmsund sailed again on Monday after nine days in the dock, the harbour office said in the morning."
    text = f"Friday, 09 December 2011, 14:58:36\n\nNight ferry sails again\n\n{body}"
    assert cleaner.clean(text).articles[0].title == "Night ferry sails again"


def test_a_headline_right_above_a_dated_source_is_one() -> None:
    body = [
        "The ferry to Elmsund sailed again on Monday after nine days in the dock, the harbour office said.",
        "A bolt of the old engine had come loose, and had to be made by hand in a smithy on the shore.",
    ]
    text = "\n".join(["Night ferry sails again soon", "Source: harbour.example 08/12/11", *body])
    assert cleaner.clean(text).articles[0].title == "Night ferry sails again soon"


MENU = "Home\nNews\nSport\nWeather\nSearch"
BODY = """The county of Tarn Hollow will close the old footbridge from Monday, because two of its beams have rotted through, the engineer said.

New beams must season for another three months before they can be laid, and the walk around by the mill takes half an hour."""


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("Two rotten beams must be replaced, and the wood has to dry first\n\nPublished on 9 December 2033\n\nShare\nTweet", None),
        ("By Ida Moor\n9 December 2033", None),
        ("By mill_hand, 9 December 2033 in Woodwork", "How do you keep beams from rotting?"),
        ("By Ida Moor\n9 December 2033", "OLD FOOTBRIDGE CLOSES FOR THE WINTER"),
    ],
)
def test_a_headline_is_found_under_menus_and_above_what_is_not_one(above: str, title: str | None) -> None:
    wanted = title or "Old footbridge closes for the winter"
    page = cleaner.clean(f"{MENU}\n\n{wanted}\n\n{above}\n\n{BODY}\n\nMost read\nGulls nest early")
    assert page.articles[0].title == wanted


def test_a_text_without_a_headline_has_none() -> None:
    assert cleaner.clean(BODY).articles[0].title is None


@pytest.mark.xfail(strict=True, reason="the model of headlines takes a lead that is printed twice for the headline")
def test_a_first_sentence_that_is_printed_again_is_no_headline() -> None:
    lead, end = BODY.split("\n\n")
    assert cleaner.clean(f"{lead}\n{end}\n{lead}").articles[0].title is None


ENTRIES = (
    "Old footbridge closes for the winter{}\n\nThe county closes the footbridge at Tarn Hollow until the spring, because two of its beams have rotted.",
    "Gulls nest early on the quay{}\n\nThe first nests were seen on Monday, three weeks before the usual day, said the warden of the quay.",
    "Choir sings for the last train{}\n\nForty singers met the last train of the branch line at the station, and sang until the lamps were out.",
)
NOTES = ("(3 minute read)", "(12 minute read)", "(1 minute read)")


@pytest.mark.parametrize("notes", [NOTES, ("（閱讀 3 分鐘）", "（閱讀 2 分鐘）", "（閱讀 9 分鐘）")])
def test_the_headline_of_a_digest_is_that_above_its_entries(notes: tuple[str, ...]) -> None:
    entries = [entry.format(f" {note}") for entry, note in zip(ENTRIES, notes, strict=True)]
    (article,) = cleaner.clean("\n\n".join(["The Tarn Letter", "Good morning. This is the news of the day.", *entries])).articles
    assert article.title == "The Tarn Letter"
    assert all(f"{entry.partition('{}')[0]} {note}" in article.text for entry, note in zip(ENTRIES, notes, strict=True))


@pytest.mark.parametrize("note", [" (3 minute read)", " (updated)"])
def test_a_note_in_brackets_that_one_line_has_does_not_make_it_an_entry(note: str) -> None:
    assert (titled(f"Old footbridge closes for the winter{note}") or "").startswith("Old footbridge closes for the winter")


def test_finding_a_headline_changes_no_line() -> None:
    texts = [
        "Night ferry to sail again from Monday",
        "Coast",
        "Night ferry to sail again from Monday",
        BODY.splitlines()[0],
        BODY.splitlines()[0],
    ]
    lines = [Line(Block(text, 0, len(text), number, 0)) for number, text in enumerate(texts, 1)]
    lines[1].take(Hit(COPY, 0, 5))
    found = find_title(lines, None)
    assert (found.line, [line.block.line for line in found.copies]) == (lines[0], [3])
    assert [line.gone for line in lines] == [False, True, False, False, False]
    show(found)
    assert [line.gone for line in lines] == [False, True, True, False, False]


def test_a_headline_that_was_removed_is_restored() -> None:
    lines = [Line(Block(text, 0, len(text), number, 0)) for number, text in enumerate(("Harbour news", BODY.splitlines()[0]), 1)]
    lines[0].take(Hit(COPY, 0, 12))
    show(Title(lines[0]))
    assert not lines[0].gone
    show(Title())

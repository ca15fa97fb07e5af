"""Where a list below a label ends, and which paragraphs that come twice are copies."""

from __future__ import annotations

import pytest

from cleaner import Settings, clean

LEAD = "Crews of the island ferries voted on Monday to end a strike of eleven days, their union told members in the evening."
END = "The first boats will sail on Tuesday at six, with full crews and at the old fares, the company said on its page."
LIST = ["Related articles", "Mayor opens the new library in a former mill", "Flood wall holds through the first big test"]
RULES = Settings(disable=("weights",))
QUOTED = "The harbour office said that both would sail again once the wind had dropped below forty knots."


def removed(*lines: str, by: str) -> list[str]:
    return [finding.text for finding in clean("\n".join(lines), settings=RULES).findings if finding.rule == by]


def test_a_list_ends_where_a_sentence_is_broken_over_lines() -> None:
    broken = ["The", "harbour office", "is one of the oldest", "in the country", ", and its clerk knows each of the boats."]
    assert removed(LEAD, *LIST, *broken, END, by="related.list") == LIST


def test_a_list_may_begin_with_a_short_headline() -> None:
    short = [
        "Related articles",
        "udev",
        "Allow users to stop a boat",
        "From the",
        "project page",
        "of the harbour office comes the list of boats.",
    ]
    assert removed(LEAD, *short, END, by="related.list") == short[:3]


def test_a_list_ends_where_a_table_begins() -> None:
    assert removed(LEAD, *LIST, "Boat", "Crew", "Since", "Heron", "12", "1911", END, by="related.list") == LIST


def test_a_list_goes_on_across_a_label_between_its_headlines() -> None:
    teasers = [
        "Related articles",
        "Mayor opens the new library in a former mill",
        "Sport",
        "Flood wall holds through the first big test",
        "Culture",
    ]
    assert removed(LEAD, *teasers, "School choir sings for the last train", "", END, by="related.list")[: len(teasers)] == teasers


def test_a_list_may_begin_with_tags() -> None:
    tags = ["Tags", "harbour", "ferry", "Port Sorrel"]
    found = clean("\n".join([LEAD, END, *tags]), settings=RULES)
    assert found.articles[0].text == f"{LEAD}\n\n{END}"


def test_a_word_of_the_text_is_no_label() -> None:
    lines = (LEAD, "The", "latest", "entry in the log for that boat proves that the light was out. So do the others, her clerk said.", END)
    assert removed(*lines, by="related.latest") == []


@pytest.mark.parametrize(
    "lines",
    [
        (LEAD, END, LEAD),
        (LEAD, "Crews met on Sunday.", QUOTED, QUOTED, END),
        (LEAD, QUOTED, END, LEAD, QUOTED, END),
    ],
    ids=["the first paragraph", "the line above", "the whole text"],
)
def test_a_paragraph_printed_again_goes(lines: tuple[str, ...]) -> None:
    found = clean("\n".join(lines), settings=RULES)
    text = found.articles[0].text
    assert all(text.count(line) == 1 for line in lines)
    assert "headline.paragraph-again" in {finding.rule for finding in found.findings}


def test_a_paragraph_that_is_quoted_again_stays() -> None:
    thread = (
        LEAD, "Does anybody know how long this will last, and whether the bus goes instead of the boat?", QUOTED,
        "I do not believe it, since they said the same in the spring and again in the summer.",
        "Nor do I, and the bus has not gone since they closed the road above the quarry.", QUOTED, END,
    )  # fmt: skip
    assert removed(*thread, by="headline.paragraph-again") == []


def test_what_belongs_to_an_embedded_post_stays_with_it() -> None:
    post = ["Nobody counts the boats any more", "https://t.example/a8Gx2kLp", "— Oda Renn (@odarenn)", "March 4, 2025"]
    found = clean(
        "\n".join(["Share", "By Ilse Marrow", LEAD, *post, END, "pic.twitter.com/aB3dE5fG7h", LEAD[:-1] + ", too."]), settings=RULES
    )
    assert all(line in found.articles[0].text for line in [*post, "pic.twitter.com/aB3dE5fG7h"])


@pytest.mark.parametrize("lines", [(LEAD, *LIST, "The", "harbour office", "is one of the oldest", END), (LEAD, QUOTED, LEAD, QUOTED, END)])
def test_cleaning_again_finds_nothing(lines: tuple[str, ...]) -> None:
    once = clean("\n".join(lines), settings=RULES).articles[0].text
    assert clean(once, settings=RULES).articles[0].text == once

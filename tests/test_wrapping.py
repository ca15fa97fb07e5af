"""Hard-wrapped text is known by its lines, and read as paragraphs."""

from __future__ import annotations

import textwrap

import pytest

from cleaner.lines.line import Line
from cleaner.lines.wrapping import unwrapped, wrap_width
from cleaner.parse.text_lines import lines

PARAGRAPHS = [
    "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said on Tuesday, after a winter in which the boat lay in dock.",
    "Its hull has been scraped and painted, and the engine, which had been built for a trawler, has been taken apart and put together by two brothers from the island.",
    "Passengers can buy their tickets on board. Those who want a bunk should come early, since there are eleven of them and the cook sleeps in one.",
    "The first crossing is free for all who helped to paint. The county has hired a band, which has promised to stop playing at midnight.",
    "In the years without a ferry the islanders had rowed to the market. Some of them mean to go on rowing, since they have grown used to the quiet.",
    "The timetable hangs in the post office, behind the counter, where it can be read by anybody who buys a stamp or who is on good terms with the clerk.",
]


def scanned(text: str) -> list[Line]:
    return [Line(block) for block in lines(text)]


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_wrapped_paragraphs_become_one_line_each(width: int) -> None:
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    found = scanned(text)
    groups = unwrapped(found)
    assert [" ".join(found[i].text for i in group) for group in groups] == PARAGRAPHS


def test_a_headline_and_a_byline_are_not_joined_to_the_text() -> None:
    text = "Night ferry to sail again\nBy Mara Ellingson\n\n" + "\n\n".join(textwrap.fill(paragraph, 70) for paragraph in PARAGRAPHS)
    assert [len(group) for group in unwrapped(scanned(text))][:2] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(PARAGRAPHS),
        "\n".join(PARAGRAPHS),
        "\n".join(f"{n} eggs and a spoon of flour" for n in range(1, 20)),
        "\n".join(["Roses on the garden wall", "lean into the rain", "petals count the drops that fall", "and begin again"] * 5),
    ],
)
def test_text_that_is_not_wrapped_is_left_line_by_line(text: str) -> None:
    found = scanned(text)
    assert wrap_width(found) == 0
    assert [len(group) for group in unwrapped(found)] == [1] * len(found)

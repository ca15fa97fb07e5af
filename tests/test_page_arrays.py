"""What the features of a page are computed from: words and characters of its blocks, and what its boxes have in common."""

from __future__ import annotations

import re

import numpy as np
import pytest

from cleaner.parse.html.contexts import page_context
from cleaner.parse.html.features.characters import CLASSES, count
from cleaner.parse.html.features.own_look import EDGES
from cleaner.parse.html.features.page_context import PageContext, side_by_side, words_in, words_in_each

TEXTS = [
    "Ferry No. 7 sails at 10:45!",
    "snake_case, UPPER and don't",
    "Fähre nach Ærø – heute",
    "?!",
    "渡し船は十時に出ます。",
    "\x1fodd\x7fbytes",
]
CODE = "for tide in tides:\n    print(tide)"


def context(body: str) -> PageContext:
    found = page_context(f"<html><body>{body}</body></html>", None)
    assert found is not None
    return found


@pytest.mark.parametrize("texts", [TEXTS, [*TEXTS, CODE], [CODE], ["é"]])
def test_words_are_those_of_the_pattern_in_any_script(texts: list[str]) -> None:
    expected = [re.findall(r"\w+", text.lower()) for text in texts]
    assert words_in_each(texts) == expected
    assert [words_in(text) for text in texts] == expected


def test_every_character_is_counted_in_each_of_its_classes() -> None:
    texts = [*TEXTS, "a" * 70_000, "€5, ５ and ² ｡"]
    found = count(texts)
    assert found.shape == (len(texts), len(CLASSES)) and found.dtype == np.float32
    by_name = {name: found[:, column].tolist() for column, name in enumerate(CLASSES)}
    assert by_name["digit"] == [sum(char.isdigit() and char < "\u3000" for char in text) for text in texts]
    assert by_name["upper"] == [sum(map(str.isupper, text)) for text in texts]
    assert by_name["space"] == [sum(map(str.isspace, text)) for text in texts]
    assert by_name["cjk"][4] == 10 and by_name["stop"][4] == 1 and by_name["money"][-1] == 1 and by_name["comma"][-1] == 1


def test_boxes_with_the_same_tag_and_attributes_share_one_element() -> None:
    page = context("<ul class=menu><li class=a>Tides<li class=a>Ports<li class=b>Ferries</ul><p>One<p>Two")
    elements, numbers = page.outline.distinct
    assert [elements[number] for number in numbers] == list(page.outline.boxes.named)
    assert [(element.tag, element.look[1]) for element in elements] == [
        ("body", None),
        ("ul", "menu"),
        ("li", "a"),
        ("li", "b"),
        ("p", None),
    ]
    assert page.looks.tolist() == [0, 1, 2, 2, 3, 4, 4]
    assert page.alike[0].tolist() == [0, 0, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "timed"),
    [("at 10:45", True), ("in 1 of 12", False), ("5.5.24", True), ("１０:４５", True), ("am 3. März 2024", True), ("11 pm", False)],
)
def test_a_block_with_a_time_or_date_is_found_whatever_its_digits(text: str, timed: bool) -> None:
    page = context(f"<p>{text}")
    column = [name for name, _ in EDGES.columns].index("time")
    assert EDGES.compute(page)[0, column] == timed


def test_columns_stand_side_by_side_as_single_precision() -> None:
    found = side_by_side(np.array([1, 2]), np.array([0.1, 0.2]), np.array([True, False]))
    assert found.dtype == np.float32 and found.flags.c_contiguous
    assert np.array_equal(found, np.array([[1, 0.1, 1], [2, 0.2, 0]], np.float32))

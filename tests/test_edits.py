"""Edits inside a line: merged with earlier ones, and every character still traced to the source, whatever is edited and how often."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.data import Block
from cleaner.lines.edits import Edit, Piece, apply, trimmed
from cleaner.lines.line import Line
from cleaner.packs.rule import Hit, Rule

RULE = Rule(id="test.edit", about="", action="repair", kind="pattern", confidence=1.0)
ALPHABET = "ab .\n"


def hit(number: int = 0) -> Hit:
    return Hit(RULE, 0, 0, {"captions": [str(number)]})


@st.composite
def rounds(draw: st.DrawFn) -> tuple[str, list[list[tuple[int, int, str]]]]:
    """A source, and rounds of sorted edits that do not overlap, each in offsets of the text that the round before leaves."""
    source = draw(st.text(ALPHABET, min_size=1, max_size=20))
    text, out = source, []
    for _ in range(draw(st.integers(1, 4))):
        ends = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8).filter(lambda ends: len(ends) % 2 == 0)))
        edits = [(start, end, draw(st.text(ALPHABET, max_size=3))) for start, end in zip(ends[::2], ends[1::2], strict=True)]
        edits = [edit for i, edit in enumerate(edits) if not any(edit[:2] == other[:2] for other in edits[:i])]
        out.append(edits)
        text = edited(text, edits)
    return source, out


def edited(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, replacement in reversed(edits):
        text = text[:start] + replacement + text[end:]
    return text


def after(source: str, edits: list[list[tuple[int, int, str]]]) -> list[Piece]:
    pieces, number = [Piece(source, 0, len(source), None)], 0
    for one_round in edits:
        made = []
        for edit in one_round:
            made.append(Edit(*edit, hit(number)))
            number += 1
        pieces = list(apply(pieces, made))
    return pieces


@settings(max_examples=300, deadline=None)
@given(rounds())
def test_the_text_is_that_of_edits_made_on_a_plain_string(case: tuple[str, list[list[tuple[int, int, str]]]]) -> None:
    source, edits = case
    expected = source
    for one_round in edits:
        expected = edited(expected, one_round)
    assert "".join(piece.text for piece in after(source, edits)) == expected


@settings(max_examples=300, deadline=None)
@given(rounds())
def test_pieces_cover_the_source_and_plain_ones_are_source_text(case: tuple[str, list[list[tuple[int, int, str]]]]) -> None:
    source, edits = case
    pieces = after(source, edits)
    assert pieces[0].start == 0
    assert pieces[-1].end == len(source)
    assert all(upper.end == lower.start for upper, lower in pairwise(pieces))
    assert all(piece.text == source[piece.start : piece.end] for piece in pieces if piece.hit is None)


@settings(max_examples=300, deadline=None)
@given(rounds())
def test_each_edit_is_on_record_once(case: tuple[str, list[list[tuple[int, int, str]]]]) -> None:
    source, edits = case
    recorded = [number for piece in after(source, edits) if piece.hit is not None for number in (piece.hit.value or {})["captions"]]
    assert sorted(map(int, recorded)) == list(range(sum(map(len, edits))))


@settings(max_examples=300, deadline=None)
@given(rounds())
def test_trimmed_pieces_give_the_stripped_text(case: tuple[str, list[list[tuple[int, int, str]]]]) -> None:
    source, edits = case
    pieces = after(source, edits)
    assert "".join(piece.text for piece in trimmed(pieces)) == "".join(piece.text for piece in pieces).strip()


def test_the_drawing_in_the_module_is_true() -> None:
    source = "The feri  sails on Mondy ."
    pieces = list(apply([Piece(source, 0, len(source), None)], [Edit(4, 8, "ferry", hit(0)), Edit(19, 24, "Monday", hit(1))]))
    assert [(piece.text, piece.hit is not None) for piece in pieces] == [
        ("The ", False), ("ferry", True), ("  sails on ", False), ("Monday", True), (" .", False),
    ]  # fmt: skip
    text = "".join(piece.text for piece in pieces)
    pieces = list(apply(pieces, [Edit(8, 16, "ies sail", hit(2)), Edit(text.index(" ."), text.index(" .") + 1, "", hit(3))]))
    assert [(piece.text, source[piece.start : piece.end]) for piece in pieces] == [
        ("The ", "The "), ("ferries sail", "feri  sails"), (" on ", " on "), ("Monday", "Mondy"), ("", " "), (".", "."),
    ]  # fmt: skip
    assert pieces[1].hit is not None
    assert pieces[1].hit.value == {"captions": ["0", "2"]}


def test_an_edited_line_is_undone_rule_by_rule() -> None:
    other = Rule(id="test.other", about="", action="repair", kind="pattern", confidence=1.0)
    line = Line(Block("One ,two ,three", 0, 15, 1, 0))
    line.edit([Edit(3, 4, "", Hit(RULE, 3, 4)), Edit(8, 9, "", Hit(other, 8, 9))])
    assert line.text == "One,two,three"
    line.put_back({"test.other"})
    assert line.text == "One,two ,three"

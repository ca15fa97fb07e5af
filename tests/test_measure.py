"""The measure, on cases worked out by hand."""

from __future__ import annotations

import pytest

from cleaner.measure import articles_f1, coverage, folded, match, pk, rightness, split, tokens, window_diff


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ("a b c d e", "a b c d e", (1, 1, 1)),
        ("a b c d e", "a b c d", (1, 1 / 2, 2 / 3)),  # abcd, bcde; abcd
        ("a b c d", "a b c d a b c d", (1 / 5, 1, 1 / 3)),  # abcd; abcd twice, bcda, cdab, dabc
        ("a b c d", "d c b a", (0, 0, 0)),
        ("A b c d", "a b c d", (0, 0, 0)),  # letter case counts
        ("a, b – c: d!", "a b\n\nc d", (1, 1, 1)),  # punctuation and white space do not
        ("one two", "one two", (1, 1, 1)),  # shorter than a shingle: all of it is one
        ("one two", "one two three", (0, 0, 0)),
        ("港の壁に灯", "港の壁に", (1, 1 / 2, 2 / 3)),  # each character a token
        ("", "", (1, 1, 1)),
        ("", "a b c d", (0, 1, 0)),
        ("a b c d", "", (0, 0, 0)),
        ("a b c d", " \n… ", (0, 0, 0)),
    ],
)
def test_texts_match_by_shingles(gold: str, found: str, expected: tuple[float, float, float]) -> None:
    assert match(gold, found) == pytest.approx(expected)


def test_tokens() -> None:
    assert tokens("It’s 21:40_x, 港の 한국abc") == ["It", "s", "21", "40", "x", "港", "の", "한", "국", "abc"]
    assert folded("  Night FERRY, to sail! ") == folded("night ferry to sail") == "night ferry to sail"
    assert folded(None) == folded("—") == ""


def test_lines_are_covered_by_the_shingles_they_share() -> None:
    gold = "The ferry sails on Monday.\nTickets\nThe quay opens at nine."
    lines = ["Share", "The ferry sails on Monday.", "Tickets", "The quay opens at nine.", "…", "The ferry sails late today"]
    assert coverage(lines, gold) == [0, 1, 1, 1, -1, 0]
    assert coverage(["The ferry sails on Tuesday"], gold) == [4 / 5]
    assert coverage(["two words"], "two words") == [1]
    assert coverage([], gold) == []
    assert coverage(["The ferry sails on"], "") == [0]


# the number of the segment in which each line lies, in gold and as found; Pk and WindowDiff of them
@pytest.mark.parametrize(
    ("gold", "found", "expected_pk", "expected_wd"),
    [
        ("000111", "000111", 0, 0),
        ("000111", "000000", 1 / 2, 1 / 2),  # k = 2: of four pairs the middle two
        ("00001111", "00011111", 2 / 6, 2 / 6),  # a near miss
        ("00001111", "00012222", 1 / 6, 2 / 6),  # Pk forgives a false boundary beside the true one
        ("0000", "0011", 1, 1),  # k = 2, both pairs
        ("0", "0", 0, 0),
        ("", "", 0, 0),
    ],
)
def test_pk_and_window_diff(gold: str, found: str, expected_pk: float, expected_wd: float) -> None:
    one, other = [int(c) for c in gold], [int(c) for c in found]
    assert pk(one, other) == pytest.approx(expected_pk)
    assert window_diff(one, other) == pytest.approx(expected_wd)


def test_a_boundary_is_right_between_two_articles() -> None:
    extents = [(2, 5), (9, 12), (13, 20)]
    for start, right in ((5, False), (6, True), (9, True), (10, False), (13, True), (21, False)):
        assert rightness(extents, [start]) == [right], start
    assert rightness(extents, [8, 7, 0, 13]) == [True, False, True]
    assert rightness([(0, 9)], [4]) == [False]


def test_a_split_is_right_only_when_all_of_it_is() -> None:
    extents = [(2, 5), (9, 12)]
    right = split(extents, [0, 8])
    assert (right.right, right.drawn, right.wanted, right.hits, right.pk, right.window_diff) == (True, 1, 1, 1, 0, 0)
    assert split(extents, []).right is split(extents, [8, 9]).right is split(extents, [11]).right is False
    assert split([(0, 3)], []).right
    nothing = split([], [])
    assert (nothing.right, nothing.wanted, nothing.pk) == (True, 0, 0)


def test_articles_are_paired_with_their_best_documents() -> None:
    one, two = "a b c d e", "q r s t u"
    assert articles_f1([one, two], [two, one]) == 1
    assert articles_f1([one, two], [one]) == 1 / 2
    assert articles_f1([one], [one, two]) == 1 / 2
    assert articles_f1([one, two], ["a b c d", one]) == pytest.approx(1 / 2)  # the better document is taken once
    assert articles_f1([one], []) == articles_f1([], [one]) == 0
    assert articles_f1([], []) == 1

"""Features of boundaries, worked out by hand on small files."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.lines.line import Line
from cleaner.models import Matrix
from cleaner.parse.text_lines import lines
from cleaner.segment.boundary_features import CHEAP, FIRST, Candidates
from cleaner.segment.line_arrays import FileLines
from cleaner.segment.second_look_features import SECOND, FirstLook
from cleaner.segment.stretches import Stretches
from cleaner.text.cohesion import REACHES, Cohesion, words

FERRY = "The night ferry between the two islands will sail again from Monday, the harbour office said."
CREW = "Its crew of eleven has painted the ferry and the harbour steps in the same cheerful green."
MILL = "The mill at Corrin has been sold to a baker, who means to grind her own flour there."
WHEEL = "The wheel of the mill has not turned since the flood, and the baker has ordered new paddles."
TEXT = f"Ferry to sail again\nShare\n\n{FERRY}\n\n{CREW}\n\n\nMill sold to a baker\nShare\n\n{MILL}\n\n{WHEEL}\n"


def stretches(text: str) -> Stretches:
    return Stretches(FileLines.of([Line(block) for block in lines(text)]))


def column(name: str, s: Stretches) -> list[float]:
    matrix: Matrix = FIRST.matrix(Candidates.all(s))
    return matrix[:, FIRST.names.index(name)].tolist()


def test_a_stretch_is_a_paragraph_with_the_lines_above_it() -> None:
    s = stretches(TEXT)
    assert s.paragraphs.tolist() == [2, 3, 6, 7]
    assert s.of.tolist() == [0, 0, 0, 1, 2, 2, 2, 3]
    assert s.first.tolist() == [0, 3, 4, 7, 8]
    assert s.upper.tolist()[:4] == [-1, 2, 3, 6]
    assert s.words[-1] == s.file.form("words")[s.paragraphs].sum()


def test_forms_of_the_lines_around_are_those_of_the_lines_around() -> None:
    s = stretches(TEXT)
    own = s.file.form("words").tolist()
    assert column("words@0", s) == own
    assert column("words@2", s) == [*own[2:], -1, -1]
    assert column("words@-3", s) == [-1, -1, -1, *own[:-3]]


def test_blank_lines_are_compared_with_the_usual_distance() -> None:
    s = stretches(TEXT)
    assert s.usual_blank == 1
    assert column("blank@0", s) == [0, 0, 1, 1, 2, 0, 1, 1]
    assert column("blank-over-usual", s) == [-1, -1, 0, 0, 1, -1, 0, 0]
    assert column("is-blank-most", s) == [0, 0, 1, 1, 1, 0, 0, 1]


def test_labels_that_return_are_counted() -> None:
    s = stretches(TEXT)
    assert column("times", s) == [1, 2, 1, 1, 1, 2, 1, 1]
    assert column("at-top", s) == [0, 0, 0, 0, 0, 1, 0, 0]


def test_a_headline_fits_the_text_below_it() -> None:
    s = stretches(TEXT)
    assert column("shared-below", s)[4] == 1
    assert column("shared-above", s)[4] == 0


def test_features_of_some_lines_are_those_of_all_lines() -> None:
    s = stretches(TEXT)
    chosen = np.array([1, 4, 7])
    for features in (CHEAP, FIRST):
        assert np.array_equal(features.matrix(Candidates(s, chosen)), features.matrix(Candidates.all(s))[chosen])


def test_no_line_asked_is_no_row() -> None:
    assert FIRST.matrix(Candidates(stretches(TEXT), np.array([], np.intp))).shape == (0, len(FIRST.names))


def test_rare_words_in_common_hold_paragraphs_together() -> None:
    texts = [FERRY, CREW, MILL, WHEEL]
    flat, common = Cohesion(texts), np.ones(1 << 12, np.float32)
    for number in words("ferry harbour"):
        common[number & (len(common) - 1)] = 0.1
    _, _, shared = flat.breaks()
    assert shared[:, 0].argmin() == 1
    _, _, weighed = Cohesion(texts, common).breaks()
    assert weighed[0, 0] < shared[0, 0]
    assert weighed[2, 0] == pytest.approx(shared[2, 0], rel=0.2)


def test_a_break_over_few_paragraphs_is_the_same_with_and_without_longer_reaches() -> None:
    texts = [FERRY, CREW, MILL, WHEEL] * 9
    for some in (texts, texts[:4], texts[:2]):
        cohesion = Cohesion(some)
        for short, all_ in zip(cohesion.breaks(REACHES[:1]), cohesion.breaks(), strict=True):
            assert short.shape == (len(some) - 1, 1)
            assert np.array_equal(short[:, 0], all_[:, 0])


def look(scores: list[float]) -> FirstLook:
    s = stretches(TEXT)
    candidates = Candidates(s, np.array([3, 4, 5, 6, 7]))
    return FirstLook.pool(candidates, np.array(scores, np.float32))


def test_scores_are_placed_on_the_likeliest_line_of_their_stretch() -> None:
    found = look([-5, 1, 3, 2, -4])
    assert found.of.tolist() == [1, 2, 3]
    assert found.line.tolist() == [3, 5, 7]
    assert found.score.tolist() == [-5, 3, -4]
    assert found.pooled[1] == pytest.approx(np.log(np.exp([1.0, 3, 2]).sum()), rel=1e-4)


def test_of_equal_scores_the_first_line_counts() -> None:
    assert look([-5, 2, 2, 2, -4]).line.tolist() == [3, 4, 7]


def test_the_second_look_knows_what_the_first_made_of_the_file() -> None:
    found = look([-5, 1, 3, 2, -4])
    matrix = SECOND.matrix(found)
    at = SECOND.names.index
    assert matrix[:, at("score-rank")].tolist() == [2, 0, 1]
    assert matrix[:, at("likely")].tolist() == [1, 1, 1]
    assert matrix[:, at("best-other")].tolist() == [3, -4, 3]
    assert matrix[1, at("length-above")] == 33
    assert matrix[0, at("length-below")] == 17


MENU = [f"Section {name}" for name in ("harbour", "market", "school", "weather", "letters")]
FOOT = ["Privacy notice", "Terms of use", "Copyright of the Corrin Courier"]


def _page(title: str, *paragraphs: str) -> list[str]:
    filler = [f"Reader's note {number} on {title}" for number in range(40)]
    return [*MENU, title, *paragraphs, *filler, *FOOT]


def test_where_one_page_follows_another_the_top_of_the_file_comes_again() -> None:
    first = _page("Ferry to sail again", FERRY, CREW)
    s = stretches("\n\n".join([*first, *_page("Mill sold to a baker", MILL, WHEEL)]))
    turn = len(first)
    top, foot = column("turn-top-below-12", s), column("turn-foot-above-12", s)
    assert top[turn] == max(top) == pytest.approx(len(MENU) / 12)
    assert foot[turn] == max(foot[: turn + 1]) == pytest.approx(len(FOOT) / 12)
    assert column("turn-labels-above-12", s)[turn] == 1


def test_the_text_models_probability_counts_and_removes_nothing() -> None:
    own = [Line(block) for block in lines(TEXT)]
    own[2].probability = 0.25
    s = Stretches(FileLines.of(own))
    assert column("chance@0", s)[2] == column("chance@1", s)[1] == 0.25
    assert s.paragraphs.tolist()[0] == 2

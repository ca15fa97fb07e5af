"""The model of text lines: the choice by expected F1, what is never lost, hashed words, and sums over the lines of a page."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

import cleaner
from cleaner.data import Block
from cleaner.flow import trace
from cleaner.lines.line import Line
from cleaner.models import HashedLinear
from cleaner.packs.rule import Hit
from cleaner.scan import text_model
from cleaner.scan.text_model import decide, word_features
from cleaner.scan.text_model.features import FEATURES, PageLines, score_features
from cleaner.scan.text_model.obvious import spare
from cleaner.scan.text_model.second_look_features import SECOND_FEATURES, FirstLook
from cleaner.scan.text_model.window_sums import FAR, Runs, distances, means, shifted
from cleaner.training.line_labels import labels

STORY = [
    "The ferry to Elmsund sailed again on Monday after nine days in the dock, the harbour office said in the morning.",
    "A bolt of the old engine had come loose, and the part had to be made by hand in a smithy on the other shore.",
    "Passengers were taken across by the fishing boats meanwhile, and most of them were asked for nothing but news.",
]


def page_of(*texts: str) -> list[Line]:
    """Lines with a blank line before each text that begins with "¶"."""
    lines, number = [], 1
    for text in texts:
        gap = int(text.startswith("¶"))
        number += gap
        own = text.removeprefix("¶")
        lines.append(Line(Block(own, 0, len(own), number, gap)))
        number += 1
    return lines


def expected_f1(probabilities: np.ndarray, sizes: np.ndarray, kept: np.ndarray) -> float:
    return 2 * (sizes * probabilities)[kept].sum() / (sizes[kept].sum() + (sizes * probabilities).sum())


@pytest.mark.parametrize("seed", range(6))
def test_no_other_choice_of_lines_has_a_better_expected_f1(seed: int) -> None:
    chance = np.random.default_rng(seed)
    probabilities, sizes = chance.random(9).astype(np.float32), chance.integers(1, 40, 9).astype(np.float32)
    choice = decide.choose(probabilities, sizes)
    best = max(expected_f1(probabilities, sizes, np.array(kept)) for kept in itertools.product((False, True), repeat=9) if any(kept))
    assert choice.quality == pytest.approx(best, abs=1e-5)
    assert expected_f1(probabilities, sizes, probabilities > choice.threshold) == pytest.approx(best, abs=1e-5)


def test_a_doubtful_page_keeps_what_a_sure_one_drops() -> None:
    sure = decide.choose(np.array([0.99, 0.98, 0.4], np.float32), np.full(3, 20, np.float32))
    doubtful = decide.choose(np.array([0.5, 0.45, 0.4], np.float32), np.full(3, 20, np.float32))
    assert doubtful.threshold < 0.4 < sure.threshold
    assert doubtful.quality < sure.quality


def test_a_page_shows_boilerplate_by_several_sure_lines() -> None:
    assert not decide.shows_boilerplate(np.array([0.9, 0.9, 0.1, 0.9], np.float32))
    assert decide.shows_boilerplate(np.array([0.9, 0.1, 0.1, 0.1], np.float32))
    assert not decide.shows_boilerplate(np.array([0.9] * 60 + [0.1] * 4, np.float32))


def test_a_closing_sentence_right_below_text_stays() -> None:
    lines = page_of(STORY[0], "Work begins in May.", "More on this story", "Cows on the line")
    for line, chance in zip(lines, (0.9, 0.2, 0.2, 0.2), strict=True):
        line.probability = chance
    assert [line.text for line in spare(lines, lines[1:], 0.4)] == ["More on this story", "Cows on the line"]
    lines[1].probability = 0.05
    assert lines[1] in spare(lines, lines[1:], 0.4), "where the model is sure"


def test_no_item_goes_from_the_middle_of_a_list() -> None:
    lines = page_of("200 g barley", "2 carrots", "1 onion", "¶Share")
    for line in lines:
        line.probability = 0.3
    assert [line.text for line in spare(lines, [lines[1], lines[3]], 0.4)] == ["Share"]
    lines[1] = page_of("¶2 carrots")[0]
    lines[1].probability = 0.3
    assert lines[1] in spare(lines, [lines[1], lines[3]], 0.4), "a blank line parts it from the list"


def test_a_numbered_heading_stays_with_its_series() -> None:
    lines = page_of("1. The pump", STORY[0], "2. The valve", STORY[1], "7. Bells")
    for line in lines:
        line.probability = 0.3
    assert [line.text for line in spare(lines, [lines[2], lines[4]], 0.4)] == ["7. Bells"]


def test_a_line_that_is_only_just_rejected_stays_between_two_kept_ones() -> None:
    lines = page_of(STORY[0], "¶Nine days", STORY[1], "Nine ports", "Nine boats", "¶Share")
    for line in lines:
        line.probability = 0.35
    assert [line.text for line in spare(lines, [lines[1], *lines[3:]], 0.4)] == ["Nine ports", "Nine boats", "Share"]
    lines[1].probability = 0.3
    assert lines[1] in spare(lines, [lines[1], *lines[3:]], 0.4), "where the model is surer"


def test_labels_cross_line_ends_and_count_copies_once() -> None:
    gold = "Ferry sails again\nThe ferry sailed again on Monday.\nSalt\nA bolt had come loose in the engine."
    lines = [
        "Home",
        "Ferry sails again",
        "The ferry",
        "sailed again on Monday.",
        "Salt",
        "A bolt had come loose in the engine.",
        "Ferry sails again",
    ]
    found = labels(lines, gold)
    assert (found >= 0.5).tolist() == [False, True, True, True, True, True, False]
    assert labels(["...", "Home"], gold).tolist() == [-1, 0]


def test_a_short_line_far_from_text_is_no_text_though_gold_has_it() -> None:
    lines = ["Salt", "Home", "News", "Sport", "The ferry sailed again on Monday morning."]
    assert labels(lines, "Salt\nThe ferry sailed again on Monday morning.").tolist()[0] == 0


def test_slots_of_lines_are_the_same_alone_and_together() -> None:
    table = word_features.WordTable()
    texts = ["Read more", "Home", STORY[0], "今日の天気", "...", STORY[0] + " " + STORY[1]]
    together, counts = word_features.slots_of(table.of(texts), 12)
    alone = [word_features.slots_of(table.of([text]), 12)[0].tolist() for text in texts]
    assert [part.tolist() for part in np.split(together, np.cumsum(counts)[:-1])] == alone
    assert counts[4] == 0
    assert together.max() < 2**12


def test_numbers_of_as_many_digits_are_one_word() -> None:
    one, other, third = word_features.WordTable().of(["12 comments", "98 comments", "123 comments"])
    assert one == other != third


def test_a_line_is_scored_by_the_root_mean_of_its_slots() -> None:
    table, weights = word_features.WordTable(), np.random.default_rng(1).normal(size=2**10).astype(np.float32)
    model = HashedLinear(0.5, weights)
    slots, counts = word_features.slots_of(table.of(["Read more about this"]), 10)
    expected = weights[slots].sum() / np.sqrt(counts[0]) + 0.5
    assert table.score(["Read more about this", "..."], model).tolist() == pytest.approx([expected, 0.5], abs=1e-5)
    assert table.score(["Read more about this"], HashedLinear(0.0, weights)).tolist() == pytest.approx([expected - 0.5], abs=1e-5)


def test_runs_and_their_sums() -> None:
    runs = Runs(np.array([1, 1, 0, 1, 1, 1]))
    assert runs.length.tolist() == [2, 2, 1, 3, 3, 3]
    assert runs.above.tolist() == [0, 1, 0, 0, 1, 2]
    assert runs.spread(runs.sums(np.arange(6, dtype=np.float32))).tolist() == [1, 1, 2, 12, 12, 12]


def test_rows_are_shifted_and_averaged_within_the_page() -> None:
    rows = np.array([[1, 2, 3, 4]], np.float32)
    assert shifted(rows, -1, -1).tolist() == [[-1, 1, 2, 3]]
    assert shifted(rows, 2, 0).tolist() == [[3, 4, 0, 0]]
    assert shifted(rows, 9, 0).tolist() == [[0, 0, 0, 0]]
    assert means(rows, (2,)).tolist() == [[0, 1, 1.5, 2.5], [2.5, 3.5, 4, 0]]
    assert distances(np.array([[False, True, False, False]])).tolist() == [[FAR, 0, 1, 2], [1, 0, FAR, FAR]]


def test_features_hold_for_a_page_of_one_line_and_for_one_without_words() -> None:
    model = HashedLinear(0.0, np.zeros(2**8, np.float32))
    for texts in (["Home"], ["...", "***"], STORY):
        page = PageLines(page_of(*texts), None, model)
        matrix = FEATURES.matrix(page)
        assert matrix.shape == (len(texts), len(FEATURES.names))
        assert np.isfinite(matrix).all()
        late = SECOND_FEATURES.matrix(FirstLook(np.full(len(texts), 0.5, np.float32), page.signal("words")))
        assert late.shape == (len(texts), len(SECOND_FEATURES.names))
        assert np.isfinite(late).all()


def test_score_features_are_those_of_the_page() -> None:
    model = HashedLinear(0.1, np.random.default_rng(2).normal(size=2**8).astype(np.float32))
    page = PageLines(page_of("Home", *STORY, "Read more"), "en", model)
    columns = [FEATURES.names.index("score"), FEATURES.names.index("text-down40")]
    own = FEATURES.matrix(page)[:, columns]
    names = [name for group in FEATURES.groups if group.name == "text.scores" for name, _ in group.columns]
    assert own.tolist() == score_features(page.scores, page.signal("words"))[:, [names.index("score"), names.index("text-down40")]].tolist()


def test_a_clean_text_is_left_alone() -> None:
    text = "\n\n".join(["Ferry sails again", *STORY])
    page = cleaner.clean(text)
    assert [finding for finding in page.findings if finding.action != "mark"] == []
    assert page.quality is not None
    assert page.quality > 0.8
    assert page.flags == ()


MENU = ["Home", "News", "Sport", "Weather", "Tides", "Sign in"]
FOOT = ["Most read", "Why gulls nest early", "Three paths across the moor", "Contact us", "Privacy policy", "© 2025 Harbour Post"]


def test_boilerplate_goes_and_the_closing_sentence_stays() -> None:
    text = "\n".join([*MENU, "Ferry sails again", *STORY, "The next one sails at noon.", *FOOT])
    (article,) = cleaner.clean(text).articles
    assert article.title == "Ferry sails again"
    assert article.text.split("\n\n") == [*STORY, "The next one sails at noon."]


def test_a_rule_of_little_precision_is_overruled_and_does_not_come_back() -> None:
    """The model gives the line back; matching the rules again does not take it again."""
    found = trace("\n".join([*MENU, "Ferry sails again", *STORY, *FOOT])).scan
    rule = replace(next(rule for rule in found.rules.rules if rule.id == "related.read-more-line"), confidence=0.8)
    lines = page_of(*MENU, *STORY)
    for line in lines[:6]:
        line.take(Hit(next(rule for rule in found.rules.rules if rule.id == "nav.menu"), 0, len(line.text)))
    lines[6].take(Hit(rule, 0, len(lines[6].text)))
    text_model.weigh(lines, "en")
    assert lines[6].taken is None
    assert lines[6].spared


def test_why_names_reasons_on_a_line_that_the_model_removes() -> None:
    traced = trace("\n".join([*MENU, "Ferry sails again", *STORY, *FOOT]))
    reasons = text_model.explain(traced.scan.lines, traced.scan.lines[0], "en")
    assert reasons
    assert all(words and weight for words, weight in reasons)
    assert [abs(weight) for _, weight in reasons] == sorted((abs(weight) for _, weight in reasons), reverse=True)

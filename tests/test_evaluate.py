"""Rows of gold read, scored, summed up and compared."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.config import Settings
from cleaner.errors import InputError
from cleaner.evaluate import ByRule, Comparison, GoldRow, Totals, Worst, check, load, parse_row, rows, saved_line, saved_run, score

STORY = "The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in dock. \
The first boat leaves at twenty to ten, and the crew of the old ferry will be on board for a week to help with the ropes."
OTHER = "A fire in a bakery on Mill Street was put out within an hour on Tuesday morning, and nobody was hurt, the brigade said. \
The oven had been left on over night. Its owner means to open again on Friday, with bread from the kitchen of a friend in Elmsund."
TITLE = "Night ferry to sail again"
SECOND = "Bakery fire in Elmsund leaves nobody hurt"
PAGE = f"{TITLE}\n\nShort Url\nUpdated 04 March 2025\nFollow\n\nBy Ilse Marrow\n\n{STORY}\n"
LINES = {"first_line": 8, "last_line": 8}, {"first_line": 18, "last_line": 18}


def page(**changes: Any) -> GoldRow:
    gold = {"title": TITLE, "authors": ["Ilse Marrow"], "updated": "2025-03-04T10:00:00Z", "paragraphs": [STORY]}
    return parse_row({"text": PAGE, "gold": gold | changes}, 1, "gold.jsonl:1")


def stream(*lines: dict[str, int]) -> GoldRow:
    """Two stories in one file; `lines` name those of their bodies."""
    articles = [{"paragraphs": [story], **own} for story, own in zip((STORY, OTHER), lines or ({}, {}), strict=True)]
    text = f"{PAGE}\n\n{SECOND}\n\nUpdated 04 March 2025\nFollow\n\n{SECOND}\n\n{OTHER}\n"
    return parse_row({"text": text, "kind": "card", "articles": articles}, 2, "gold.jsonl:2")


def test_a_page_scores_what_its_gold_tells_of() -> None:
    found, cleaned = score(page(), Settings())
    assert found.figures == {"precision": 1, "recall": 1, "f1": 1, "title": 1, "authors": 1, "updated": 1, "one_document": 1}
    assert (found.id, found.language, found.error, found.split) == ("line 1", "en", "", None)
    assert cleaned is not None
    wrong, _ = score(page(title="Short Url", authors=[], updated="2025-03-05", published="2025-03-04"), Settings())
    assert [wrong.figures.get(name) for name in ("title", "authors", "updated", "published")] == [0, None, 0, 0]


def test_a_title_that_is_not_in_the_text_is_not_asked_for() -> None:
    found, _ = score(page(title="Ferries", authors=["Ilse Marrow", "Pelle Brandt"]), Settings())
    assert not {"title", "authors"} & found.figures.keys()
    html = parse_row(
        {"html": f"<html><body><p>{STORY}</p></body></html>", "gold": {"title": "Ferries", "paragraphs": [STORY]}}, 1, "gold.jsonl:1"
    )
    assert score(html, Settings())[0].figures["title"] == 0


def test_a_page_of_debris_alone_should_give_nothing() -> None:
    row = parse_row({"text": "Short Url\nUpdated 04 March 2025\nFollow\n", "gold": {"paragraphs": []}}, 1, "")
    assert score(row, Settings())[0].figures == {"precision": 1, "recall": 1, "f1": 1, "one_document": 1}


def test_a_stream_is_measured_by_its_boundaries_and_articles() -> None:
    found, _ = score(stream(*LINES), Settings())
    assert found.figures == {"f1": 1, "right": 1, "pk": 0, "window_diff": 0}
    assert [right for _, right in found.confidences] == [True]
    assert 0.5 < found.confidences[0][0] <= 1
    assert found.style == "card"
    assert score(stream(), Settings())[0].figures == {"f1": 1}
    whole, _ = score(stream(*LINES), Settings(appended="drop"))
    assert (whole.figures["right"], whole.figures["f1"]) == (0, 0.5)


def test_a_row_that_fails_counts_as_nothing_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise TypeError("odd")

    monkeypatch.setattr("cleaner.evaluate.scoring.clean", fail)
    found, cleaned = score(page(), Settings())
    assert cleaned is None
    assert found.f1 == found.figures["title"] == 0
    assert "TypeError: odd" in found.error
    totals = Totals()
    totals.add(found)
    assert (totals.failed, totals.failures) == (1, [found])


def test_means_are_over_the_rows_that_have_a_figure() -> None:
    totals = Totals()
    for row in (page(), page(title="Short Url"), page(title=None)):
        totals.add(score(row, Settings())[0])
    group = totals.pages["all", ""]
    assert (group.rows, group.count("title"), group.figures()["title"]) == (3, 2, 0.5)
    assert totals.pages["language", "en"].rows == 3
    assert ("style", "") not in totals.pages
    assert totals.record()["pages"]["language"]["en"]["f1"] == totals.f1 == 1
    assert (Totals().f1, Totals().rows) == (0, 0)


def test_boundaries_are_counted_over_all_files() -> None:
    totals = Totals()
    for appended in ("keep", "drop"):
        totals.add(score(stream(*LINES), Settings(appended=appended))[0])
    figures = totals.streams["all", ""].figures()
    assert (figures["boundary_precision"], figures["boundary_recall"], figures["right"]) == (1, 0.5, 0.5)


def test_the_worst_rows_tell_what_was_left_and_lost() -> None:
    worst = Worst(2)
    texts = (PAGE, PAGE + "\nThe harbour has a new lamp on its wall.\n" * 7, "\n".join(f"{word} goes by" for word in "abcdefg"), PAGE)
    for line, text in enumerate(texts, 1):
        row = parse_row({"text": text, "gold": {"paragraphs": [STORY, OTHER][: 1 + (line == 4)]}}, line, "")
        worst.add(row, *score(row, Settings()))
    first, second = worst.found()
    assert (first.line, first.f1, first.lost.count) == (3, 0, 1)
    assert first.lost.lines[0].startswith("The night ferry")
    assert second.line == 2
    assert second.debris.count == 7 > len(second.debris.lines)
    assert Worst(0).found() == []


def test_long_lines_are_cut() -> None:
    worst = Worst(1)
    row = parse_row({"text": PAGE, "gold": {"paragraphs": [OTHER + " And more." * 99]}}, 1, "")
    worst.add(row, *score(row, Settings()))
    assert len(worst.found()[0].lost.lines[0]) < 130


def test_two_runs_are_compared_row_by_row(tmp_path: Path) -> None:
    good, _ = score(page(), Settings())
    poor, _ = score(page(paragraphs=[STORY, OTHER]), Settings())
    path = tmp_path / "saved.jsonl"
    path.write_text(saved_run(Path("gold.jsonl"), Settings(disable=("weights",))) + saved_line(poor) + saved_line(good) + saved_line(good))
    saved = load(path)
    assert (saved.gold, saved.settings["disable"]) == ("gold.jsonl", ["weights"])
    found = Comparison(saved)
    for again in (good, good):  # rows of one name are taken in turn
        found.add(again)
    assert (found.better, found.worse, found.same, found.new, found.missing) == (1, 0, 1, 0, 1)
    assert found.means()["recall"] == pytest.approx(((poor.figures["recall"] + 1) / 2, 1), abs=1e-6)
    (change,) = found.changes
    assert (change.id, change.after) == ("line 1", 1)
    found.add(poor)
    found.add(good)
    assert (found.worse, found.new, found.missing) == (1, 1, 0)


def test_rows_are_read_plain_and_zipped(tmp_path: Path) -> None:
    lines = json.dumps({"id": 7, "lang": "en", "text": PAGE, "gold": {"paragraphs": [STORY]}, "articles": None}) + "\n\n"
    plain, zipped = tmp_path / "a.jsonl", tmp_path / "b.gz"
    plain.write_bytes(b"\xef\xbb\xbf" + lines.encode() * 2)
    zipped.write_bytes(gzip.compress(lines.encode() * 2))
    for path in (plain, zipped):
        assert check(path) == 2
        assert [(row.id, row.line, row.language, row.stream) for row in rows(path)] == [("7", 1, "en", False), ("7", 3, "en", False)]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"text": "a"}, "gold.jsonl:3: the row has no gold"),
        ({"text": "a", "gold": None}, "gold.jsonl:3: the row has no gold"),
        ({"gold": {"paragraphs": []}}, "gold.jsonl:3: the row needs a text or an html"),
        ({"text": "a", "html": "b", "gold": {"paragraphs": []}}, "and not both"),
        ({"text": "a", "gold": {"paragraphs": []}, "articles": []}, "the row has gold and articles"),
        ({"text": 7, "gold": {"paragraphs": []}}, "gold.jsonl:3: text is not a string"),
        ({"text": "a", "gold": []}, "gold is not an object"),
        ({"text": "a", "gold": {}}, "gold.jsonl:3: gold: there are no paragraphs"),
        ({"text": "a", "gold": {"paragraphs": "a"}}, "gold.jsonl:3: gold: paragraphs is not a list of strings"),
        ({"text": "a", "gold": {"paragraphs": [1]}}, "paragraphs is not a list of strings"),
        ({"text": "a", "articles": ["a"]}, "articles is not a list of objects"),
        (
            {"text": "a", "articles": [{"paragraphs": [], "first_line": True, "last_line": 0}]},
            "articles[0]: first_line is not a whole number",
        ),
        ({"text": "a", "articles": [{"paragraphs": [], "first_line": 0, "last_line": 1}]}, "articles[0]: lines 0 to 1 are not"),
        (
            {"text": "a\nb", "articles": [{"paragraphs": [], "first_line": 0, "last_line": 0}] * 2},
            "articles[1]: lines 0 to 0 are not below the article above",
        ),
    ],
)
def test_a_row_that_does_not_hold_is_refused(record: dict[str, Any], problem: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_row(record, 3, "gold.jsonl:3")
    assert problem in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b'\n{"text": \n', "gold.jsonl:2: the line is not JSON"),
        (b"[" * 100_000, "gold.jsonl:1: the line is not JSON"),
        (b'{"text": "\xff"}', "gold.jsonl:1: the line is not JSON"),
        (b"[]", "gold.jsonl:1: the line is JSON, but not an object"),
        (b" \n", "gold.jsonl: the file has no rows"),
        (gzip.compress(b"{}" * 99, mtime=0)[:-9], "gold.jsonl: the file cannot be read"),
        (b"\x1f\x8b\x00nothing", "gold.jsonl: the file cannot be read"),
    ],
)
def test_a_file_that_does_not_hold_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        check(path)
    assert problem in str(caught.value)


def test_what_a_rule_removed_is_wrong_where_gold_holds_it_and_the_result_does_not() -> None:
    lost = "Boats that are under eight metres may leave the old harbour on Sunday, too, the county said."
    pack = Settings(disable=("weights",))
    told = parse_row(
        {"text": f"{PAGE}\nSubscribe to our newsletter\n\n{STORY}\n", "gold": {"title": TITLE, "paragraphs": [STORY]}}, 1, "a:1"
    )
    found = ByRule()
    _, cleaned = score(told, pack)
    found.add(told, cleaned)
    assert cleaned is not None
    assert {finding.rule for finding in cleaned.findings} == set(found.rules)
    again = found.rules["headline.paragraph-again"]
    assert (again.findings, again.wrong, again.sites) == (1, 0, {"line 1"}), "the copy goes, and the text is still there"
    wanted = parse_row({"text": f"{PAGE}\n{lost}\n\n{STORY}\n{lost}\n", "gold": {"paragraphs": [STORY, lost, STORY, lost]}}, 2, "a:2")
    found.add(wanted, score(wanted, pack)[1])
    assert (again.findings, again.wrong, len(again.sites)) == (3, 2, 2), "gold holds both copies"
    assert again.words > 40
    assert again.precision == pytest.approx(1 / 3)
    assert found.ordered()[0][0] == "headline.paragraph-again", "what lost the most comes first"
    found.add(wanted, None)
    assert again.findings == 3


def test_rows_of_one_fold_are_read_with_those_that_name_none(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    own = [
        {"id": name, "text": PAGE, "gold": {"paragraphs": [STORY]}, "fold": fold}
        for name, fold in (("a", "train"), ("b", "dev"), ("c", None))
    ]
    path.write_text("\n".join(map(json.dumps, own)))
    assert [row.id for row in rows(path, "train")] == ["a", "c"]
    assert check(path) == 3

"""Decisions made by hand: read, written, brought to pages that changed a little, and obeyed by the whole flow."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Settings, clean, restore
from cleaner.corpus.records import Record
from cleaner.corpus.rows import cleaned as cleaned_record
from cleaner.data import Page
from cleaner.decisions import RECORD, Decision, Decisions, dumps, load, nearest, on_page, parse
from cleaner.errors import DecisionError
from cleaner.flow import check_decisions, trace
from cleaner.parse.text_lines import lines
from cleaner.write import audit

FERRY = """Night ferry to sail again from Monday

Short Url
Updated 04 March 2025
Follow

The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock.
Advertisement
Tickets are on sale at the quay, and cost what they did last autumn.

Share
Facebook
© 2025 Sandeby Courier. All rights reserved.


Bakery fire in Elmsund leaves nobody hurt

Updated 5 min ago
Follow

A fire in a bakery on Mill Street was put out within an hour on Tuesday morning, and nobody was hurt, the fire brigade said.
The shop will open again on Friday, its owner said, with bread from a friend’s kitchen.
"""
HOME = Path("cleaner-decisions.toml")


def cleaned(*entries: Decision, text: str = FERRY, name: str | None = "ferry.txt", url: str | None = None) -> Page:
    decisions = Decisions(HOME)
    for entry in entries:
        decisions = decisions.with_one(entry)
    page = trace(text, url, None, None, name, decisions).page
    assert page.restore() == text
    return page


def rules_of(page: Page, line: str) -> list[str]:
    return [finding.rule for finding in page.findings if finding.text == line]


def test_without_decisions_nothing_is_different() -> None:
    assert cleaned() == clean(FERRY)


def test_a_decision_about_another_page_changes_nothing() -> None:
    elsewhere = [Decision("keep", "Advertisement", file="other.txt"), Decision("drop", "Short Url", site="courier.example")]
    assert cleaned(*elsewhere) == clean(FERRY)


@pytest.mark.parametrize("where", [{"file": "ferry.txt"}, {"site": "courier.example"}, {}], ids=["file", "site", "everywhere"])
def test_a_line_is_kept(where: dict[str, str]) -> None:
    page = cleaned(Decision("keep", "Advertisement", **where), url="https://www.courier.example/ferry")
    assert "Advertisement" in page.articles[0].text
    assert rules_of(page, "Advertisement") == ["decision.keep"]
    assert page.articles[0].text.replace("\n\nAdvertisement", "") == clean(FERRY).articles[0].text


def test_a_line_is_dropped() -> None:
    line = "Tickets are on sale at the quay, and cost what they did last autumn."
    page = cleaned(Decision("drop", line, file="ferry.txt"))
    assert "Tickets" not in page.articles[0].text
    assert rules_of(page, line) == ["decision.drop"]


def test_a_repair_is_kept_from_its_place() -> None:
    text = FERRY.replace("in the dry dock.", "in the dry dock。The first boat leaves at 21:40.")
    before = clean(text)
    (repair,) = [finding for finding in before.findings if finding.action == "repair"]
    line = text.splitlines()[repair.line - 1]
    page = cleaned(Decision("keep", line, file="ferry.txt", rule=repair.rule), text=text)
    assert "dock。The" in page.articles[0].text
    assert "dock. The" in before.articles[0].text


def test_a_rule_is_switched_off() -> None:
    page = cleaned(Decision("off", "share.follow-button", file="ferry.txt"))
    assert "share.follow-button" in {finding.rule for finding in clean(FERRY).findings}
    assert "share.follow-button" not in {finding.rule for finding in page.findings}


def test_boundaries_are_removed_and_set() -> None:
    second = "Bakery fire in Elmsund leaves nobody hurt"
    assert len(clean(FERRY).articles) == 2
    assert len(cleaned(Decision("join", second, file="ferry.txt")).articles) == 1
    page = cleaned(Decision("begin", "The shop will open again on Friday, its owner said, with bread from a friend’s kitchen."))
    assert [article.first_line for article in page.articles][-1] == 22
    assert page.articles[-1].boundary is not None
    assert page.articles[-1].boundary.reasons == ("a reviewer's decision",)
    assert {finding.rule for finding in page.findings if finding.line == 22} == {"decision.begin"}


def test_a_title_is_written() -> None:
    page = cleaned(Decision("title", "Ferry back", of="Night ferry to sail again from Monday"))
    assert page.articles[0].title == "Ferry back"
    assert page.articles[0].text == clean(FERRY).articles[0].text


def test_the_audit_tells_of_decisions_and_rebuilds_the_page() -> None:
    page = cleaned(
        Decision("keep", "Advertisement"), Decision("drop", "Tickets are on sale at the quay, and cost what they did last autumn.")
    )
    record = audit(page, "ferry.txt", ["ferry-1.md", "ferry-2.md"])
    assert [mark["rule"] for mark in json.loads(record)["marks"] if mark["rule"].startswith("decision.")] == ["decision.keep"]
    assert '"decision.drop"' in record
    assert restore(record) == FERRY


FOLLOW = Decision(
    "keep", "Follow", above="Updated 5 min ago", below="A fire in a bakery on Mill Street was put out within an hour", file="ferry.txt"
)


def about(text: str, decision: Decision) -> list[int]:
    """The numbers of the lines that a decision is about."""
    blocks = lines(text)
    found = on_page(Decisions(HOME, (decision,)), blocks, "ferry.txt", None)
    assert bool(found.lines) != bool(found.unmet)
    return [block.line for block in blocks if block.start in found.lines]


def test_a_line_is_told_from_its_copies_by_its_neighbours() -> None:
    assert about(FERRY, FOLLOW) == [19]


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("Updated 5 min ago", "Updated 12 min ago", 19),
        ("Updated 5 min ago", "Corrected on Tuesday", 19),
        ("Short Url\n", "Short Url\nShare this\n", 20),
        ("\n\nBakery", "\n\n\n\n\nBakery", 22),
        ("Follow\n\nA fire", "FOLLOW!\n\nA fire", 19),
    ],
)
def test_decisions_outlive_small_changes(was: str, becomes: str, line: int) -> None:
    assert was in FERRY
    assert about(FERRY.replace(was, becomes), FOLLOW) == [line]


def test_a_line_that_changed_a_little_is_known_between_its_neighbours() -> None:
    kept = Decision(
        "keep",
        "Tickets are on sale at the quay, and cost what they did last autumn.",
        above="Advertisement",
        below="Share",
        file="ferry.txt",
    )
    assert about(FERRY.replace("last autumn", "in last autumn"), kept) == [9]
    assert about(FERRY.replace("Tickets are on sale at the quay, and cost what they did last autumn.", "No tickets."), kept) == []


def test_the_file_reads_back_and_is_the_same_in_any_order() -> None:
    entries = [
        Decision("keep", 'A "quoted" line\\', file="pages/a.txt", rule="share.bar", above="x", below="y", note="asked for by the editor"),
        Decision("off", "newsletter", site="courier.example"),
        Decision("join", "A headline"),
        Decision("title", "New", file="pages/a.txt", of="Old"),
    ]
    made = Decisions(HOME, packs=("my-rules.toml",))
    for entry in entries:
        made = made.with_one(entry)
    other = Decisions(HOME, packs=("my-rules.toml",))
    for entry in reversed(entries):
        other = other.with_one(entry)
    assert dumps(made) == dumps(other)
    assert parse(dumps(made), HOME) == made
    assert dumps(made).count("[[decision]]") == 4


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_can_be_told_of(text: str) -> None:
    made = Decisions(HOME, (Decision("keep", text),))
    assert parse(dumps(made), HOME) == made
    assert "\x1b" not in dumps(made)


def test_a_decision_takes_the_place_of_what_it_contradicts() -> None:
    kept = Decision("keep", "Follow", file="a.txt")
    made = Decisions(HOME).with_one(Decision("drop", "Follow", file="a.txt")).with_one(kept)
    assert made.entries == (kept,)
    assert made.without(kept).entries == ()
    assert len(made.with_one(replace(kept, file="b.txt")).entries) == 2


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("[[decision]]\nkeep = 'a'\ndrop = 'b'\n", 1, "does one thing"),
        ("\n[[decision]]\nfile = 'a'\n", 2, "this one has nothing"),
        ("[[decision]]\nkeep = 'a'\nwhy = 'b'\n", 1, "no key `why`"),
        ("[[decision]]\nkeep = 3\n", 1, "must be text"),
        ("[[decision]]\nkeep = ' '\n", 1, "is empty"),
        ("[[decision]]\nkeep = 'a'\nfile = 'b'\nsite = 'c'\n", 1, "a file, a record or a site"),
        ("[[decision]]\ntitle = 'a'\n", 1, "needs `of`"),
        ("[[decision]]\noff = 'a.b'\nabove = 'c'\n", 1, "no key `above`"),
        ("decisions = []\n", 1, "unknown key"),
        ("packs = 'a'\n", 1, "list of file names"),
    ],
)
def test_a_file_that_does_not_hold_names_place_and_remedy(text: str, line: int, problem: str) -> None:
    with pytest.raises(DecisionError) as caught:
        parse(text, HOME)
    assert caught.value.place == f"{HOME}:{line}"
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_broken_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="not valid TOML"):
        parse("<<<<<<< HEAD\n", HOME)
    with pytest.raises(DecisionError, match="cannot be read"):
        load(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b"# \xe9\n")
    with pytest.raises(DecisionError, match="not UTF-8"):
        load(tmp_path / "latin.toml")


def test_a_rule_that_is_no_more_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "decisions.toml"
    path.write_text("# mine\n[[decision]]\noff = 'no.such-rule'\n", encoding="utf-8")
    with pytest.raises(DecisionError) as caught:
        check_decisions(Settings(decisions=str(path)))
    assert caught.value.place == f"{path}:2"


def test_a_pack_that_came_of_decisions_is_used(tmp_path: Path) -> None:
    rule = "[[rule]]\nid = 'own.quay'\nabout = 'x'\naction = 'drop'\nkind = 'phrase'\nphrases = ['Quay notes']\nhits = ['Quay notes']\nmisses = ['Two quay notes']\n"
    (tmp_path / "mine.toml").write_text(f"about = 'Mine'\n{rule}", encoding="utf-8")
    path = tmp_path / "decisions.toml"
    path.write_text("packs = ['mine.toml']\n", encoding="utf-8")
    page = clean(f"{FERRY}\nQuay notes\n", settings=Settings(decisions=str(path)))
    assert "own.quay" in {finding.rule for finding in page.findings}


HEADLINE = "Night ferry to sail again from Monday"


def test_fields_are_written_and_cleared() -> None:
    own = [
        Decision("field", name, file="ferry.txt", of=HEADLINE, to=to)
        for name, to in {"authors": "Ilse Marrow\nPelle Brandt", "updated": ""}.items()
    ]
    before, after = clean(FERRY).articles[0], cleaned(*own).articles[0]
    assert (before.authors, before.updated) == ([], "2025-03-04")
    assert (after.authors, after.updated) == (["Ilse Marrow", "Pelle Brandt"], None)
    assert after.text == before.text
    written = cleaned(Decision("field", "published", of=HEADLINE, to="2025-03-02"), Decision("field", "place", of=HEADLINE, to="Sandeby"))
    assert (written.articles[0].published, written.articles[0].place) == ("2025-03-02", "Sandeby")
    assert written.articles[1].published is None, "it is the first story's alone"
    assert [finding.value for finding in written.findings if finding.rule == "decision.field"] == [
        {"place": ["Sandeby"]},
        {"published": ["2025-03-02"]},
    ]


def test_a_field_reads_back_and_one_of_each_name_holds() -> None:
    first = Decision("field", "authors", record="r-1", of=HEADLINE, to="A\nB")
    made = Decisions(HOME).with_one(first).with_one(Decision("field", "place", record="r-1", of=HEADLINE, to=""))
    assert parse(dumps(made), HOME) == made
    changed = made.with_one(replace(first, to="C"))
    assert [(entry.what, entry.to) for entry in changed.entries] == [("authors", "C"), ("place", "")]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("field = 'colour'\nof = 'x'\nto = 'y'", "there is no field `colour`"),
        ("field = 'place'\nof = 'x'", "a field needs `to`"),
        ("field = 'place'\nto = 'x'", "a field needs `of`"),
        ("keep = 'x'\nto = 'y'", "`keep` has no key `to`"),
        ("keep = 'x'\nrecord = 'y'\nsite = 'z'", "not to two of them"),
    ],
)
def test_a_field_or_a_record_that_does_not_hold_is_refused(table: str, words: str) -> None:
    with pytest.raises(DecisionError) as error:
        parse(f"[[decision]]\n{table}\n", HOME)
    assert words in error.value.problem


def test_a_decision_for_a_record_holds_for_that_record_alone() -> None:
    kept = Decision("keep", "Advertisement", record="https://courier.example/a?b=1")
    assert "Advertisement" in cleaned(kept, name=f"{RECORD}https://courier.example/a?b=1").articles[0].text
    for other in ("https://courier.example/a?b=1", f"{RECORD}a", "ferry.txt", None):
        assert "Advertisement" not in cleaned(kept, name=other).articles[0].text


def test_records_of_a_corpus_obey_decisions(tmp_path: Path) -> None:
    path = tmp_path / "decided.toml"
    path.write_text(dumps(Decisions(path).with_one(Decision("keep", "Advertisement", record="two"))), encoding="utf-8")
    settings = Settings(decisions=str(path))
    texts = {id: cleaned_record(Record(id, FERRY), settings).rows[0]["text"] for id in ("one", "two")}
    assert [("Advertisement" in text) for text in texts.values()] == [False, True]


def test_the_line_nearest_to_a_decision_that_no_longer_matches() -> None:
    gone = Decision("drop", "Tickets went on sale at the old quay, and cost far more than in the autumn.", file="ferry.txt")
    assert on_page(Decisions(HOME, (gone,)), lines(FERRY), "ferry.txt", None).unmet == (gone,)
    found = nearest(gone, lines(FERRY))
    assert found is not None
    assert found[0].line == 9
    assert 0.5 < found[1] < 1
    assert nearest(Decision("drop", "1234567"), lines("qwxz\n")) is None

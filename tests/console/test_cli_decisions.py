"""`cleaner decisions`: shown, checked against pages that have changed, and merged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli.exits import ExitCode
from cleaner.decisions import Decision, Decisions, dumps, load

from .invented_debris import Run
from .preview_driver import FERRY

HOME = Path("cleaner-decisions.toml")
TICKETS = "Tickets are on sale at the quay, and cost what they did last autumn."
DROP = Decision("drop", TICKETS, file="pages/ferry.txt", above="Advertisement", below="Share")
OFF = Decision("off", "share.follow-button", site="courier.example")


def write(path: Path, *entries: Decision, packs: tuple[str, ...] = ()) -> Path:
    decisions = Decisions(path, packs=packs)
    for entry in entries:
        decisions = decisions.with_one(entry)
    path.write_text(dumps(decisions), encoding="utf-8")
    return path


@pytest.fixture
def ferry() -> Path:
    Path("pages").mkdir()
    path = Path("pages/ferry.txt")
    path.write_text(FERRY, encoding="utf-8")
    return path


def test_a_check_of_decisions_that_hold_says_nothing(run: Run, ferry: Path) -> None:
    write(HOME, DROP, OFF, Decision("keep", "A line that only some pages have"))
    result = run("decisions", "check", "pages")
    assert (result.exit_code, result.output) == (ExitCode.FINE, "")


def test_a_check_names_the_nearest_line(run: Run, ferry: Path) -> None:
    ferry.write_text(
        FERRY.replace(TICKETS, "The tickets are sold at the quay office, and cost what they did in autumn.\nMore"), encoding="utf-8"
    )
    write(HOME, DROP)
    result = run("decisions", "check", "pages")
    assert result.exit_code == ExitCode.FOUND
    assert "pages/ferry.txt: drop Tickets are on sale" in result.output
    assert "cleaner-decisions.toml:3: no line of the page matches" in result.output
    assert "nearest, line 9: The tickets are sold at the quay office" in result.output


def test_a_check_names_pages_that_are_not_there_and_reports_those_that_fail(run: Run, ferry: Path) -> None:
    Path("pages/none.txt").write_text("", encoding="utf-8")
    write(HOME, DROP, Decision("drop", "x", file="pages/gone.txt"), Decision("drop", "\x1b[31mx", record="r\u202e1"))
    result = run("decisions", "check", "pages")
    assert result.exit_code == ExitCode.FOUND
    assert "pages/gone.txt: drop x" in result.output
    assert "its page is not among the inputs" in result.output
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    write(HOME, Decision("drop", "x", file="pages/none.txt"))
    assert run("decisions", "check", "pages").exit_code == ExitCode.FAILED


def test_records_of_a_corpus_are_checked(run: Run) -> None:
    Path("crawl.jsonl").write_text("".join(json.dumps({"id": id, "text": FERRY}) + "\n" for id in ("a", "b")), encoding="utf-8")
    write(HOME, Decision("drop", TICKETS, record="a"), Decision("drop", "Nothing like it 12", record="b"))
    result = run("decisions", "check", "crawl.jsonl")
    assert result.exit_code == ExitCode.FOUND
    assert result.output.count("no line of the page matches") == 1
    assert result.output.startswith("b: drop Nothing like it 12"), "by the record's id, as in `decisions show`"


def test_show_lists_where_each_holds(run: Run) -> None:
    write(HOME, DROP, OFF, Decision("field", "authors", file="pages/ferry.txt", of="Night ferry", to="A\nB", note="as printed"))
    result = run("decisions", "show")
    assert result.exit_code == ExitCode.FINE
    assert result.output.splitlines() == [
        "site courier.example",
        "  off share.follow-button",
        "file pages/ferry.txt",
        f"  drop {TICKETS}",
        "  field authors = A; B   of: Night ferry   # as printed",
    ]
    assert run("decisions", "show", "--site", "courier.example").output.count("\n") == 2
    assert [list(row) for row in json.loads(run("decisions", "show", "--page", "pages/ferry.txt", "--json").output)] == [
        ["drop", "file", "above", "below"],
        ["field", "file", "of", "to", "note"],
    ]


def test_merge_takes_all_and_names_contradictions(run: Run) -> None:
    ours = write(Path("ours.toml"), DROP, packs=("a.toml",))
    theirs = write(Path("theirs.toml"), OFF, packs=("b.toml",))
    result = run("decisions", "merge", ours, theirs, "--out", HOME)
    assert (result.exit_code, result.output) == (ExitCode.FINE, "")
    assert load(HOME).entries == (OFF, DROP)
    assert load(HOME).packs == ("a.toml", "b.toml")
    other = write(Path("other.toml"), Decision("join", "x"), Decision("begin", "y"))
    third = write(Path("third.toml"), Decision("begin", "x"))
    result = run("decisions", "merge", other, third)
    assert result.exit_code == ExitCode.FOUND
    assert "everywhere: join x is replaced by: begin x" in result.stderr
    assert 'begin = "x"' in result.stdout


def test_what_one_of_both_took_back_stays_away(run: Run) -> None:
    base = write(Path("base.toml"), DROP, OFF)
    ours = write(Path("ours.toml"), DROP, OFF, Decision("join", "x"))
    theirs = write(Path("theirs.toml"), OFF)
    assert run("decisions", "merge", ours, theirs, "--base", base, "-o", HOME).exit_code == ExitCode.FINE
    assert load(HOME).entries == (Decision("join", "x"), OFF)


@pytest.mark.parametrize("arguments", [("show",), ("show", "nowhere.toml"), ("merge", "nowhere.toml"), ("check", "pages")])
def test_what_is_not_there_is_a_usage_error(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("decisions", *arguments)
    assert result.exit_code == ExitCode.USAGE
    assert "error:" in result.stderr

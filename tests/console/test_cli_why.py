"""`cleaner why`: what decided about a line, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.cli.exits import ExitCode

from .invented_debris import CLEAN, HOSTILE, PAGE, SECOND, Run


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def why(run: Run, pack: Path, tmp_path: Path):
    def ask(line: int, text: str = PAGE) -> str:
        (tmp_path / "asked.txt").write_text(text, encoding="utf-8")
        result = run("why", f"asked.txt:{line}", "--rules", pack)
        assert result.exit_code == ExitCode.FINE, result.output
        return words(result.stdout)

    return ask


def test_a_dropped_line(why) -> None:
    said = why(3)
    assert "Dropped by zebra.corner: The label of the zebra corner." in said
    assert "2 words, 12 characters" in said


def test_a_line_dropped_in_company(why) -> None:
    said = why(4)
    assert "Dropped by zebra.gallop: A button that gallops (near line 3)." in said
    assert "It needs a line within 3 that one of zebra.corner matches." in said


def test_a_line_that_waits_for_company(why) -> None:
    said = why(2, "The horses\nGallop\nover the hill and far away, as they have always done here.\n")
    assert "Kept: the rule that would remove it lacks context near the line, or the line is not at its place." in said
    assert "zebra.gallop: lacks context near the line, or the line is not at its place" in said


def test_a_lift_a_repair_and_a_mark(why) -> None:
    assert "Moved into captions by zebra.photo" in why(8)
    said = why(10)
    assert "Changed inside by zebra.bars: Two bars where a blank belongs." in said
    assert "zebra.bars: accepted, replaces a part by ' '" in said
    said = why(5, CLEAN.replace("\n\nA sail", "\n\nHooves on the road\n\nA sail"))
    assert "Kept: the rules that match are evidence for other lines and remove nothing." in said
    assert "zebra.herd: mark, evidence that removes nothing" in said


def test_a_line_without_findings_says_so_and_where_it_went(why) -> None:
    said = why(6)
    assert "Kept: no rule matches this line." in said
    assert "article 1 of 1, “Lanterns return to the old harbour wall” (main)" in said
    assert "running text: yes" in said
    assert "It is the headline." in why(1)
    assert "A blank line: no rule is applied to it." in why(2)


def test_boundary_evidence(why) -> None:
    text = PAGE + SECOND
    line = text.splitlines().index("Bakers in the lower town share one oven for a week") + 1
    said = why(line, text)
    assert "Boundary a story begins here" in said
    assert "headline" in said
    assert "Boundary" not in why(6, text)


def test_a_boundary_that_is_not_sure_enough(why, unsure: None) -> None:
    text = PAGE + SECOND
    line = text.splitlines().index("Bakers in the lower town share one oven for a week") + 1
    assert "Boundary a story begins here, confidence 0.60" in why(line, text)
    Path("cleaner.toml").write_text("min_confidence = 1\n")
    said = why(line, text)
    assert "Boundary no story begins here" in said
    assert "; below 1.00, none is drawn" in said
    assert "article 1 of 1" in said


def test_front_matter(why) -> None:
    assert "Front matter" in why(2, f"---\ntitle: Lanterns\nrole: main\n---\n\n{CLEAN}")


def test_a_story_that_is_left_out(why) -> None:
    Path("cleaner.toml").write_text('appended = "drop"\n')
    text = CLEAN + SECOND
    assert "It belongs to no article: its story is appended, and left out." in why(len(text.splitlines()), text)


def test_a_main_story_that_is_left_out(why) -> None:
    Path("cleaner.toml").write_text('appended = "only"\n')
    assert "It belongs to no article: its story is the main one, which is left out." in why(6, PAGE + SECOND)


def test_hostile_text(why) -> None:
    said = why(1, HOSTILE)
    assert "[red]the[/]" in said
    assert all(c.isprintable() for c in said)


@pytest.mark.parametrize("place", ["page.txt", "page.txt:", "page.txt:0", "page.txt:x", ":3", "page.txt:99", "nowhere.txt:1", ".:1"])
def test_usage_errors(run: Run, page: Path, place: str) -> None:
    Path("b.txt").write_text(PAGE)
    result = run("why", place)
    assert result.exit_code == ExitCode.USAGE, result.output


def test_an_input_that_cannot_be_read(run: Run) -> None:
    Path("bad.txt").write_bytes(b"\x7fELF\x00")
    result = run("why", "bad.txt:1")
    assert result.exit_code == ExitCode.FAILED
    assert "binary" in result.stderr

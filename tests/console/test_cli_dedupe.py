"""`cleaner clean --dedupe`: which copies are left out, what is written of them, and that nothing is lost."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cleaner import Settings, dedupe
from cleaner.batch import Output, Writer
from cleaner.cli.exits import ExitCode
from cleaner.inputs import find

from . import invented_crawl
from .invented_debris import CLEAN, SECOND, Run

RIVER = "\n\n".join([invented_crawl.story(2)[0], *invented_crawl.story(2)[1]]) + "\n"
TITLE = "Bakers in the lower town share one oven for a week"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Three pages: two hold the bakers below their own stories, the second of them with another word, and the last has them as its own."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(CLEAN + SECOND)
    (folder / "b.txt").write_text(RIVER + SECOND.replace("Four bakers", "Five bakers"))
    (folder / "c.txt").write_text(SECOND.lstrip())
    return folder


def record(folder: Path = Path("out")) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "duplicates.jsonl").read_text(encoding="utf-8").splitlines()]


def files(folder: Path = Path("out")) -> dict[str, bytes]:
    """The files of an output folder without its manifest."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: raw for name, raw in found.items() if not name.startswith("_cleaner/")}


def told(output: str, key: str) -> list[Any]:
    return [json.loads(line)[key] for line in output.splitlines()]


def test_by_itself_every_copy_is_written(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out", "--no-audit")
    assert sorted(files()) == ["a-1.md", "a-2.md", "b-1.md", "b-2.md", "c.md"]


def test_an_appended_story_is_written_once_and_its_places_are_told(run: Run, pages: Path) -> None:
    (pages / "c.txt").unlink()
    (pages / "d.txt").write_text(RIVER + SECOND)
    result = run("clean", "in", "--out", "out", "--dedupe", "exact")
    assert result.exit_code == ExitCode.FINE
    assert "wrote 5 articles" in result.stderr and "1 copy left out" in result.stderr
    assert sorted(name for name in files() if name.endswith(".md")) == ["a-1.md", "a-2.md", "b-1.md", "b-2.md", "d.md"]
    (story,) = record()
    (copy,) = story.pop("also_in")
    place = {"title": TITLE, "role": "appended", "part": 2}
    assert story == place | {"page": str(Path("in", "a.txt")), "lines": [8, 16], "file": "a-2.md"}
    assert copy == place | {"page": str(Path("in", "d.txt")), "lines": copy["lines"], "similarity": 1.0}
    (left_out,) = json.loads(Path("out/d.audit.json").read_text())["left_out"]
    assert (left_out["title"], left_out["lines"]) == (TITLE, copy["lines"])


def test_a_main_story_is_always_written_and_stands_for_its_copies_before_it(run: Run, pages: Path) -> None:
    (pages / "d.txt").write_text(SECOND.lstrip())
    run("clean", "in", "--out", "out", "--dedupe", "exact", "--no-audit")
    assert sorted(files()) == ["a.md", "b-1.md", "b-2.md", "c.md", "d.md", "duplicates.jsonl"]
    (story,) = record()
    assert (story["role"], story["file"], [Path(copy["page"]).name for copy in story["also_in"]]) == ("main", "c.md", ["a.txt"])


def test_nearly_the_same_is_a_copy_when_near_is_asked(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out", "--dedupe", "near", "--no-audit")
    assert sorted(files()) == ["a.md", "b.md", "c.md", "duplicates.jsonl"]
    (story,) = record()
    assert [0.8 <= copy["similarity"] <= 1 for copy in story["also_in"]] == [True, True]


def test_every_input_can_be_restored(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out", "--dedupe", "near")
    run("restore", *sorted(Path("out").glob("*.audit.json")), "--out", "back")
    assert files(Path("back")) == files(pages)


def test_a_crawl(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(300):
        (tmp_path / "in" / f"{number:03}.txt").write_text(invented_crawl.page(number))
    result = run("clean", "in", "--out", "out", "--format", "md", "--dedupe", "near", "--json")
    assert result.exit_code == ExitCode.FINE
    counts = json.loads(result.stdout)
    articles, copies = counts["articles"], counts["duplicates"]
    assert 312 <= articles < 335, "a few boundaries may be missed, and what is joined then is no copy"
    assert 560 < copies <= 588
    written = {path: path.read_text() for path in sorted(Path("out").glob("[0-9]*.md"))}
    assert Counter("main" if "\nrole: main\n" in text else "appended" for text in written.values()) == {
        "main": 300,
        "appended": articles - 300,
    }
    titles = {path.name: text.partition("\ntitle: ")[2].partition("\n")[0].strip('"') for path, text in written.items()}
    assert len(set(titles.values())) == 312
    assert sum(len(story["also_in"]) for story in record()) == copies
    for story in record():
        assert titles[story["file"]] == story["title"]
        assert all(copy["title"] == story["title"] and copy["page"] > story["page"] for copy in story["also_in"])
    assert not [path for path in Path("out").iterdir() if path.name.startswith(".")]
    run("restore", *sorted(Path("out").glob("*.audit.json")), "--out", "back")
    assert files(Path("back")) == files(tmp_path / "in")


@pytest.mark.parametrize("mode", ["exact", "near"])
def test_a_run_again_writes_the_same_files(run: Run, tmp_path: Path, mode: str) -> None:
    (tmp_path / "in").mkdir()
    for number in range(12):
        (tmp_path / "in" / f"{number:03}.txt").write_text(invented_crawl.page(number, appended=3))
    for folder in ("one", "two"):
        run("clean", "in", "--out", folder, "--dedupe", mode)
    assert files(Path("one")) == files(Path("two"))
    run("clean", "in", "--out", "one", "--dedupe", mode)
    assert files(Path("one")) == files(Path("two"))


def test_rows_on_stdout_are_left_out_the_same_way(run: Run, pages: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert told(run("clean", "in", "--format", "jsonl", "--dedupe", "exact").stdout, "role") == ["main", "main", "appended", "main"]
    assert told(run("clean", "in", "--format", "jsonl", "--dedupe", "near").stdout, "role") == ["main", "main", "main"]
    assert told(run("clean", "in", "--format", "jsonl", "--dedupe", "off").stdout, "role").count("appended") == 2
    one = run("clean", "-", "--format", "jsonl", "--dedupe", "exact", input=CLEAN + SECOND + "\n\n\n" + SECOND)
    assert told(one.stdout, "title").count(TITLE) == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_when_main_stories_are_left_out_they_stand_for_nothing(run: Run, pages: Path) -> None:
    result = run("clean", "in", "--format", "jsonl", "--dedupe", "near", "--appended", "only")
    assert [role for role in told(result.stdout, "role") if role] == ["appended"]
    assert "no article" not in result.stderr


def test_what_was_not_written_stands_for_nothing(run: Run, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text(CLEAN)
    (pages / "c.txt").write_text(CLEAN + SECOND)
    result = run("clean", "other", "in/a.txt", "in/c.txt", "--out", "out", "--dedupe", "exact")
    assert result.exit_code == ExitCode.FAILED
    assert sorted(files()) == ["a.audit.json", "a.md", "c-1.md", "c-2.md", "c.audit.json", "duplicates.jsonl"]
    assert record() == []


def test_a_page_may_not_take_the_place_of_the_record(run: Run, pages: Path) -> None:
    (pages / "duplicates.txt").write_text(CLEAN)
    Path("out").mkdir()
    writer = Writer(Output(Path("out"), "jsonl"))
    results = [result for result, _ in dedupe.run(find(["in"], None), writer, Settings(), "exact")]
    (failed,) = [result for result in results if result.status == "failed"]
    assert "was written for the record of duplicates already" in failed.error
    assert len(record()) == 1


def test_copies_are_not_looked_for_among_rows(run: Run, pages: Path) -> None:
    result = run("clean", "in", "--out", "out", "--format", "jsonl", "--dedupe", "exact")
    assert result.exit_code == ExitCode.USAGE
    assert "written as md or txt, or to stdout" in " ".join(result.stderr.replace("│", "").split())
    assert not Path("out").exists()


def test_a_dry_run_tells_and_writes_nothing(run: Run, pages: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    found = json.loads(run("clean", "in", "--out", "out", "--dry-run", "--json", "--dedupe", "near").stdout)
    assert (found["articles"], found["duplicates"], [entry["duplicates"] for entry in found["results"]]) == (3, 2, [1, 1, 0])
    assert sorted(tmp_path.rglob("*")) == before


def test_a_bad_file_does_not_stop_the_others(run: Run, pages: Path) -> None:
    (pages / "0.txt").write_bytes(b"\x7fELF\x00\x00\x00")
    result = run("clean", "in", "--out", "out", "--dedupe", "near", "--no-audit")
    assert result.exit_code == ExitCode.FAILED
    assert sorted(files()) == ["a.md", "b.md", "c.md", "duplicates.jsonl"]


def test_a_library_that_is_missing_is_named_with_the_remedy(run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rensa", None)
    result = run("clean", "in", "--out", "out", "--dedupe", "near")
    assert result.exit_code == ExitCode.USAGE
    assert "pip install '.[dedupe]'" in result.stderr
    assert not Path("out").exists()
    assert run("clean", "in", "--out", "out", "--dedupe", "exact").exit_code == ExitCode.FINE


def test_without_room_for_the_spool_the_run_ends_with_a_remedy(run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cleaner.dedupe.spooled", full)
    result = run("clean", "in", "--out", "out", "--dedupe", "exact")
    assert result.exit_code == ExitCode.USAGE
    assert "No space left on device" in result.stderr and "Free some space there." in result.stderr
    assert list(Path("out").iterdir()) == []

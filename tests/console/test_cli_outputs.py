"""What an output folder holds after a run, what is removed from it and what never is; and what a run may not replace."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cleaner.cli.exits import ExitCode
from cleaner.corpus import pool
from cleaner.errors import OutputError

from .invented_debris import CLEAN, GOATS, PAGE, SECOND, Run

TWO = CLEAN + SECOND


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool has tests of its own."""
    from cleaner import corpus

    monkeypatch.setattr(pool, "run", lambda shards, job, workers, progress: corpus.inline(shards, job))


@pytest.fixture
def pages() -> Path:
    folder = Path("in")
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(TWO)
    (folder / "deep" / "b.txt").write_text(CLEAN)
    return folder


def files(folder: str = "out") -> list[str]:
    """Names below a folder; the manifest left out."""
    found = (path.relative_to(folder) for path in Path(folder).rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != "_cleaner")


def lines(*texts: object) -> bytes:
    return "".join(json.dumps({"id": f"r{number}", "text": text}) + "\n" for number, text in enumerate(texts)).encode()


# pages


def test_a_page_that_holds_fewer_articles_leaves_no_old_file(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out")
    assert files() == ["a-1.md", "a-2.md", "a.audit.json", "deep/b.audit.json", "deep/b.md"]
    (pages / "a.txt").write_text(CLEAN)
    result = run("clean", "in", "--out", "out")
    assert files() == ["a.audit.json", "a.md", "deep/b.audit.json", "deep/b.md"]
    assert f"removed: {Path('out/a-1.md')}: it was out of date" in result.stderr.splitlines()
    assert "removed" not in run("clean", "in", "--out", "out").stderr


@pytest.mark.parametrize("named", ["in", "in/**/*.txt"])
def test_files_of_a_page_that_is_gone_go(named: str, run: Run, pages: Path) -> None:
    run("clean", named, "--out", "out", "--format", "txt")
    (pages / "deep" / "b.txt").unlink()
    told = json.loads(run("clean", named, "--out", "out", "--format", "txt", "--json").stdout)
    assert files() == ["a-1.txt", "a-2.txt", "a.audit.json"]
    assert sorted(Path(entry["name"]).name for entry in told["entries"] if entry["kind"] == "removed") == ["b.audit.json", "b.txt"]
    assert not Path("out/deep").exists()


def test_what_was_written_for_other_pages_or_in_another_format_stays(run: Run, pages: Path) -> None:
    run("clean", "in/a.txt", "--out", "out", "--no-audit")
    run("clean", "in/deep/b.txt", "--out", "out", "--no-audit")
    run("clean", "in/a.txt", "--out", "out", "--format", "txt", "--no-audit")
    assert files() == ["a-1.md", "a-1.txt", "a-2.md", "a-2.txt", "b.md"]
    (pages / "a.txt").unlink()
    run("clean", "in", "--out", "out", "--no-audit")
    assert files() == ["deep/b.md"]


def test_a_file_that_was_edited_or_is_another_s_stays(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out")
    Path("out/a-2.md").write_text("edited by hand")
    Path("out/a.md.bak").write_text("mine")
    Path("out/c.md").write_text("mine")
    (pages / "a.txt").write_text(CLEAN)
    (pages / "deep" / "b.txt").unlink()
    run("clean", "in", "--out", "out")
    assert files() == ["a-2.md", "a.audit.json", "a.md", "a.md.bak", "c.md"]
    assert Path("out/a-2.md").read_text() == "edited by hand"


def test_a_page_that_fails_keeps_what_was_written_for_it(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out")
    before = {name: Path("out", name).read_bytes() for name in files()}
    (pages / "a.txt").write_bytes(b"\x00\x01\x02" * 50)
    assert run("clean", "in", "--out", "out").exit_code == ExitCode.FAILED
    assert {name: Path("out", name).read_bytes() for name in files()} == before


def test_a_page_that_cannot_be_written_keeps_its_old_file(run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pages / "a.txt").write_text(CLEAN)
    run("clean", "in", "--out", "out")
    (pages / "a.txt").write_text(TWO)
    from cleaner import batch

    whole = batch.write_whole

    def full(path: Path, content: bytes) -> None:
        if path.name.startswith("a-"):
            raise OutputError("the file cannot be written (No space left on device)", place=str(path))
        whole(path, content)

    with monkeypatch.context() as patch:
        patch.setattr("cleaner.batch.pages.write_whole", full)
        assert run("clean", "in", "--out", "out").exit_code == ExitCode.FAILED
    assert "a.md" in files()
    run("clean", "in", "--out", "out")
    assert files() == ["a-1.md", "a-2.md", "a.audit.json", "deep/b.audit.json", "deep/b.md"]


def test_a_run_that_is_killed_leaves_no_file_that_nobody_knows(run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner import batch

    whole = batch.write_whole

    def killed(path: Path, content: bytes) -> None:
        if path.name == "a.audit.json":
            raise SystemExit(9)
        whole(path, content)

    with monkeypatch.context() as patch:
        patch.setattr("cleaner.batch.pages.write_whole", killed)
        run("clean", "in", "--out", "out")
    assert files() == ["a-1.md", "a-2.md"]
    (pages / "a.txt").write_text(CLEAN)
    run("clean", "in", "--out", "out")
    assert files() == ["a.audit.json", "a.md", "deep/b.audit.json", "deep/b.md"]


def test_a_dry_run_names_what_would_go_and_removes_nothing(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out")
    (pages / "a.txt").write_text(CLEAN)
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    assert run("clean", "in", "--out", "out", "--dry-run").stderr.count("removed: ") == 2
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before


def test_a_record_of_copies_goes_with_the_run_that_made_none(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out", "--dedupe", "exact", "--no-audit")
    assert "duplicates.jsonl" in files()
    run("clean", "in", "--out", "out", "--dedupe", "exact", "--no-audit")
    assert "duplicates.jsonl" in files()
    run("clean", "in", "--out", "out", "--no-audit")
    assert files() == ["a-1.md", "a-2.md", "deep/b.md"]


@pytest.mark.parametrize("name", ["../mine.txt", "/{folder}/mine.txt", "..", "_cleaner/../../mine.txt"])
def test_a_manifest_reaches_nothing_outside_the_folder(name: str, run: Run, pages: Path, tmp_path: Path) -> None:
    import hashlib

    run("clean", "in", "--out", "out")
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    digest = hashlib.sha256(b"mine").hexdigest()
    entry = {"page": str(tmp_path / "in" / "gone.txt"), "format": "md", "root": str(tmp_path / "in")}
    with Path("out/_cleaner/pages.jsonl").open("a") as file:
        for damaged in ("", "[]", "{", "[" * 100_000, '{"files": 3}', '{"page": 1, "format": [], "root": 2, "files": {"a": 1}}'):
            file.write(damaged + "\n")
        file.write(json.dumps(entry | {"files": {name.format(folder=tmp_path): digest}}) + "\n")
    assert run("clean", "in", "--out", "out").exit_code == ExitCode.FINE
    assert mine.exists()


def test_the_manifest_does_not_grow_with_the_runs(run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.page_manifest._SPARE", 3)
    for _ in range(5):
        run("clean", "in", "--out", "out")
    assert len(Path("out/_cleaner/pages.jsonl").read_text().splitlines()) <= 5
    (pages / "deep" / "b.txt").unlink()
    run("clean", "in", "--out", "out")
    assert files() == ["a-1.md", "a-2.md", "a.audit.json"]


def test_an_output_is_an_input_without_its_manifest(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out", "--format", "jsonl", "--no-audit")
    run("clean", "out", "--out", "rows")
    assert len(list(Path("rows").glob("in-*.jsonl*"))) == 1
    assert not list(Path("rows").glob("pages*")) and not list(Path("rows").glob("last-run*"))


# corpora


def test_wrong_options_do_not_touch_finished_rows(run: Run) -> None:
    Path("c.jsonl").write_bytes(lines(PAGE, CLEAN))
    assert run("clean", "c.jsonl", "--out", "keep").exit_code == ExitCode.FINE

    def held() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in Path("keep").rglob("*") if path.is_file() and path.name != "last-run.jsonl"}

    before = held()
    for option in (
        ["--field", "text=body"],
        ["--format", "parquet"],
        ["--appended", "drop"],
        ["--max-record", 10],
        ["--dry-run", "--strict"],
    ):
        result = run("clean", "c.jsonl", "--out", "keep", *option)
        assert result.exit_code == ExitCode.USAGE, option
        assert "--fresh" in result.stderr
    assert "the field for content was text, html and is body" in run("clean", "c.jsonl", "--out", "keep", "--field", "text=body").stderr
    result = run("clean", "c.jsonl", "--out", "keep", "--field", "text=body", "--fresh")
    assert result.exit_code == ExitCode.FAILED
    assert "nothing was replaced: all 2 records failed" in result.stderr
    assert held() == before
    result = run("clean", "c.jsonl", "--out", "keep", "--format", "parquet", "--fresh")
    assert result.exit_code == ExitCode.FINE
    assert [path.suffix for path in Path("keep").iterdir() if path.is_file()] == [".parquet"]
    assert result.stderr.count("removed: ") == 1


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--fresh"]])
def test_an_output_that_is_a_file_is_refused(options: list[str], run: Run) -> None:
    Path("a.jsonl").write_bytes(lines(PAGE))
    Path("out").write_text("mine")
    result = run("clean", "a.jsonl", "--out", "out", *options)
    assert result.exit_code == (ExitCode.FINE if options == ["--dry-run"] else ExitCode.USAGE)
    assert Path("out").read_text() == "mine"


def test_rows_of_an_input_that_is_gone_are_listed(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.jsonl").write_bytes(lines(PAGE))
    Path("in/b.jsonl").write_bytes(lines(CLEAN))
    run("clean", "in", "--out", "out")
    (gone,) = [name for name in files() if name.startswith("b.jsonl")]
    Path("in/b.jsonl").unlink()
    told = json.loads(run("clean", "in", "--out", "out", "--json").stdout)
    assert (told["removed"], [entry["name"] for entry in told["entries"] if entry["kind"] == "removed"]) == (1, [gone])
    assert len(files()) == 1


@pytest.mark.parametrize("as_pages", [True, False])
def test_any_input_that_failed_is_an_exit_code_and_is_named(as_pages: bool, run: Run) -> None:
    Path("in").mkdir()
    if as_pages:
        Path("in/good.txt").write_text(PAGE)
        Path("in/bad.txt").write_bytes(b"\x00\x01\x02" * 50)
    else:
        Path("in/a.jsonl").write_bytes(lines(PAGE, 3))
    for options in ([], ["--quiet"], ["--quiet"]):  # of a corpus, the second and the third find it done
        result = run("clean", "in", "--out", "out", *options)
        assert result.exit_code == ExitCode.FAILED, result.output
        assert any(line.startswith(("failed: in/bad.txt: ", "failed: r1: ")) for line in result.stderr.splitlines()), result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_many_flagged_records_do_not_hide_one_that_failed(run: Run, pack: Path) -> None:
    Path("a.jsonl").write_bytes(lines(*[CLEAN + "\n" + GOATS] * 25, *[3] * 25))
    result = run("clean", "a.jsonl", "--out", "out", "--rules", pack, "--quiet")
    said = result.stderr.splitlines()
    assert result.exit_code == ExitCode.FAILED
    assert [line.split(":")[0] for line in said] == ["failed"] * 20 + ["and 5 more"]


def test_a_record_over_the_limit_has_failed(run: Run) -> None:
    Path("a.jsonl").write_bytes(lines(CLEAN * 3, CLEAN))
    result = run("clean", "a.jsonl", "--out", "out", "--max-record", len(CLEAN) * 2, "--quiet")
    assert result.exit_code == ExitCode.FAILED
    assert result.stderr.startswith("too large: ")


def test_a_fresh_run_into_an_empty_folder_is_a_run(run: Run) -> None:
    Path("a.jsonl").write_bytes(lines(PAGE))
    assert run("clean", "a.jsonl", "--out", "out", "--fresh").exit_code == ExitCode.FINE
    assert len(files()) == 1
    shutil.rmtree("out/_cleaner")
    assert run("clean", "a.jsonl", "--out", "out", "--fresh").exit_code == ExitCode.FINE
    assert len(files()) == 1

"""The format decides the layout; what a run says, keeps and gives back is the same for files and rows, for pages and records."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from cleaner.batch import Result
from cleaner.cli.exits import ExitCode
from cleaner.console.summary import add
from cleaner.corpus import pool
from cleaner.run_summary import RunSummary, entries_of

from .invented_debris import CLEAN, GOATS, PAGE, SECOND, Run
from .test_cli_report import data

FORMATS = ("md", "txt", "jsonl", "jsonl.gz")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool has tests of its own."""
    from cleaner import corpus

    monkeypatch.setattr(pool, "run", lambda shards, job, workers, progress: corpus.inline(shards, job))


@pytest.fixture
def pages() -> Path:
    folder = Path("in")
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(PAGE + SECOND)
    (folder / "deep" / "a.txt").write_text(CLEAN)
    (folder / "deep" / "c.html").write_text(f"<html><body><article><h1>Kites</h1><p>{CLEAN}</p></article></body></html>")
    return folder


def files(folder: str) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}
    return {name: raw for name, raw in found.items() if not name.startswith("_cleaner/")}


def rows(folder: str) -> list[dict[str, object]]:
    texts = [gzip.decompress(raw) if name.endswith(".gz") else raw for name, raw in sorted(files(folder).items()) if ".jsonl" in name]
    return [json.loads(line) for text in texts for line in text.splitlines()]


@pytest.mark.parametrize("format", ["md", "jsonl"])  # one of files, one of rows: each starts processes
def test_workers_change_nothing_but_the_time(run: Run, pages: Path, pack: Path, format: str) -> None:
    one = run("clean", "in", "--out", "one", "--format", format, "--rules", pack, "--workers", 1)
    two = run("clean", "in", "--out", "two", "--format", format, "--rules", pack, "--workers", 2)
    assert one.exit_code == two.exit_code == ExitCode.FINE, two.output
    assert files("one") == files("two") and files("one")
    assert [re.sub(r"\d+\.\d s", "", result.stderr.replace("two/", "one/")) for result in (one, two)] == [
        re.sub(r"\d+\.\d s", "", one.stderr)
    ] * 2


@pytest.mark.parametrize("format", FORMATS)
def test_every_layout_gives_the_inputs_back_where_they_stood(run: Run, pages: Path, format: str) -> None:
    run("clean", "in", "--out", "out", "--format", format)
    result = run("restore", "out", "--out", "back")
    assert result.exit_code == ExitCode.FINE, result.output
    assert files("back") == files("in")


@pytest.mark.parametrize("format", FORMATS)
def test_every_layout_has_the_same_exit_codes_and_summary(run: Run, pages: Path, pack: Path, format: str) -> None:
    (pages / "empty.txt").write_text("")
    (pages / "goats.txt").write_text(CLEAN + "\n" + GOATS)
    result = run("clean", "in", "--out", "out", "--format", format, "--rules", pack)
    assert result.exit_code == ExitCode.FAILED
    sentence, changes, *entries = result.stderr.splitlines()
    assert re.fullmatch(
        r"Read 5 pages and wrote 5 articles to out/ in \d+\.\d s; 1 failed\. \d pages? to look at: cleaner report out/", sentence
    )
    assert re.fullmatch(r"\d+ lines dropped \(goat 5, zebra 2.*\), 1 repair, \d moved into fields\.", changes)
    assert entries[0].startswith("failed: in/empty.txt: the file is empty")
    assert any(line.startswith("flagged: in/goats.txt: ") for line in entries)
    strict = run("clean", "in/goats.txt", "--out", "strict", "--format", format, "--rules", pack, "--strict")
    assert strict.exit_code == ExitCode.FOUND
    assert "1 refused" in strict.stderr


@pytest.mark.parametrize("format", FORMATS)
def test_every_layout_has_a_report_with_what_failed(run: Run, pages: Path, pack: Path, format: str) -> None:
    (pages / "empty.txt").write_text("")
    (pages / "gone.txt").symlink_to("nowhere.txt")
    run("clean", "in", "--out", "out", "--format", format, "--rules", pack)
    result = run("report", "out")
    assert result.exit_code == ExitCode.FINE, result.output
    assert result.stderr == "report.html: 3 pages counted, 3 shown; 2 failed or left out\n"
    found = data()
    failed, skipped = found["failures"]
    assert failed[:2] == ["in/empty.txt", "failed"]
    assert failed[2].startswith("the file is empty")
    assert skipped == ["in/gone.txt", "skipped", "it is a broken link"]
    assert (found["failed"], found["moreFailures"]) == (1, 0)
    assert {page["name"] for page in found["pages"]} == {"in/a.txt", "in/deep/a.txt", "in/deep/c.html"}
    totals = {name: value for name, value, _ in found["totals"]}
    assert (totals["pages"], totals["articles"], totals["inputs failed"], totals["inputs skipped"]) == (3, 4, 1, 1)
    assert {rule["id"]: (rule["dropped"], rule["pages"]) for rule in found["rules"]}["zebra.corner"] == (1, 1)
    assert {rule["id"]: rule["about"] for rule in found["rules"]}["zebra.corner"] == "The label of the zebra corner"


@pytest.mark.parametrize("format", FORMATS)
def test_every_layout_has_the_same_figures(run: Run, pages: Path, pack: Path, format: str) -> None:
    (pages / "empty.txt").write_text("")
    run("clean", "in", "--out", "out", "--format", format, "--rules", pack)
    found = json.loads(run("stats", "out", "--json").stdout)
    assert (found["records"], found["articles"], found["statuses"]) == (4, 4, {"cleaned": 3, "failed": 1})
    assert (found["dropped"], found["repairs"], found["lifted"]) == (2, 1, 1) or found["dropped"] > 2
    assert found["rules"]["zebra.corner"] == 1
    assert found["languages"] == {"en": 4}
    assert sum(found["losses"].values()) == 3


@pytest.mark.parametrize("format", FORMATS)
def test_every_layout_has_the_run_types_hosts_and_quality_in_its_report(
    run: Run, pages: Path, pack: Path, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    command = ["clean", "in", "--out", "out", "--format", format, "--lang", "en", "--url", "https://www.courier.example/a"]
    monkeypatch.setattr("sys.argv", ["cleaner", *command])
    run(*command)
    assert run("report", "out").exit_code == ExitCode.FINE
    found = data()
    assert found["command"] == " ".join(["cleaner", *command])
    assert found["settings"] == [["language", "en"]]
    assert found["hosts"] == [["www.courier.example", 3]]
    types = dict(found["types"])
    assert types.pop("text") == 2
    assert (len(types), sum(types.values())) == (1, 1)
    assert sum(count for _, count in found["qualities"]) + found["unknownQuality"] == 3  # of a text no model may have been asked
    html = next(page for page in found["pages"] if page["html"])
    assert {html["type"] or "of unknown type"} == set(types)
    for page in found["pages"]:
        assert page["links"]
        assert all(Path(address).is_file() for _, address in page["links"])
    assert {file.name for file in Path("out/_cleaner").iterdir()} >= {"last-run.jsonl"}
    assert not Path("out/_cleaner/run.json").exists()


def test_loss_is_the_same_share_everywhere(run: Run, pack: Path) -> None:
    Path("in").mkdir()
    Path("in/goats.txt").write_text(CLEAN + "\n" + GOATS)
    for format in ("md", "jsonl"):
        run("clean", "in", "--out", format, "--format", format, "--rules", pack)
    audit = json.loads(Path("md/goats.audit.json").read_text())
    step = f"{int(audit['loss'] * 10) * 10} to {int(audit['loss'] * 10) * 10 + 10}%"
    for folder in ("md", "jsonl"):
        assert json.loads(run("stats", folder, "--json").stdout)["losses"] == {step: 1}


def test_records_of_a_corpus_are_shown_by_samples_and_restored_when_that_is_asked(run: Run, pack: Path) -> None:
    texts = [PAGE, CLEAN, CLEAN + "\n" + GOATS, 3]
    Path("crawl.jsonl").write_text("".join(json.dumps({"id": f"r{n}", "text": text}) + "\n" for n, text in enumerate(texts)))
    run("clean", "crawl.jsonl", "--out", "out", "--rules", pack)
    assert run("report", "out").exit_code == ExitCode.FINE
    found = data()
    assert [page["name"] for page in found["pages"]] == ["r0", "r2", "r1"]
    assert [name for name, _, _ in found["failures"]] == ["r3"]
    assert {name: value for name, value, _ in found["totals"]}["pages"] == 3
    refused = run("restore", "out", "--out", "back")
    assert refused.exit_code == ExitCode.USAGE
    assert "clean it with --audit" in refused.stderr
    run("clean", "crawl.jsonl", "--out", "kept", "--rules", pack, "--audit")
    assert run("restore", "kept", "--out", "back").exit_code == ExitCode.FINE
    assert sorted(raw.decode() for raw in files("back").values()) == sorted(text for text in texts if isinstance(text, str))
    run("clean", "crawl.jsonl", "--out", "none", "--rules", pack, "--no-audit")
    assert run("report", "none").exit_code == ExitCode.FINE
    assert data()["pages"] == []
    assert [name for name, _, _ in data()["failures"]] == ["r3"]


def test_samples_are_few_whatever_there_is(run: Run) -> None:
    Path("crawl.jsonl").write_text("".join(json.dumps({"id": f"r{n}", "text": f"{CLEAN}\n{n}"}) + "\n" for n in range(30)))
    run("clean", "crawl.jsonl", "--out", "out")
    (packed,) = Path("out/_cleaner").glob("*.audits.gz")
    kept = [json.loads(line) for line in gzip.decompress(packed.read_bytes()).splitlines()]
    assert len(kept) == 20 and all(line["sample"] for line in kept)


def test_a_decision_about_a_file_holds_for_rows_too(run: Run, pages: Path, pack: Path) -> None:
    Path("cleaner-decisions.toml").write_text('[[decision]]\nkeep = "Zebra corner"\nfile = "in/a.txt"\n')
    for format in ("md", "jsonl"):
        run("clean", "in", "--out", format, "--format", format, "--rules", pack)
    assert "Zebra corner" in Path("md/a-1.md").read_text()
    assert any("Zebra corner" in str(row["text"]) for row in rows("jsonl"))


def test_an_address_holds_for_rows_of_pages_too(run: Run, pages: Path) -> None:
    run("clean", "in/a.txt", "--out", "out", "--format", "jsonl", "--url", "https://paper.example/a", "--fetched", "2025-03-04")
    assert {(row["url"], row["fetched"]) for row in rows("out")} == {("https://paper.example/a", "2025-03-04")}


def test_a_damaged_packed_audit_is_an_error_with_its_place(run: Run, pages: Path) -> None:
    run("clean", "in", "--out", "out", "--format", "jsonl")
    (packed,) = Path("out/_cleaner").glob("*.audits.gz")
    packed.write_bytes(packed.read_bytes()[:-30])
    result = run("restore", "out", "--out", "back")
    assert result.exit_code == ExitCode.USAGE
    assert f"{packed}: the audits cannot be read" in result.stderr


@pytest.mark.parametrize("target", ["../up.txt", "/abs.txt", "a/../../up.txt", "a\\..\\up.txt", "a\x1b/b.txt"])
def test_a_packed_audit_does_not_steer_out_of_the_folder(run: Run, pages: Path, target: str) -> None:
    run("clean", "in/a.txt", "--out", "out", "--format", "jsonl")
    (packed,) = Path("out/_cleaner").glob("*.audits.gz")
    (line,) = gzip.decompress(packed.read_bytes()).splitlines()
    packed.write_bytes(gzip.compress(json.dumps(json.loads(line) | {"file": target}).encode()))
    result = run("restore", "out", "--out", "deep/back")
    assert not Path("up.txt").exists() and not Path("deep/up.txt").exists()
    assert result.exit_code == ExitCode.FAILED or list(Path("deep/back").rglob("*.txt"))


def test_files_of_records_among_pages_are_said_to_be_left_out(run: Run, pages: Path) -> None:
    (pages / "more.jsonl").write_text(json.dumps({"text": CLEAN}) + "\n")
    result = run("clean", "in", "--out", "out")
    assert "skipped: in/more.jsonl: it is a file of records among pages" in result.stderr
    assert entries_of(Path("out"))[0][:2] == ("skipped", "in/more.jsonl")
    run("clean", "in", "--out", "rows", "--format", "jsonl")
    assert len({row["id"] for row in rows("rows")}) == 4


def test_the_hint_from_json_to_jsonl(run: Run, page: Path) -> None:
    result = run("clean", page, "--format", "json", "--out", "out")
    assert result.exit_code == ExitCode.USAGE
    assert "Did you mean jsonl?" in result.stderr


@pytest.mark.parametrize(("library", "option"), [("resiliparse", ["--reader", "fast"]), ("rensa", ["--dedupe", "near"])])
def test_a_missing_library_is_said_before_work_starts(
    run: Run, pages: Path, monkeypatch: pytest.MonkeyPatch, library: str, option: list[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, library, None)
    result = run("clean", "in", "--out", "out", *option)
    assert result.exit_code == ExitCode.USAGE
    assert f"{' '.join(option)}: this needs the library {library}" in result.stderr
    assert "pip install '.[" in result.stderr
    assert not Path("out").exists()


def test_the_size_limit_holds_for_pages(run: Run, pages: Path) -> None:
    (pages / "a.txt").write_text(CLEAN * 9)
    result = run("clean", "in", "--out", "out", "--max-record", "1kB")
    assert result.exit_code == ExitCode.FAILED
    assert "failed: in/a.txt: the input is over 1,000 bytes" in result.stderr


def test_singular_and_plural() -> None:
    summary = RunSummary(out="out/", reports=True)
    add(summary, Result("a.txt", "cleaned", articles=1))
    assert summary.sentence() == "Read 1 page and wrote 1 article to out/ in 0.0 s. Next: cleaner report out/"
    add(summary, Result("b.txt", "cleaned", articles=2, flags=("odd",), duplicates=2))
    assert summary.sentence() == (
        "Read 2 pages and wrote 3 articles to out/ in 0.0 s; 2 copies left out. 1 page to look at: cleaner report out/"
    )
    summary = RunSummary(dry_run=True, out="out/")
    assert summary.sentence() == ("Read 0 pages and would write 0 articles to out/ in 0.0 s. Nothing was written, because of --dry-run.")


@pytest.mark.parametrize("format", ["md", "jsonl"])
def test_a_decision_that_is_about_no_line_is_said(run: Run, pages: Path, pack: Path, format: str) -> None:
    table = '[[decision]]\nkeep = "{}"\n{}\n'
    Path("cleaner-decisions.toml").write_text(
        table.format("Zebra corner", "") + table.format("Hippo corner", "") + table.format("Zebra corner", 'file = "in/deep/a.txt"')
    )
    result = run("clean", "in", "--out", "out", "--format", format, "--rules", pack)
    said = [line for line in result.stderr.splitlines() if line.startswith("warning: ")]
    assert [re.search(r"cleaner-decisions\.toml:(\d+): this decision matches no line", line)[1] for line in said] == ["4", "7"]  # type: ignore[index]

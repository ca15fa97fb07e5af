"""`cleaner clean` over corpora: what makes a run one, what it says, and the exit codes."""

from __future__ import annotations

import gzip
import io
import json
import re
from pathlib import Path

import pytest

from cleaner.cli import corpus as cli_corpus
from cleaner.cli.exits import ExitCode
from cleaner.console.corpus import Lines
from cleaner.console.stats import show
from cleaner.corpus import pool
from cleaner.corpus.report import report

from .invented_debris import CLEAN, GOATS, PAGE, SECOND, Run


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool has tests of its own."""
    from cleaner import corpus

    monkeypatch.setattr(pool, "run", lambda shards, job, workers, progress: corpus.inline(shards, job))


def lines(*texts: object) -> bytes:
    return "".join(json.dumps({"id": f"r{number}", "text": text}) + "\n" for number, text in enumerate(texts)).encode()


def rows(folder: str = "out") -> list[dict[str, object]]:
    return [json.loads(line) for path in sorted(Path(folder).glob("*.jsonl")) for line in path.read_text().splitlines()]


def test_json_lines_become_rows(run: Run, pack: Path) -> None:
    Path("crawl.jsonl.gz").write_bytes(gzip.compress(lines(PAGE, CLEAN, 3)))
    result = run("clean", "crawl.jsonl.gz", "--out", "out", "--rules", pack)
    assert result.exit_code == ExitCode.FAILED, result.output
    assert [(row["id"], row["part"], row["status"]) for row in rows()] == [("r0", 1, "cleaned"), ("r1", 1, "cleaned"), ("r2", 0, "failed")]
    assert "Zebra corner" not in str(rows()[0]["text"])
    said = result.stderr.splitlines()
    assert re.match(r"Read 3 records and wrote 2 articles to out/ in \d+\.\d s; 1 failed\. ", said[0])
    assert any(line.startswith("failed: r2: crawl.jsonl.gz, byte") for line in said)
    again = run("clean", "crawl.jsonl.gz", "--out", "out", "--rules", pack)
    assert "1 shard had been done before." in again.stderr
    assert again.exit_code == ExitCode.FAILED, "a record that failed is still one"


def test_pages_are_pages_until_rows_are_asked_for(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(PAGE)
    Path("in/notes.csv").write_text("a,b\n1,2\n")
    assert run("clean", "in", "--out", "md").exit_code == ExitCode.FINE
    assert sorted(path.name for path in Path("md").glob("*.*")) == ["a.audit.json", "a.md"]
    Path("in/notes.csv").unlink()
    for number, option in enumerate((["--workers", 1], ["--fresh"], ["--engine", "pool"], ["--max-record", 9999])):
        assert run("clean", "in", "--out", f"out{number}", *option).exit_code == ExitCode.FINE
        assert sorted(path.name for path in Path(f"out{number}").glob("*.*")) == ["a.audit.json", "a.md"]
        assert run("clean", "in", "--out", f"rows{number}", "--format", "jsonl", *option).exit_code == ExitCode.FINE
        assert [row["id"] for row in rows(f"rows{number}")] == ["in/a.txt"]
    assert run("clean", "in", "--out", "table", "--format", "parquet").exit_code == ExitCode.FINE
    assert len(list(Path("table").glob("*.parquet"))) == 1
    for option in (["--field", "text=body"], ["--engine", "ray"]):
        refused = run("clean", "in", "--out", "md", *option)
        assert (refused.exit_code, "Give --format jsonl or parquet" in " ".join(refused.stderr.split())) == (ExitCode.USAGE, True)


def test_a_folder_without_pages_is_searched_for_corpora(run: Run) -> None:
    Path("in").mkdir()
    Path("in/a.jsonl").write_bytes(lines(PAGE))
    Path("in/picture.png").write_bytes(b"\x89PNG")
    assert run("clean", "in", "--out", "out").exit_code == ExitCode.FINE
    assert len(rows()) == 1


def test_fields_are_named(run: Run) -> None:
    Path("a.jsonl").write_text(json.dumps({"key": 7, "body": PAGE, "link": "https://h.example/7"}) + "\n")
    run("clean", "a.jsonl", "--out", "out", "--field", "text=body", "--field", "id=key", "--field", "url=link")
    assert [(row["id"], row["url"], row["status"]) for row in rows()] == [("7", "https://h.example/7", "cleaned")]
    for wrong in ("body", "title=body", "text="):
        assert run("clean", "a.jsonl", "--out", "out", "--field", wrong).exit_code == ExitCode.USAGE


def test_a_shard_that_is_lost_is_an_exit_code(run: Run) -> None:
    Path("a.jsonl.gz").write_bytes(gzip.compress(lines(PAGE))[:-9])
    Path("b.jsonl").write_bytes(lines(PAGE))
    result = run("clean", "a.jsonl.gz", "b.jsonl", "--out", "out", "--quiet")
    assert result.exit_code == ExitCode.FAILED
    (said,) = result.stderr.splitlines()
    assert said.startswith("failed: a.jsonl.gz: the file is truncated. Fetch it again")
    assert len(rows()) == 1
    told = json.loads(run("clean", "a.jsonl.gz", "b.jsonl", "--out", "out", "--json").stdout)
    assert (told["shards"], told["failed"], told["done_before"], told["exit_code"]) == (2, 1, 1, 3)
    assert told["lost"][0]["state"] == "failed"


def test_options_that_are_not_for_corpora(run: Run) -> None:
    Path("a.jsonl").write_bytes(lines(PAGE))
    for option in (["--dedupe", "exact"], ["--url", "https://h.example/"], ["--fetched", "2025-03-04"]):
        result = run("clean", "a.jsonl", "--out", "out", *option)
        assert result.exit_code == ExitCode.USAGE
    assert run("clean", "a.jsonl").exit_code == ExitCode.USAGE
    assert run("clean", "nowhere.jsonl", "--out", "out").exit_code == ExitCode.USAGE


def test_a_dry_run_tells_the_plan(run: Run) -> None:
    Path("a.jsonl").write_bytes(lines(PAGE))
    result = run("clean", "a.jsonl", "--out", "out", "--dry-run")
    (said,) = result.stderr.splitlines()
    assert said.startswith("Would clean 1 shard of 1, 0.0 MB, and write the rows to out/. Nothing was written")
    assert not Path("out").exists()


def test_strict_refuses_records(run: Run, pack: Path) -> None:
    Path("a.jsonl").write_bytes(lines(PAGE + SECOND, CLEAN + "\n" + GOATS))
    result = run("clean", "a.jsonl", "--out", "out", "--rules", pack)
    assert (result.exit_code, "1 record to look at" in result.stderr) == (ExitCode.FINE, True)
    result = run("clean", "a.jsonl", "--out", "strict", "--rules", pack, "--strict")
    assert result.exit_code == ExitCode.FOUND
    assert [row["status"] for row in rows("strict")] == ["cleaned", "cleaned", "refused"]


def test_stats_tell_what_a_run_did(run: Run, pack: Path) -> None:
    Path("a.jsonl").write_bytes(lines(PAGE, CLEAN + "\n" + GOATS, 3))
    Path("b.jsonl").write_bytes(lines(PAGE))
    run("clean", "a.jsonl", "b.jsonl", "--out", "out", "--rules", pack)
    told = [line.split("\t") for line in run("stats", "out").stdout.splitlines()]
    assert told[:3] == [["run", "shards", "2"], ["run", "records", "4"], ["run", "articles", "3"]]
    assert ["status", "cleaned", "3"] in told
    assert ["status", "failed", "1"] in told
    assert ["rule", "zebra.corner", "2"] in told
    assert ["host", "unknown", "4"] in told
    assert ["language", "en", "3"] in told
    assert ["look", "flagged records", "3"] in told
    assert any(row[0] == "loss" for row in told)
    record = json.loads(run("stats", "out", "--json").stdout)
    assert (record["records"], record["rules"]["zebra.corner"]) == (4, 2)
    assert "zebra.herd" in record["silent_rules"]
    assert "zebra.corner" not in record["silent_rules"]
    assert not any(name.endswith("-de") for name in record["silent_rules"])
    assert run("stats", "nowhere").exit_code == ExitCode.USAGE


def test_stats_as_tables(run: Run, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    Path("a.jsonl").write_bytes(lines(PAGE, 3))
    run("clean", "a.jsonl", "--out", "out", "--rules", pack)
    stream = Terminal()
    monkeypatch.setattr("sys.stdout", stream)
    show(report("out"), 3)
    for wanted in ("records", "zebra.corner", "not text but int", "never matched"):
        assert wanted in stream.getvalue()


def test_a_log_gets_lines_with_rate_and_time_left(capsys: pytest.CaptureFixture[str]) -> None:
    told = Lines(4_000_000, every=0)
    for read in (0, 1_000_000, 4_000_000):
        told(read)
    first, last = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"25%: 1\.0 of 4\.0 MB, [\d.,]+ MB/s, [\d:]+ left", first)
    assert last.startswith("100%: 4.0 of 4.0 MB") and last.endswith("0:00:00 left")
    Lines(4_000_000)(1_000_000)
    assert capsys.readouterr().err == ""


def test_ctrl_c_says_how_to_go_on(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*rest: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pool, "run", stopped)
    Path("a.jsonl").write_bytes(lines(PAGE))
    result = run("clean", "a.jsonl", "--out", "out")
    assert result.exit_code == cli_corpus.INTERRUPTED
    assert "the same command resumes" in result.stderr


def test_a_bad_line_and_one_that_breaks_off_give_exit_code_three(run: Run) -> None:
    good = lines(PAGE).decode()
    Path("bad.jsonl").write_text(f"[1]\n{good}", encoding="utf-8")
    Path("broken.jsonl").write_text(f'{good}{{"text": "it breaks', encoding="utf-8")
    for name in ("bad", "broken"):
        assert run("clean", f"{name}.jsonl", "--out", name).exit_code == ExitCode.FAILED
        assert sorted(row["status"] for row in rows(name)) == ["cleaned", "failed"]

"""Records from stdin, whose rows go to stdout as they are done; and lists of inputs."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.cli.exits import ExitCode

from .invented_debris import CLEAN, PAGE, Run

COMMAND = (sys.executable, "-m", "cleaner", "clean")


def lines(*texts: object, name: str = "text") -> bytes:
    return "".join(json.dumps({"id": f"r{number}", name: text}) + "\n" for number, text in enumerate(texts)).encode()


def piped(raw: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, "-", *arguments], input=raw, capture_output=True, check=False)


def rows(raw: bytes) -> list[tuple[str, int, str]]:
    return [(row["id"], row["part"], row["status"]) for row in map(json.loads, raw.splitlines())]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_records_in_and_rows_out(pack: Callable[[bytes], bytes]) -> None:
    found = piped(pack(lines(PAGE, CLEAN) + b"no json\n" + lines(3)))
    assert found.returncode == ExitCode.FAILED, found.stderr
    assert rows(found.stdout) == [
        ("r0", 1, "cleaned"),
        ("r1", 1, "cleaned"),
        (f"stdin@{len(lines(PAGE, CLEAN))}", 0, "failed"),
        ("r0", 0, "failed"),
    ]
    assert found.stderr.decode().startswith("Read 4 records and wrote 2 articles in ")
    assert "; 2 failed." in found.stderr.decode().splitlines()[0]


def test_the_rows_are_those_of_a_run_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "crawl.jsonl").write_bytes(lines(PAGE, CLEAN))
    subprocess.run([*COMMAND, "crawl.jsonl", "--out", "out", "-q"], cwd=tmp_path, check=True)
    (written,) = (tmp_path / "out").glob("*.jsonl")
    assert piped(lines(PAGE, CLEAN)).stdout == written.read_bytes()


def test_a_row_does_not_wait_for_the_next_record() -> None:
    with subprocess.Popen([*COMMAND, "-", "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for number in range(3):
            process.stdin.write(lines(PAGE))
            process.stdin.flush()
            assert rows(process.stdout.readline()) == [("r0", 1, "cleaned")], number
        process.stdin.close()
        assert process.wait() == ExitCode.FINE


def test_names_and_limits_hold_for_a_stream() -> None:
    found = piped(lines(PAGE, CLEAN * 50, name="body"), "--field", "text=body", "--max-record", "2000", "-q")
    assert rows(found.stdout) == [("r0", 1, "cleaned"), (f"stdin@{len(lines(PAGE, name='body'))}", 0, "too large")]
    assert found.returncode == ExitCode.FAILED
    (said,) = found.stderr.decode().splitlines()
    assert said.startswith("too large: stdin@")


def test_a_stream_that_breaks_off_keeps_its_rows_and_fails() -> None:
    raw = gzip.compress(lines(*[f"{PAGE} {os.urandom(4000).hex()}" for _ in range(20)]))
    found = piped(raw[: len(raw) - 3000])
    assert found.returncode == ExitCode.FAILED
    assert len(rows(found.stdout)) > 5
    assert "stdin: the file is truncated" in found.stderr.decode()


def test_a_reader_that_has_seen_enough_ends_the_run() -> None:
    with subprocess.Popen([*COMMAND, "-", "-q"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(lines(PAGE))
        process.stdin.close()
        assert process.wait() != ExitCode.FINE
        assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("raw", "arguments", "said"),
    [
        (lines(PAGE), ("--out", "x"), "go to stdout"),
        (lines(PAGE), ("--format", "parquet"), "written as jsonl"),
        (lines(PAGE), ("--workers", "2"), "in one process"),
        (lines(PAGE), ("--url", "https://a.example"), "in one process"),
        (b"PK\x03\x04 and more", (), "Save it, and name the file"),
        (b"PAR1 and more", (), "Save it, and name the file"),
    ],
)
def test_what_a_stream_cannot_have(raw: bytes, arguments: tuple[str, ...], said: str) -> None:
    found = piped(raw, *arguments)
    assert found.returncode == ExitCode.USAGE
    assert said in found.stderr.decode()


def test_the_summary_as_json_is_all_of_stdout() -> None:
    found = piped(lines(PAGE), "--json")
    assert json.loads(found.stdout)["articles"] == 1


# lists


def test_a_list_names_inputs(run: Run) -> None:
    Path("in").mkdir()
    for name in ("a b", "é"):
        Path(f"in/{name}.txt").write_text(PAGE)
    Path("wanted").write_text("in/a b.txt\n\nin/é.txt\r\n", encoding="utf-8")
    assert run("clean", "@wanted", "--out", "out").exit_code == ExitCode.FINE
    assert sorted(path.name for path in Path("out").glob("*.md")) == ["a b.md", "é.md"]
    assert run("clean", "@-", "--out", "again", input="in/a b.txt\n").exit_code == ExitCode.FINE
    assert [path.name for path in Path("again").glob("*.md")] == ["a b.md"]
    assert "a b" in run("diff", "@wanted", "--no-pager").output


def test_a_list_names_corpora(run: Run) -> None:
    Path("crawl.jsonl").write_bytes(lines(PAGE))
    Path("wanted").write_text("crawl.jsonl\n")
    assert run("clean", "@wanted", "--out", "out", "--workers", 1).exit_code == ExitCode.FINE
    assert len(list(Path("out").glob("*.jsonl"))) == 1


def test_a_file_may_begin_with_the_sign_of_a_list(run: Run) -> None:
    Path("@page.txt").write_text(PAGE)
    assert run("clean", "@page.txt", "--out", "out").exit_code == ExitCode.FINE
    assert Path("out/@page.md").exists()


def test_a_list_that_is_not_there(run: Run) -> None:
    result = run("clean", "@nowhere", "--out", "out")
    assert result.exit_code == ExitCode.USAGE
    assert "@nowhere" in result.stderr and "one input per line" in result.stderr.replace("\n", " ")

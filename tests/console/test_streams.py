"""The real program with streams that are closed or full, with few file descriptors, and without a terminal: messages, never tracebacks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .invented_debris import PAGE

pytestmark = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
SHELL = ["bash", "-c"]


@pytest.fixture(autouse=True)
def _pages(_at_home: None) -> None:
    Path("page.txt").write_text(PAGE)
    Path("rows.jsonl").write_text('{"id": "a", "text": "Lanterns return to the old harbour wall"}\n')


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """What a shell makes of a line, in which $CLEANER is the program; a test in which it waits for ever fails."""
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "CLEANER": f"{sys.executable} -m cleaner",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run([*SHELL, line], capture_output=True, text=True, timeout=120, env=environment)


def check(line: str, code: int, said: str) -> subprocess.CompletedProcess[str]:
    result = shell(line)
    assert result.returncode == code, result.stderr
    assert said in result.stderr
    for noise in ("Traceback", "Exception ignored"):
        assert noise not in result.stderr
    return result


@pytest.mark.parametrize("arguments", ["clean -", "clean - --format jsonl", "clean @- --out out", "clean - --out out"])
def test_a_closed_stdin(arguments: str) -> None:
    check(f"$CLEANER {arguments} <&-", 2, "stdin is closed")


def test_a_closed_stdin_matters_to_nothing_else() -> None:
    check("$CLEANER clean page.txt --out out <&-", 0, "wrote 1 article")


@pytest.mark.parametrize(
    "arguments", ["clean page.txt", "clean page.txt --out out --json", "diff page.txt --no-pager", "rules list", "--help", "--version"]
)
def test_a_full_stdout(arguments: str) -> None:
    check(f"$CLEANER {arguments} > /dev/full", 2, "stdout: it cannot be written to (No space left on device)")


def test_a_full_stdout_of_rows() -> None:
    check("$CLEANER clean - < rows.jsonl > /dev/full", 3, "No space left on device")


def test_a_closed_stdout() -> None:
    check("$CLEANER clean page.txt >&-", 2, "stdout: it cannot be written to")
    check("$CLEANER clean page.txt --out out >&-", 0, "wrote 1 article")


@pytest.mark.parametrize("end", ["2>/dev/full", "2>&-"])
def test_messages_that_cannot_be_written_cost_nothing(end: str) -> None:
    assert shell(f"$CLEANER clean page.txt --out out {end}").returncode == 0
    assert Path("out/page.md").exists()
    assert shell(f"$CLEANER clean gone.txt --out out {end}").returncode == 2


def test_a_reader_that_leaves() -> None:
    result = check("$CLEANER rules list | head -n 1; echo ${PIPESTATUS[0]}", 0, "")
    assert result.stdout.splitlines()[-1] in ("0", "1")


@pytest.mark.parametrize("count", [8, 12, 16, 24])
def test_few_file_descriptors(count: int) -> None:
    """How many the interpreter needs for itself differs, so either it is enough or the message says what is missing."""
    for arguments in ("page.txt --out out", f"rows.jsonl --out rows-{count} --workers 2"):
        result = shell(f"ulimit -n {count}; $CLEANER clean {arguments}")
        assert "Traceback" not in result.stderr
        assert result.returncode == 0 or (result.returncode == 2 and "ulimit -n" in result.stderr), result.stderr


def test_two_workers_are_one_where_descriptors_are_few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from cleaner import corpus
    from cleaner.corpus import Job, pool

    made: list[object] = []
    start = pool._Worker

    def first_alone(*rest: object) -> object:
        if made:
            raise OSError(24, "Too many open files")
        made.append(start(*rest))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(pool, "_Worker", first_alone)
    for number in range(3):
        Path(f"{number}.jsonl").write_text('{"id": "a", "text": "Lanterns return to the old harbour wall"}\n')
    shards = corpus.plan([f"{number}.jsonl" for number in range(3)], "out")
    results = list(pool.run(shards, Job(str(tmp_path / "out")), 2))
    assert [result.state for result in results] == ["done"] * 3


@pytest.mark.parametrize("ends", ["< /dev/null", "< /dev/null 2> said", "<&-"])
def test_a_preview_without_a_terminal_ends_at_once(ends: str) -> None:
    pytest.importorskip("textual", reason="the preview needs textual")
    result = shell(f"$CLEANER preview page.txt {ends}")
    said = result.stderr + (Path("said").read_text() if Path("said").exists() else "")
    assert result.returncode == 2
    assert "the preview needs a terminal" in said

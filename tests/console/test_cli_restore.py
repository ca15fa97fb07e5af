"""`cleaner restore`: every byte again, in the folder that was named and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaner.cli.exits import ExitCode

from .invented_debris import PAGE, Run

RAW = PAGE.replace("\n", "\r\n").encode() + b"\xff\xfe odd bytes\r\n"


@pytest.fixture
def audit(run: Run, tmp_path: Path) -> Path:
    """The audit of a page with odd line ends and broken bytes."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "odd.txt").write_bytes(RAW)
    assert run("clean", "in", "--out", "out").exit_code == ExitCode.FINE
    return tmp_path / "out" / "odd.audit.json"


def renamed(audit: Path, name: object) -> Path:
    """A copy of the audit whose source has another name."""
    record = json.loads(audit.read_text())
    record["source"]["name"] = name
    path = audit.with_name("renamed.audit.json")
    path.write_text(json.dumps(record))
    return path


def test_to_a_folder(run: Run, audit: Path, tmp_path: Path) -> None:
    result = run("restore", audit, "--out", "back")
    assert result.exit_code == ExitCode.FINE, result.output
    assert (tmp_path / "back" / "odd.txt").read_bytes() == RAW
    assert result.stdout == ""


def test_to_stdout(run: Run, audit: Path) -> None:
    result = run("restore", audit)
    assert (result.exit_code, result.stdout_bytes) == (ExitCode.FINE, RAW)


def test_stdin_has_a_name_too(run: Run, tmp_path: Path) -> None:
    assert run("clean", "-", "--out", "out", input=PAGE).exit_code == ExitCode.FINE
    assert run("restore", "out/stdin.audit.json", "--out", "back").exit_code == ExitCode.FINE
    assert (tmp_path / "back" / "stdin").read_text() == PAGE


def test_nothing_is_overwritten_without_force(run: Run, audit: Path, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "odd.txt").write_text("mine")
    result = run("restore", audit, "--out", "back")
    assert result.exit_code == ExitCode.FAILED
    assert "--force" in result.stderr
    assert (tmp_path / "back" / "odd.txt").read_text() == "mine"
    assert run("restore", audit, "--out", "back", "--force").exit_code == ExitCode.FINE
    assert (tmp_path / "back" / "odd.txt").read_bytes() == RAW


def test_a_link_is_not_followed(run: Run, audit: Path, tmp_path: Path) -> None:
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "odd.txt").symlink_to(tmp_path / "elsewhere.txt")
    assert run("restore", audit, "--out", "back").exit_code == ExitCode.FAILED
    assert run("restore", audit, "--out", "back", "--force").exit_code == ExitCode.FINE
    assert not (tmp_path / "elsewhere.txt").exists()


def test_two_of_one_name_do_not_meet(run: Run, audit: Path) -> None:
    result = run("restore", audit, renamed(audit, "elsewhere/odd.txt"), "--out", "back", "--force")
    assert result.exit_code == ExitCode.FAILED


@pytest.mark.parametrize("name", ["../../up.txt", "/absolute/up.txt", "deep/er/up.txt", "C:\\windows\\up.txt", "..\\up.txt"])
def test_the_audit_does_not_steer_where_it_goes(run: Run, audit: Path, tmp_path: Path, name: str) -> None:
    assert run("restore", renamed(audit, name), "--out", "back").exit_code == ExitCode.FINE
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["up.txt"]


@pytest.mark.parametrize("name", ["..", ".", "", "a/..", "a/", "a\x00b", "a\x1b[31m.txt", None, 7, ["a"]])
def test_a_name_that_is_none_is_refused(run: Run, audit: Path, tmp_path: Path, name: object) -> None:
    result = run("restore", renamed(audit, name), "--out", "back")
    assert result.exit_code == ExitCode.FAILED
    assert list((tmp_path / "back").iterdir()) == []
    assert "\x1b" not in result.output


def test_a_damaged_audit_is_told_and_the_others_are_restored(run: Run, audit: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.audit.json"
    changed.write_text(audit.read_text().replace("harbour", "harbor"))
    none = tmp_path / "none.audit.json"
    none.write_bytes(b"\xff{")
    result = run("restore", changed, none, audit, "--out", "back")
    assert result.exit_code == ExitCode.FAILED
    assert "the hash differs" in result.stderr
    assert (tmp_path / "back" / "odd.txt").read_bytes() == RAW


def test_usage_errors(run: Run, audit: Path, page: Path) -> None:
    assert run("restore", "nowhere.json").exit_code == ExitCode.USAGE
    assert run("restore", audit, audit).exit_code == ExitCode.USAGE
    assert run("restore", audit, "--out", page).exit_code == ExitCode.USAGE

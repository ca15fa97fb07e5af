"""What a folder of inputs may hold beside files: pipes, sockets and links, in it and out of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner import corpus
from cleaner.cli.exits import ExitCode
from cleaner.corpus import pool

from .invented_debris import CLEAN, PAGE, Run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no such files")


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "run", lambda shards, job, workers, progress: corpus.inline(shards, job))


@pytest.fixture
def folder() -> Path:
    folder = Path("in")
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(PAGE)
    return folder


def program(*arguments: str, **named: object) -> subprocess.CompletedProcess[str]:
    """The real program; a test in which it waits for ever fails."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "cleaner", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, **named)  # type: ignore[call-overload,no-any-return]


def written(folder: str = "out") -> list[str]:
    return sorted(path.name for path in Path(folder).rglob("*.md"))


@pytest.mark.parametrize("options", [[], ["--format", "jsonl", "--workers", "1"]], ids=["pages", "rows"])
@pytest.mark.parametrize("named", [["in"], ["in/*.txt"], ["in/a.txt", "in/pipe.txt"]], ids=["folder", "glob", "names"])
def test_a_pipe_is_skipped_with_a_message(named: list[str], options: list[str], folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    result = program("clean", *named, "--out", "out", *options)
    assert result.returncode == ExitCode.FINE, result.stderr
    assert "skipped: in/pipe.txt: it is a pipe, not a file" in result.stderr.splitlines()
    assert len(list(Path("out").glob("*.jsonl" if options else "*.md"))) == 1


@pytest.mark.parametrize("command", ["diff", "why", "preview"])
def test_no_command_waits_for_a_pipe(command: str, folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    result = program(command, "in/pipe.txt:1" if command == "why" else "in/pipe.txt", stdin=subprocess.DEVNULL)
    assert result.returncode in (ExitCode.FINE, ExitCode.USAGE)
    assert "Traceback" not in result.stderr


def test_a_socket_and_a_device_are_skipped(run: Run, folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/socket.txt")
        (folder / "device.txt").symlink_to("/dev/zero")
        told = run("clean", "in", "--out", "out", "--follow-symlinks").stderr.splitlines()
    assert "skipped: in/socket.txt: it is a socket, not a file" in told
    assert "skipped: in/device.txt: it is a device, not a file" in told
    assert written() == ["a.md"]


def test_what_a_shell_passes_as_a_pipe_is_read(folder: Path) -> None:
    command = f'"{sys.executable}" -m cleaner clean <(cat in/a.txt) --format txt'
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, env=environment)
    assert result.stdout.startswith("Lanterns return to the old harbour wall"), result.stderr


def test_only_a_pipe_is_no_input(run: Run) -> None:
    Path("in").mkdir()
    os.mkfifo("in/pipe.txt")
    result = run("clean", "in", "--out", "out")
    assert result.exit_code == ExitCode.USAGE
    assert "no text or HTML file" in result.stderr


@pytest.fixture
def links(folder: Path) -> Path:
    """A folder with links to a file and a folder outside, to a file in it, round in a circle, and to nowhere."""
    Path("secret").mkdir()
    Path("secret/key.txt").write_text(CLEAN)
    Path("secret/key.jsonl").write_text(json.dumps({"id": "key", "text": CLEAN}) + "\n")
    (folder / "deep" / "b.txt").write_text(CLEAN)
    (folder / "out.txt").symlink_to(Path("secret/key.txt").resolve())
    (folder / "away").symlink_to(Path("secret").resolve())
    (folder / "within.txt").symlink_to("deep/b.txt")
    (folder / "deep" / "round").symlink_to(folder.resolve())
    (folder / "nowhere.txt").symlink_to("gone.txt")
    return folder


def test_links_are_followed_within_the_folder_alone(run: Run, links: Path) -> None:
    result = run("clean", "in", "--out", "out")
    assert result.exit_code == ExitCode.FINE
    assert written() == ["a.md", "within.md"] or written() == ["a.md", "b.md"]
    told = sorted(line for line in result.stderr.splitlines() if line.startswith("skipped"))
    outside = "it is a link to a place outside the folder; --follow-symlinks reads it"
    assert told == [
        f"skipped: in/away: {outside}",
        "skipped: in/nowhere.txt: it is a broken link",
        f"skipped: in/out.txt: {outside}",
    ]
    told = json.loads(run("clean", "in", "--out", "out", "--json").stdout)
    assert told["skipped"] == 3
    assert sorted(entry["name"] for entry in told["entries"]) == ["in/away", "in/nowhere.txt", "in/out.txt"]


def test_links_are_followed_anywhere_when_that_is_asked_for(run: Run, links: Path) -> None:
    result = run("clean", "in", "--out", "out", "--follow-symlinks")
    assert result.exit_code == ExitCode.FINE
    assert len(written()) == 3
    assert "nowhere.txt" in result.stderr


@pytest.mark.parametrize(("option", "ids"), [([], ["a.txt", "b.txt"]), (["--follow-symlinks"], ["a.txt", "b.txt", "key", "key.txt"])])
def test_links_of_corpora(option: list[str], ids: list[str], run: Run, links: Path) -> None:
    (links / "within.txt").unlink()
    result = run("clean", "in", "--out", "out", "--format", "jsonl", *option)
    assert result.exit_code == ExitCode.FINE, result.stderr
    rows = [json.loads(line) for path in Path("out").glob("*.jsonl") for line in path.read_text().splitlines()]
    assert len(rows) == len(ids)
    assert ("skipped: in/away" in result.stderr) == (not option)


def test_a_link_that_is_named_is_followed(run: Run, links: Path) -> None:
    result = run("clean", "in/out.txt", "--out", "out")
    assert (result.exit_code, written()) == (ExitCode.FINE, ["out.md"])

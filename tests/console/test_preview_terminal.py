"""The preview as it is used: the real command in a real terminal, keys sent to it, its screen read, and what it leaves behind."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from .preview_driver import FERRY

pytest.importorskip("textual", reason="the preview needs textual")
pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None, reason="tmux is not installed, so there is no terminal to play the preview in"
)
IMPORTABLE = os.pathsep.join(path for path in sys.path if path)
PROGRAM = f"{shlex.quote(sys.executable)} -m cleaner"


class Terminal:
    """A terminal of 80 columns and 24 rows, with a shell in it."""

    def __init__(self, folder: Path) -> None:
        self._socket = f"cleaner-test-{secrets.token_hex(4)}"
        shell = f"env PYTHONPATH={shlex.quote(IMPORTABLE)} PS1='$ ' sh"
        self._tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(folder), shell)

    def type(self, line: str) -> None:
        self._tmux("send-keys", "-l", line)
        self._tmux("send-keys", "Enter")

    def press(self, *keys: str) -> None:
        for key in keys:
            self._tmux("send-keys", key)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def wait_for(self, text: str, seconds: float = 40.0) -> str:
        """The screen once it shows `text`."""
        end = time.monotonic() + seconds
        while text not in (screen := self.screen()):
            assert time.monotonic() < end, f"{text!r} never came:\n{screen}"
            time.sleep(0.1)
        return screen

    def leave(self) -> None:
        """Quit, and check that the exit code is 0."""
        self.press("q")
        end = time.monotonic() + 40
        while "q quit" in self.screen():
            assert time.monotonic() < end, "it does not leave"
            time.sleep(0.1)
        self.type("echo left-$?")
        self.wait_for("left-0")

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"LC_ALL": "C.UTF-8"}).stdout


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


def test_a_first_review(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type(f"{PROGRAM} preview pages --out clean")
    screen = terminal.wait_for("2 articles")
    assert "article 1 of 2" in screen
    assert "ferry.txt" in screen
    terminal.press("/")
    terminal.wait_for("Search the page for")
    terminal.press("A", "d", "v", "e", "r", "t", "i", "s", "e", "m", "e", "n", "t", "Enter")
    terminal.wait_for("Dropped by advertising.label")
    terminal.press("r")
    terminal.wait_for("kept, against advertising.label")
    terminal.wait_for("line 11")
    terminal.press("w")
    terminal.wait_for("wrote 2 articles of 1 page to clean")
    terminal.leave()
    decisions = (tmp_path / "cleaner-decisions.toml").read_text(encoding="utf-8")
    assert 'keep  = "Advertisement"\nfile  = "pages/ferry.txt"' in decisions
    assert "Advertisement" in (tmp_path / "clean" / "ferry-1.md").read_text(encoding="utf-8")
    terminal.type(f"{PROGRAM} clean pages --out again; echo code $?")
    terminal.wait_for("code 0")
    for path in sorted((tmp_path / "clean").glob("*.*")):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


def test_many_files_are_cleaned_behind_the_screen(terminal: Terminal, tmp_path: Path) -> None:
    for number in range(14):
        (tmp_path / "pages" / f"other-{number:02}.txt").write_text(FERRY, encoding="utf-8")
    terminal.type(f"{PROGRAM} preview pages")
    terminal.wait_for("1 of 15, 0 decided")
    assert terminal.screen().count("2a 6-") >= 10
    terminal.leave()

"""Commands as documentation shows them: what they call, and what comes of running them."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner

from cleaner.cli import app
from cleaner.cli.exits import ExitCode

from .pages import Block, without_blocks

_SPAN = re.compile(r"`([^`\n]+)`")
INTERACTIVE = ("preview", "review", "fit")  # they wait for keys, serve, or need many pages; other tests run them


def lines(block: Block) -> list[str]:
    """The commands of a block, continued lines joined."""
    return [line for line in block.code.replace("\\\n", " ").splitlines() if line.strip() and not line.startswith("#")]


def calls(line: str) -> Iterator[list[str]]:
    """The arguments of every `cleaner ...` in a line of commands."""
    for part in re.split(r"\|(?!\|)|&&", line):
        words = shlex.split(part, comments=True)
        if words[:1] == ["cleaner"]:
            yield words[1:]


def mentioned(text: str) -> Iterator[list[str]]:
    """The arguments of every `cleaner ...` in the spans of code of a page."""
    for span in _SPAN.findall(without_blocks(text)):
        if span.startswith("cleaner ") and "..." not in span:
            yield from calls(span)


def check(words: list[str]) -> None:
    """Fail unless the command and all its options exist."""
    command: Any = typer.main.get_command(app)
    for word in words:
        below = getattr(command, "commands", {})
        if word.startswith("-") and word != "-":
            known = {"--help"}.union(*((*param.opts, *param.secondary_opts) for param in command.params))
            assert word.partition("=")[0] in known, f"no option {word} in: cleaner {' '.join(words)}"
        elif below and word.isalpha() and word.islower():
            assert word in below, f"no command {word} in: cleaner {' '.join(words)}"
            command = below[word]


def run(line: str, expected: int | None = None) -> str:
    """Run a line: `cleaner ...`, with `cat FILE |` before it where there is one. Returns the output.

    It must end with `expected`; of None, with 0, or for `diff` with 1, since the examples have something to clean.
    """
    parts = [shlex.split(part, comments=True) for part in line.split("|")]
    given = Path(parts[0][1]).read_bytes() if parts[0][0] == "cat" else None
    (words, *rest) = parts[1:] if given is not None else parts
    assert words[0] == "cleaner" and not rest, f"only `cleaner ...` and `cat FILE | cleaner ...` are run: {line}"
    check(words[1:])
    if words[1] in INTERACTIVE:
        return ""
    code, output = _piped(words[1:], given) if given is not None else _called(words[1:])
    wanted = expected if expected is not None else ExitCode.FOUND if words[1] == "diff" else ExitCode.FINE
    assert code == wanted, f"{line}: {code}\n{output}"
    return output


def _called(words: list[str]) -> tuple[int, str]:
    """The command in this process, which has loaded everything already."""
    result = CliRunner().invoke(app, _expanded(words), prog_name="cleaner")
    return result.exit_code, f"{result.output}\n{result.exception or ''}"


def _piped(words: list[str], given: bytes) -> tuple[int, str]:
    """The command in a process of its own, with a real pipe at stdin."""
    result = subprocess.run([sys.executable, "-m", "cleaner", *words], input=given, capture_output=True)
    return result.returncode, (result.stdout + result.stderr).decode()


def _expanded(words: list[str]) -> list[str]:
    """Patterns of files as a shell expands them."""
    return [found for word in words for found in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]

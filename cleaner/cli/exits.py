"""The exit codes of every command, and how errors become one of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import typer

from ..errors import CleanerError


class ExitCode(IntEnum):
    """The exit codes. Every command's help lists those that it uses."""

    FINE = 0
    FOUND = 1
    USAGE = 2
    FAILED = 3


_FOUND = {
    "clean": "--strict refused a page",
    "diff": "something would change",
    "eval": "the mean F1 is below --min-f1",
    "rules test": "an example failed",
    "decisions check": "a decision matches no line any more",
    "decisions merge": "two files contradict each other",
}
_MEANINGS = {
    ExitCode.FINE: "all is well",
    ExitCode.FOUND: "; ".join(f"{command}: {what}" for command, what in _FOUND.items()),
    ExitCode.USAGE: "an option, path, rule pack, output folder or stream is no good; nothing was replaced",
    ExitCode.FAILED: "an input failed, be it one record of a corpus; the others were done",
}


def epilog(command: str = "") -> str:
    """The exit codes of a command, for the end of its help; without `command`, those of all commands."""
    meanings = dict(_MEANINGS)
    if command in _FOUND:
        meanings[ExitCode.FOUND] = _FOUND[command]
    elif command:
        del meanings[ExitCode.FOUND]
    return "\b\nExit codes:\n" + "\n".join(f"  {code.value}  {meaning}" for code, meaning in meanings.items())


@contextmanager
def usage_checked() -> Iterator[None]:
    """Print a CleanerError about settings, packs or paths, and exit with the code for usage."""
    try:
        yield
    except CleanerError as error:
        from ..console.errors import report

        report(error)
        raise typer.Exit(ExitCode.USAGE) from error

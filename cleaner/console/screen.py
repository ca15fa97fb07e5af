"""A rich console of a given width and colour, and a pager for output that is longer than the screen."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

NARROWEST = 40
_WIDE_ENOUGH = 80  # columns of output that does not go to a terminal


def console(color: str = "auto", width: int | None = None, stream: TextIO | None = None) -> Console:
    """A console on `stream`, by default stdout. `color` is auto, always or never; auto obeys NO_COLOR and the terminal."""
    from rich.console import Console

    stream = stream or sys.stdout
    if width is None and not stream.isatty() and "COLUMNS" not in os.environ:
        width = _WIDE_ENOUGH
    drawn = Console(
        file=stream,
        width=max(width, NARROWEST) if width else None,
        force_terminal={"always": True, "never": False}.get(color),
        no_color={"always": False, "never": True}.get(color),
        color_system="standard" if color == "always" else "auto",
        markup=False,
        highlight=False,
        emoji=False,
    )
    if drawn.width < NARROWEST:
        drawn.width = NARROWEST
    return drawn


def coloured(drawn: Console) -> bool:
    """Whether colours are shown; without them, changes are marked with brackets."""
    return drawn.color_system is not None and not drawn.no_color


def page_through(drawn: Console, renderables: Iterable[RenderableType], paged: bool | None) -> None:
    """Print to a terminal through $PAGER (less) if the output is longer than the screen or `paged` is true; else print directly."""
    if paged is False or not drawn.file.isatty():
        for renderable in renderables:
            drawn.print(renderable)
        return
    with drawn.capture() as captured:
        for renderable in renderables:
            drawn.print(renderable)
    text = captured.get()
    if not (paged or text.count("\n") >= drawn.height) or not _paged(text):
        drawn.file.write(text)
        drawn.file.flush()


def _paged(text: str) -> bool:
    """Show `text` in the pager. Returns False if there is none."""
    command = shlex.split(os.environ.get("PAGER") or "less")
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": "-FRX", "LESSCHARSET": "utf-8"} | os.environ)
    except (OSError, ValueError):
        return False
    try:
        process.communicate(text.encode("utf-8", "backslashreplace"))
    except BrokenPipeError:  # the pager was closed before the end
        pass
    except KeyboardInterrupt:
        process.wait()
    return True

"""`cleaner preview`: look at pages and make decisions in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import usage_checked
from .option_groups import DecidedOptions, grouped
from .options import Fetched, FollowSymlinks, Url
from .settings import settings_from

if TYPE_CHECKING:
    from ..interactive.session import Session


@grouped
def preview(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders or globs.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder that the key w writes to; without it, the preview asks.")
    ] = None,
    light: Annotated[bool, typer.Option("--light", help="Start with dark text on a light background; the key l switches.")] = False,
    *,
    options: DecidedOptions,
    url: Url = None,
    fetched: Fetched = None,
    follow_symlinks: FollowSymlinks = False,
) -> None:
    """Look at pages before they are written, and correct what the rules got wrong.

    Removed lines are struck through, repairs are marked inside the line, and headings separate the stories; a panel explains the
    decision about the line under the cursor. Your decisions are written to a file immediately, and clean, diff and why obey it.
    The key ? shows all keys. Needs the extra preview.

    \b
    Example:
      cleaner preview pages/ --out clean/
    """
    from ..console.skips import Skips
    from ..inputs import find

    with usage_checked():
        settings = settings_from(options, beginning=True)
        sources = find(inputs, out, follow_symlinks, Skips())
        _check([source.name for source in sources])
        _check_library()
        _check_terminal()
        from ..interactive.session import Session

        session = Session(sources, settings, url, fetched, out)
    _run(session, light)


def _check(names: list[str]) -> None:
    from ..errors import InputError

    if not names:
        raise InputError(
            "there is no text or HTML file", place="INPUT", remedy="Name files, or a folder with .txt, .md or .html files in it."
        )
    if "-" in names:
        raise InputError("keys are read from stdin, so a page cannot be", place="-", remedy="Save the page to a file first.")


def _check_library() -> None:
    """Raise ConfigError if the library that draws the preview is not installed."""
    from importlib.util import find_spec

    from ..errors import ConfigError, install_with

    if find_spec("textual") is None:
        raise ConfigError(
            "the preview needs a library that is not installed", place="textual", remedy=f"Install it with: {install_with('preview')}"
        )


def _check_terminal() -> None:
    """Raise InputError if stdin or stderr is not a terminal. The preview is drawn on stderr, so that stdout may go to a file."""
    import sys

    from ..errors import InputError

    for stream, name in ((sys.stdin, "stdin"), (sys.stderr, "stderr")):
        if stream is None or not stream.isatty():
            remedy = "Run it in a terminal, without a pipe; cleaner diff shows the same to a file."
            raise InputError("the preview needs a terminal", place=name, remedy=remedy)


def _run(session: Session, light: bool) -> None:
    from ..console.preview.decision_keys import Preview

    raise typer.Exit(Preview(session, light).run() or 0)

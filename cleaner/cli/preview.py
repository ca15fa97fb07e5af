"""`cleaner preview`: look before you write, and decide."""

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
        Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder that the key w writes to; asked for when left out.")
    ] = None,
    light: Annotated[bool, typer.Option("--light", help="Begin with dark text on a light ground; the key l changes it.")] = False,
    *,
    options: DecidedOptions,
    url: Url = None,
    fetched: Fetched = None,
    follow_symlinks: FollowSymlinks = False,
) -> None:
    """Look at pages before they are written, and decide what the rules got wrong.

    Debris is struck through, repairs are marked inside the line, and stories are parted by headings; a panel tells what decided
    about the line under the cursor. What is decided goes into a small file of decisions, at once, and is respected by clean, diff
    and why. The key ? shows all keys. Needs the extra preview.

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
        raise InputError("the keys come from stdin, so no page can", place="-", remedy="Save the page to a file first.")


def _check_library() -> None:
    """Raise ConfigError where the library that draws the preview is not installed."""
    from importlib.util import find_spec

    from ..errors import ConfigError, install_with

    if find_spec("textual") is None:
        raise ConfigError(
            "the preview needs a library that is not installed", place="textual", remedy=f"Install it with: {install_with('preview')}"
        )


def _check_terminal() -> None:
    """Raise InputError where no keys can come from stdin, or nothing can be drawn: on stderr, so that stdout may go to a file."""
    import sys

    from ..errors import InputError

    for stream, name in ((sys.stdin, "stdin"), (sys.stderr, "stderr")):
        if stream is None or not stream.isatty():
            remedy = "Run it in a terminal, without a pipe; cleaner diff shows the same to a file."
            raise InputError("the preview needs a terminal", place=name, remedy=remedy)


def _run(session: Session, light: bool) -> None:
    from ..console.preview.decision_keys import Preview

    raise typer.Exit(Preview(session, light).run() or 0)

"""`cleaner review`: look at pages and make decisions in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import usage_checked
from .option_groups import DecidedOptions, grouped
from .options import Fetched, FollowSymlinks, Url
from .settings import settings_from

if TYPE_CHECKING:
    import socket

    from ..inputs import Source
    from ..interactive.samples import RecordSource
    from ..interactive.session import Session


@grouped
def review(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Files, folders, globs, or corpora of records.", show_default=False)],
    sample: Annotated[int, typer.Option("--sample", metavar="N", min=1, max=5_000, help="Number of records of a corpus to review.")] = 100,
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65_535, help="The port; by default a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    *,
    options: DecidedOptions,
    url: Url = None,
    fetched: Fetched = None,
    follow_symlinks: FollowSymlinks = False,
) -> None:
    """Look at pages in a browser, and correct what the rules got wrong.

    A server that only this machine can reach shows each page with what is removed, what is kept and why, least certain first. You
    decide about lines, blocks, rules, boundaries, titles and fields, by keyboard or mouse. Your decisions are written to a file
    immediately, and clean, diff and why obey it. Ctrl-C ends the server. Needs pagecleaner[review].

    \b
    Example:
      cleaner review pages/
      cleaner review crawl.jsonl.gz --sample 200
    """
    from ..console.errors import note
    from ..console.skips import Skips
    from ..interactive.samples import sources_of

    with usage_checked():
        settings = settings_from(options, beginning=True)
        _check_library()
        sources, problems = sources_of(inputs, sample, follow_symlinks, Skips())
        for problem in problems:
            note(problem)
        _check(sources)
        from ..interactive.session import Session

        session = Session(sources, settings, url, fetched)
        listening = _listening(port)
    _serve(session, listening, browser)


def _check(sources: list[Source | RecordSource]) -> None:
    from ..errors import InputError

    if not sources:
        raise InputError("there is no page and no record", place="INPUT", remedy="Name files, a folder with pages in it, or a corpus.")


def _check_library() -> None:
    """Raise ConfigError if a library of the server is not installed."""
    from importlib.util import find_spec

    from ..errors import ConfigError

    for library in ("starlette", "uvicorn"):
        if find_spec(library) is None:
            raise ConfigError(
                "the review needs a library that is not installed", place=library, remedy="Run: pip install 'pagecleaner[review]'"
            )


def _listening(port: int) -> socket.socket:
    """A socket on loopback. Raises ConfigError if the port cannot be used."""
    import socket

    from ..errors import ConfigError
    from ..review.server import LOOPBACK

    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise ConfigError(
            f"the port cannot be used ({error.strerror})", place=str(port), remedy="Leave --port out, or name another."
        ) from error


def _serve(session: Session, listening: socket.socket, browser: bool) -> None:
    """Serve until Ctrl-C. The browser opens a file that redirects to the server: other users could read the address, with its token, from a command line."""
    import tempfile
    import webbrowser
    from contextlib import suppress
    from html import escape

    from ..console.errors import note
    from ..review.guard import Keys
    from ..review.server import serve

    with tempfile.TemporaryDirectory(prefix="cleaner-review-") as folder:

        def opened(address: str) -> None:
            note(f"{len(session.sources):,} page{'' if len(session.sources) == 1 else 's'} to review at {address}")
            note(f"Decisions are written to {session.history.decisions.path}. Press Ctrl-C to end.")
            if browser:
                way = Path(folder, "review.html")
                way.write_text(f'<!DOCTYPE html><meta http-equiv="refresh" content="0; url={escape(address)}">', encoding="utf-8")
                webbrowser.open(way.as_uri())

        with listening, suppress(KeyboardInterrupt):
            serve(session, listening, Keys(), opened)

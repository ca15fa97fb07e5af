"""`cleaner diff`: what would change, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked
from .option_groups import DiffOptions, grouped
from .option_types import Color, former
from .options import Fetched, FollowSymlinks, Url
from .settings import settings_from

if TYPE_CHECKING:
    from ..config import Settings
    from ..data import Page
    from ..inputs import Source


@grouped
def diff(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Files, folders, globs, @FILE with a list of them, or - for stdin.", show_default=False),
    ],
    side_by_side: Annotated[
        bool | None,
        typer.Option("--side-by-side/--unified", help="Two columns or one; by default two from a width of 120.", show_default=False),
    ] = None,
    context: Annotated[int, typer.Option("--context", metavar="N", min=0, help="Unchanged lines to show around a change.")] = 3,
    show_all: Annotated[bool, typer.Option("--all", help="Show every line, in full.")] = False,
    pager: Annotated[
        bool | None,
        typer.Option(
            "--pager/--no-pager", help="Show the output in $PAGER (less); by default if it is longer than the screen.", show_default=False
        ),
    ] = None,
    width: Annotated[int | None, typer.Option("--width", metavar="N", min=40, help="Width in columns; by default the terminal's.")] = None,
    color: Annotated[Color, typer.Option("--color", help="When to colour; auto obeys NO_COLOR.")] = Color.auto,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Write to FILE instead of the terminal: an HTML page if its name ends in .html, a picture if it ends in .svg. Repeatable.",
        ),
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html",
            metavar="FILE",
            hidden=True,
            help="The former name of --out FILE.html.",
            callback=former("--html FILE", "--out FILE.html"),
        ),
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option(
            "--svg", metavar="FILE", hidden=True, help="The former name of --out FILE.svg.", callback=former("--svg FILE", "--out FILE.svg")
        ),
    ] = None,
    *,
    options: DiffOptions,
    url: Url = None,
    fetched: Fetched = None,
    follow_symlinks: FollowSymlinks = False,
) -> None:
    """Show pages before and after, each change with its rule.

    A line marked - is dropped, ^ is moved into a field, ~ is changed inside, and x belongs to a story that is left out.
    Without colours, [-this-] is removed and {+this+} is added. Exits with 1 if anything would change.

    \b
    Example:
      cleaner diff page.txt
      cleaner diff page.txt --side-by-side --all
      cleaner diff pages/ --color always | less -R
      cleaner diff page.txt -o diff.html --width 140
    """
    from ..console.diff import Look
    from ..console.diff import diff as drawn_diff
    from ..console.errors import note
    from ..console.export import recorder, save
    from ..console.screen import console, page_through
    from ..console.skips import Skips
    from ..inputs import find, listed

    with usage_checked():
        settings = settings_from(options)
        sources = find(listed(files), None, follow_symlinks, Skips())
        exports = _exports(out or [], html, svg)
        _check([path for _, path in exports], sources)
    drawn = console(color.value, width)
    if exports:
        drawn = recorder(drawn.width, color is not Color.never)
    look = Look(side_by_side, None if show_all else context)
    outcome = _Outcome()
    pages = _cleaned(sources, settings, url, fetched, outcome)
    page_through(drawn, (piece for name, page in pages for piece in drawn_diff(page, name, drawn, look)), pager)
    with usage_checked():
        for path in save(drawn, f"cleaner diff {files[0]}{' …' if files[1:] else ''}", exports):
            note(str(path))
    raise typer.Exit(outcome.code)


def _exports(out: list[Path], html: Path | None, svg: Path | None) -> list[tuple[str, Path]]:
    """(form, path) of each file to write. Raises a usage error for a name that ends in neither .html nor .svg."""
    found = [(path.suffix.lower().removeprefix("."), path) for path in out]
    for form, path in found:
        if form not in ("html", "svg"):
            raise typer.BadParameter(f"{path} ends in neither .html nor .svg, which says what to write", param_hint="--out")
    return found + [(form, path) for form, path in (("html", html), ("svg", svg)) if path]


def _check(exports: list[Path], sources: list[Source]) -> None:
    """Raise OutputError if a file would overwrite an input or another output."""
    from ..errors import OutputError

    taken = {source.path.resolve() for source in sources if source.path}
    for path in exports:
        if path.is_dir():
            raise OutputError("this is a folder, not a file", place=str(path), remedy="Name a file.")
        if path.resolve() in taken:
            raise OutputError("the output would overwrite an input or another output", place=str(path), remedy="Name another file.")
        taken.add(path.resolve())


class _Outcome:
    """The exit code so far."""

    code = ExitCode.FINE


def _cleaned(
    sources: list[Source], settings: Settings, url: str | None, fetched: str | None, outcome: _Outcome
) -> Iterator[tuple[str, Page]]:
    """(name, page) of each page that can be read; the others are reported."""
    from dataclasses import replace

    from ..console.errors import report
    from ..errors import CleanerError
    from ..flow import clean
    from ..inputs import read

    settings = replace(settings, strict=False)  # a page that strict refuses is one that people want to look at
    for source in sources:
        try:
            page = clean(read(source), url, fetched, settings, source.name)
        except CleanerError as error:
            report(error)
            outcome.code = ExitCode.FAILED
            continue
        if page.changed and outcome.code is ExitCode.FINE:
            outcome.code = ExitCode.FOUND
        yield source.name, page

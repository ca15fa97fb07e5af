"""`cleaner report`: a batch as one HTML page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked

if TYPE_CHECKING:
    from ..report import Survey

MOST = 5_000  # pages in one report; with the room each has, a browser can still open it


def report(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `cleaner clean --out` wrote to.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The HTML file to write.")] = Path("report.html"),
    pages: Annotated[
        int,
        typer.Option("--pages", metavar="N", min=0, max=MOST, help="Show the N most telling pages in full; all the others are counted."),
    ] = 200,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
) -> None:
    """Show a batch on one HTML page: totals, rules, loss, and its pages before and after.

    It is made from the audits that `cleaner clean` writes, and from its record of the run: the command, the settings, and the pages that
    failed. Flagged pages come first, then pages of debris alone, then the least sure ones. The file holds all it needs, asks no
    server for anything, and links to the articles beside it.

    \b
    Example:
      cleaner report clean/
      cleaner report clean/ -o report.html --pages 1000
    """
    from ..batch import write_whole
    from ..console.errors import note
    from ..report import Survey, document, find, read_run

    with usage_checked():
        audits = find(folder)
        _check(out, audits)
        survey = Survey(pages)
        _count(audits, survey, quiet)
        shown = survey.telling()
        write_whole(out, document(str(folder), survey, (_sheet(path, out) for path in shown), read_run(folder)))
    if not quiet:
        note(f"{out}: {survey.pages:,} page{'' if survey.pages == 1 else 's'} counted, {len(shown):,} shown")
    raise typer.Exit(ExitCode.FAILED if survey.failed else ExitCode.FINE)


def _check(out: Path, audits: list[Path]) -> None:
    """Refuse to write over what the report is made from. Raises OutputError."""
    from ..errors import OutputError

    if out.is_dir():
        raise OutputError("this is a folder, not a file", place=str(out), remedy="Name a file with --out.")
    if out.resolve() in {audit.resolve() for audit in audits}:
        raise OutputError("the report would overwrite an audit", place=str(out), remedy="Give another file with --out.")


def _count(audits: list[Path], survey: Survey, quiet: bool) -> None:
    """Count every audit; one that cannot be read is reported, and the others go on."""
    from ..console.errors import report as show
    from ..errors import CleanerError
    from ..report import read

    for path in _followed(audits) if not quiet and sys.stderr.isatty() else audits:
        try:
            survey.add(path, read(path))
        except CleanerError as error:
            survey.failed += 1
            show(error)


def _followed(audits: list[Path]) -> Iterator[Path]:
    from ..console.progress import followed

    return followed(audits, len(audits), str)


def _sheet(path: Path, out: Path) -> dict[str, object]:
    """A page to show, read once more: only its path was kept."""
    from ..report import read
    from ..report.sheet import sheet

    audit = read(path)
    return sheet(audit, list(_links(path, dict.fromkeys((*audit.files, path.name)), out)))


def _links(audit: Path, names: Iterable[str], out: Path) -> Iterator[tuple[str, str]]:
    """The files beside an audit that are there, each with its address from where the report stands. What an audit names elsewhere is no link."""
    import os
    from urllib.parse import quote

    for name in names:
        path = audit.parent / name
        if Path(name).name == name and path.is_file():
            try:
                way = Path(os.path.relpath(path.resolve(), out.resolve().parent)).as_posix()
            except ValueError:  # another drive
                continue
            yield name, f"./{quote(way, errors='surrogateescape')}"

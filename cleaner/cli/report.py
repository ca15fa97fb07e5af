"""`cleaner report`: a run as one HTML page."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked

if TYPE_CHECKING:
    from ..audits import Stored
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
    """Show a whole run on one HTML page: totals, rules, loss, and its pages before and after.

    OUT is what `cleaner clean --out` wrote: of pages all are counted, and the most telling ones shown; of a corpus the totals are those of
    all records, and the records shown are samples. Inputs that failed, were refused or were skipped come first, with the reason, then
    flagged pages, then pages of debris alone, then those that lost most. The file holds all it needs and asks no server for anything.

    \b
    Example:
      cleaner report clean/
      cleaner report clean/ -o report.html --pages 1000
    """
    from ..audits import found_in
    from ..batch import write_whole
    from ..console.errors import note
    from ..corpus.report import sums
    from ..report import Survey, document
    from ..report.sheet import sheet_of
    from ..run_summary import WRONG, entries_of

    with usage_checked():
        audits = found_in(folder)
        shards, stats = sums(str(folder))
        if not audits and not shards:
            _refuse(folder)
        _check(out, audits)
        survey = Survey(pages)
        survey.without = [entry for entry in entries_of(folder) if entry.kind in (*WRONG, "skipped")]
        survey.add_sums(stats)
        _count(audits, survey, quiet)
        shown = survey.telling()
        sheets = chain(map(sheet_of, survey.without[:pages]), map(_sheet, shown))
        write_whole(out, document(str(folder), survey, sheets))
    if not quiet:
        beside = f"; {len(survey.without):,} failed or left out" if survey.without else ""
        note(f"{out}: {survey.pages:,} page{'' if survey.pages == 1 else 's'} counted, {len(shown):,} shown{beside}")
    raise typer.Exit(ExitCode.FAILED if survey.failed else ExitCode.FINE)


def _refuse(folder: Path) -> None:
    """Raise InputError for a folder that no run wrote to."""
    from ..audits import find

    find(folder)


def _check(out: Path, audits: list[Stored]) -> None:
    """Refuse to write over what the report is made from. Raises OutputError."""
    from ..errors import OutputError

    if out.is_dir():
        raise OutputError("this is a folder, not a file", place=str(out), remedy="Name a file with --out.")
    if out.resolve() in {audit.path.resolve() for audit in audits}:
        raise OutputError("the report would overwrite an audit", place=str(out), remedy="Give another file with --out.")


def _count(audits: list[Stored], survey: Survey, quiet: bool) -> None:
    """Count every audit of a page; of those in packed files, whose sums are known, only the most telling are remembered.

    One that cannot be read is reported, and the others go on.
    """
    from ..console.errors import report as show
    from ..errors import CleanerError
    from ..report import read

    for stored in _followed(audits) if not quiet and sys.stderr.isatty() else audits:
        try:
            (survey.add if stored.line is None else survey.consider)(stored, read(stored))
        except CleanerError as error:
            survey.failed += 1
            show(error)


def _followed(audits: list[Stored]) -> Iterator[Stored]:
    from ..console.progress import followed

    return followed(audits, len(audits), lambda stored: stored.place)


def _sheet(stored: Stored) -> dict[str, object]:
    """A page to show, read once more: only its place was kept."""
    from ..report import read
    from ..report.sheet import sheet

    return sheet(read(stored))

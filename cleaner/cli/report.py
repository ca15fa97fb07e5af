"""`cleaner report`: a run as one HTML page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked

if TYPE_CHECKING:
    from ..audits import Stored
    from ..report import Run, Survey

MOST = 5_000  # pages in one report; with the room each has, a browser can still open it


def report(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `cleaner clean --out` wrote to.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The HTML file to write.")] = Path("report.html"),
    pages: Annotated[
        int,
        typer.Option("--pages", metavar="N", min=0, max=MOST, help="Show the N pages that most need a look; all others are only counted."),
    ] = 200,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed.")] = False,
) -> None:
    """Show a whole run on one HTML page: totals, rules, loss, and its pages before and after.

    OUT is what `cleaner clean --out` wrote. All pages are counted, and those that most need a look are shown; for a corpus, the totals are those
    of all records, and the records shown are samples. The report includes the command, the settings, and the inputs that failed, were
    refused or were skipped, with the reason. Flagged pages come first, then pages without an article, then the least certain ones. The file is
    self-contained, makes no network requests, and links to the articles beside it.

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
    from ..report.runs import WITHOUT

    with usage_checked():
        audits = found_in(folder)
        shards, stats = sums(str(folder))
        if not audits and not shards:
            _refuse(folder)
        _check(out, audits)
        survey = Survey(pages)
        run = _run(folder)
        survey.add_sums(stats)
        _count(audits, survey, quiet)
        shown = survey.chosen()
        sheets = (_sheet(stored, folder, out) for stored in shown)
        write_whole(out, document(str(folder), survey, sheets, run))
    if not quiet:
        without = run.count(*WITHOUT) if run else 0
        beside = f"; {without:,} failed or left out" if without else ""
        note(f"{out}: {survey.pages:,} page{'' if survey.pages == 1 else 's'} counted, {len(shown):,} shown{beside}")
    raise typer.Exit(ExitCode.FAILED if survey.failed or run is None else ExitCode.FINE)


def _run(folder: Path) -> Run | None:
    """The record of the run, or None if it is damaged, which is reported: the pages can be shown without it."""
    from ..console.errors import report as show
    from ..errors import InputError
    from ..report import read_run

    try:
        return read_run(folder)
    except InputError as error:
        show(error)
        return None


def _refuse(folder: Path) -> None:
    """Raise InputError, which explains why the folder has no audits."""
    from ..audits import find

    find(folder)


def _check(out: Path, audits: list[Stored]) -> None:
    """Raise OutputError if the report would overwrite a folder or one of the audits."""
    from ..errors import OutputError

    if out.is_dir():
        raise OutputError("this is a folder, not a file", place=str(out), remedy="Name a file with --out.")
    if out.resolve() in {audit.path.resolve() for audit in audits}:
        raise OutputError("the report would overwrite an audit", place=str(out), remedy="Name another file with --out.")


def _count(audits: list[Stored], survey: Survey, quiet: bool) -> None:
    """Count every audit of a page. Audits in compressed files are counted already; of those, only the pages to show are chosen.

    An audit that cannot be read is reported, and the others are counted.
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


def _sheet(stored: Stored, folder: Path, out: Path) -> dict[str, object]:
    """The data of a page to show. Its audit is read again, since only its position was kept."""
    from ..report import read
    from ..report.page_data import sheet

    audit = read(stored)
    beside, own = (stored.path.parent, [stored.path.name]) if stored.line is None else (folder, [])
    return sheet(audit, list(_links(beside, dict.fromkeys((*audit.files, *own)), out)))


def _links(folder: Path, names: Iterable[str], out: Path) -> Iterator[tuple[str, str]]:
    """(name, relative URL from the report) of each existing file in `folder`. Names with a path, which an audit should not have, give no link."""
    import os
    from urllib.parse import quote

    for name in names:
        path = folder / name
        if Path(name).name == name and path.is_file():
            try:
                relative = Path(os.path.relpath(path.resolve(), out.resolve().parent)).as_posix()
            except ValueError:  # another drive
                continue
            yield name, f"./{quote(relative, errors='surrogateescape')}"

"""`cleaner eval`: measure the quality on pages whose right result is known."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked
from .option_groups import EvalOptions, grouped
from .settings import settings_from

if TYPE_CHECKING:
    from ..config import Settings
    from ..console.evaluation import Report
    from ..evaluate import Score


class By(StrEnum):
    """How findings are grouped."""

    rule = "rule"


@grouped
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A .jsonl or .jsonl.gz file, one row per page.", show_default=False)],
    worst: Annotated[
        int,
        typer.Option(
            "--worst",
            metavar="N",
            min=0,
            help="Show the N rows with the lowest F1, with the boilerplate that was kept and the text that was lost.",
        ),
    ] = 0,
    save: Annotated[Path | None, typer.Option("--save", metavar="FILE", help="Write each row's scores to FILE, as JSON lines.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="Compare, row by row, with a run saved with --save.")
    ] = None,
    min_f1: Annotated[
        float | None, typer.Option("--min-f1", metavar="X", min=0.0, max=1.0, help="Exit with 1 when the mean F1 is below X.")
    ] = None,
    by: Annotated[
        By | None, typer.Option("--by", help="Also show what each rule and model removed, and how much of it is in the gold.")
    ] = None,
    fold: Annotated[
        str | None, typer.Option("--fold", metavar="NAME", help="Only rows of this fold; rows without a fold are in every fold.")
    ] = None,
    *,
    options: EvalOptions,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Measure the quality on pages whose right result is known.

    A row of GOLD is a JSON object with the text or html of a page, and gold: its title, authors, published and updated dates,
    and paragraphs. A file of several articles has articles in place of gold, each with its paragraphs and, for boundaries,
    first_line and last_line of its body, counted from 0. A row may have id, url, fetched, lang, fold, and style or kind.
    Text is compared by shingles, runs of four tokens; the F1 of a file of several articles is the mean over its articles.

    \b
    Example:
      cleaner eval gold.jsonl --worst 5
      cleaner eval gold.jsonl --save before.jsonl
      cleaner eval gold.jsonl --rules my-pack.toml --against before.jsonl
      cleaner eval gold.jsonl --by rule
    """
    from ..console.evaluation import as_json as shown_as_json
    from ..console.evaluation import show
    from ..console.screen import console

    with usage_checked():
        settings = settings_from(options)
        report = _measured(gold, settings, worst, save, against, fold, by is not None)
    low = min_f1 is not None and report.totals.f1 < min_f1
    code = ExitCode.FAILED if report.totals.failed else ExitCode.FOUND if low else ExitCode.FINE
    if as_json:
        print(shown_as_json(report, code))
    else:
        show(report, console())
    raise typer.Exit(code)


def _measured(
    gold: Path, settings: Settings, worst: int, save: Path | None, against: Path | None, fold: str | None, by_rule: bool
) -> Report:
    """The report on all rows. All files are checked before the first row is cleaned. Raises CleanerError."""
    from ..console.evaluation import Report
    from ..evaluate import ByRule, Comparison, Totals, Worst, check, load, rows, score_all

    count = check(gold, fold)
    report = Report(str(gold), settings, Totals(), Worst(worst), Comparison(load(against)) if against else None)
    report.rules = ByRule() if by_rule else None
    with _saving(save, gold, settings) as keep:
        scored = score_all(rows(gold, fold), settings)
        if sys.stderr.isatty():
            from ..console.progress import followed

            scored = followed(scored, count, lambda item: item[1].id)
        for row, score, page in scored:
            report.totals.add(score)
            report.worst.add(row, score, page)
            if report.rules:
                report.rules.add(row, page)
            if report.comparison:
                report.comparison.add(score)
            keep(score)
    return report


@contextmanager
def _saving(path: Path | None, gold: Path, settings: Settings) -> Iterator[Callable[[Score], object]]:
    """A function that saves the score of a row to the file at `path`, which appears when all rows are done; without `path`, it does nothing.

    Raises OutputError.
    """
    from ..batch import whole_file
    from ..errors import OutputError
    from ..evaluate import saved_line, saved_run

    if path is None:
        yield lambda score: None
        return
    if path.is_dir():
        raise OutputError("this is a folder", place=str(path), remedy="Name a file with --save.")
    if path.resolve() == gold.resolve():
        raise OutputError("the scores would overwrite the gold", place=str(path), remedy="Name another file with --save.")
    with whole_file(path) as file:
        file.write(saved_run(gold, settings).encode())
        yield lambda score: file.write(saved_line(score).encode())

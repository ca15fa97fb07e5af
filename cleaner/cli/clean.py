"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..formats import is_rows
from .corpus import ending, holds_records, is_remote, keep, run_corpus, run_stream, stream_kind
from .exits import ExitCode, usage_checked
from .option_groups import CleanOptions, RunOptions, grouped
from .option_types import Dedupe, Engine
from .options import DedupeMode
from .settings import settings_from

if TYPE_CHECKING:
    from ..batch import Outcome, Output, Result, Writer
    from ..config import Settings
    from ..console.skips import Skips
    from ..inputs import Source
    from ..run_summary import RunSummary

_MANY = 32  # pages from which on a run starts processes by itself


@grouped
def clean(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT", help="Files, folders, globs, URLs of corpora, @FILE with a list of them, or - for stdin.", show_default=False
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder to write to. Optional for one input or jsonl: the articles then go to stdout."
        ),
    ] = None,
    *,
    run_options: RunOptions,
    options: CleanOptions,
    dedupe: DedupeMode = Dedupe.off,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing, only say what would be written.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object on stdout.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print only what failed or was refused.")] = False,
) -> None:
    """Clean pages and write each article to its own file.

    Folders are searched for text and HTML files. With md and txt, each article is a file, in folders that mirror the input's; with jsonl,
    jsonl.gz, jsonl.zst and parquet, each is a row, and the same command resumes a run that was stopped. `cleaner report DIR` shows what was
    removed, and `cleaner restore DIR --out BACK` undoes it. The summary is printed on stderr.

    JSON lines, CSV, Parquet, WARC, WET, zip and tar are corpora: each record is a page. Records on stdin, as JSON lines or WARC, are
    cleaned as they arrive, and their rows go to stdout.

    \b
    Example:
      cleaner clean pages/ --out clean/
      cleaner clean pages/ --out rows/ --format parquet
      cleaner clean crawl/ --out clean/ --appended only --dedupe near
      cleaner clean page.txt --format txt
      cleaner clean crawl.warc.gz --out rows/ --format parquet --workers 4
      cat page.html | cleaner clean - --format jsonl --url https://paper.example/a | next-program
      zcat crawl.jsonl.gz | cleaner clean - | next-program
      find pages -newer last-run | cleaner clean @- --out clean/
    """
    from ..console.skips import Skips
    from ..inputs import listed

    with usage_checked():
        settings = settings_from(options)
        if run_options.address and run_options.engine is not Engine.ray:
            raise typer.BadParameter("this goes with --engine ray", param_hint="--address")
        inputs = listed(inputs)
        _check_extras(inputs, out, settings, run_options, dedupe)
        skips = Skips(quiet)
        copies = dedupe is not Dedupe.off
        if inputs == ["-"] and (kind := stream_kind()):
            _check_stream(out, run_options.format, run_options.for_files | run_options.of_pages | {"--dedupe": copies})
            raise typer.Exit(run_stream(kind, settings, run_options, dry_run, as_json, quiet))
        if records := holds_records(inputs, run_options) or is_remote(inputs, out):
            _refuse(run_options.of_pages, "this is not for corpora: each record has its own address and time")
        if records or run_options.rows_in(inputs, out):
            _refuse({"--dedupe": copies}, "copies are only detected among pages that are written as md or txt, or to stdout")
            raise typer.Exit(run_corpus(inputs, _corpus_output(inputs, out), settings, run_options, skips, dry_run, as_json))
        raise typer.Exit(_pages(inputs, out, settings, run_options, dedupe, skips, dry_run, as_json))


def _check_extras(inputs: list[str], out: str | None, settings: Settings, run_options: RunOptions, dedupe: Dedupe) -> None:
    """Raise ConfigError if a library that the run needs is missing."""
    from . import extras

    extras.check(run_options.format, settings.reader, dedupe is Dedupe.near, run_options.engine is Engine.ray, is_remote(inputs, out))


def _pages(
    inputs: list[str],
    out: str | None,
    settings: Settings,
    run_options: RunOptions,
    dedupe: Dedupe,
    skips: Skips,
    dry_run: bool,
    as_json: bool,
) -> ExitCode:
    """Clean pages, and write their articles to files or stdout. Raises CleanerError or a usage error."""
    from ..batch import Output, Writer, prepare
    from ..inputs import find

    _refuse(
        run_options.of_records,
        "this is for records; it does not apply to pages written as md or txt. Give --format jsonl or parquet for rows",
    )
    folder = Path(out) if out is not None else None
    format = run_options.format or "md"
    if is_rows(format) and format != "jsonl":
        raise typer.BadParameter("rows of this format need an output folder, and inputs that are files", param_hint="--out")
    output = Output(folder, format, run_options.audit is not False, dry_run)
    sources = find(inputs, folder, run_options.follow_symlinks, skips)
    skips.records(inputs, folder, run_options.follow_symlinks)
    _check(sources, output, as_json)
    run = _runner(dedupe)
    prepare(output, sources)
    writer = Writer(output)
    limit = {"most_bytes": run_options.max_record} if run_options.max_record else {}
    outcomes = run(
        sources, writer, settings, url=run_options.url, fetched=run_options.fetched, workers=_workers(run_options.workers, sources), **limit
    )
    shown = not skips.quiet and len(sources) > 1 and _shows_progress(output)
    return _finish(_followed(outcomes, len(sources)) if shown else outcomes, writer, settings, skips, as_json)


def _workers(wanted: int | None, sources: list[Source]) -> int:
    """The number of processes: by default one per processor if there are enough pages to make up for their start, else one."""
    from ..processor_count import processors

    if wanted is None and len(sources) < _MANY:
        return 1
    return max(1, min(wanted or processors(), len(sources)))


def _corpus_output(inputs: list[str], out: str | None) -> str:
    """Where the rows of a corpus go. Raises a usage error without --out, or with stdin among the inputs."""
    if out is None:
        raise typer.BadParameter("a corpus needs an output folder", param_hint="--out")
    if "-" in inputs:
        raise typer.BadParameter("stdin cannot be combined with other inputs; give the files of a corpus by name", param_hint="INPUT")
    return out


def _check_stream(out: str | None, format: str | None, refused: dict[str, bool]) -> None:
    """Raise a usage error for options that are not for records from stdin."""
    _refuse(refused, "this is not for records from stdin: they are cleaned as they arrive, in one process")
    if out is not None:
        raise typer.BadParameter("records from stdin go to stdout; save them to a file first", param_hint="--out")
    if format not in (None, "jsonl"):
        raise typer.BadParameter("records from stdin are written as jsonl", param_hint="--format")


def _refuse(refused: dict[str, bool], why: str) -> None:
    for option, given in refused.items():
        if given:
            raise typer.BadParameter(why, param_hint=option)


def _runner(dedupe: Dedupe) -> Callable[..., Iterator[Outcome]]:
    """The function that cleans the pages, with or without copies of appended stories. Raises ConfigError."""
    if dedupe is Dedupe.off:
        from ..batch import run

        return run
    from ..dedupe import check
    from ..dedupe import run as run_without_copies

    check(dedupe.value)
    return partial(run_without_copies, mode=dedupe.value)


def _followed(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """The same outcomes; meanwhile a bar shows how many there are so far."""
    from ..console.progress import followed

    return followed(outcomes, total, lambda outcome: outcome[0].name)


def _shows_progress(output: Output) -> bool:
    return sys.stderr.isatty() and not (_to_stdout(output) and sys.stdout.isatty())


def _to_stdout(output: Output) -> bool:
    return output.folder is None and not output.dry_run


def _check(sources: list[Source], output: Output, as_json: bool) -> None:
    """Raise InputError if there are no inputs, or a usage error if the output has nowhere to go."""
    from ..errors import InputError

    if not sources:
        raise InputError(
            "there is no text or HTML file", place="INPUT", remedy="Name files, or a folder with .txt, .md or .html files in it."
        )
    if _to_stdout(output) and len(sources) > 1 and output.format != "jsonl":
        raise typer.BadParameter(f"{len(sources)} inputs need an output folder, or --format jsonl", param_hint="--out")
    if _to_stdout(output) and as_json:
        raise typer.BadParameter("the articles go to stdout already: give --out or --dry-run", param_hint="--json")


def _finish(outcomes: Iterable[Outcome], writer: Writer, settings: Settings, skips: Skips, as_json: bool) -> ExitCode:
    """Clean every page, show the summary, and return the exit code."""
    from ..console import summary as console
    from ..run_summary import RunSummary

    output = writer.output
    out = output.folder and f"{output.folder}/".replace("//", "/")
    summary = RunSummary("page", out or None, output.dry_run, reports=output.audit and output.folder is not None)
    results = list(_results(outcomes, output, summary, as_json))
    for path in writer.removed:
        summary.note("removed", path, "it was out of date")
    skips.note(summary)
    summary.end()
    code = ending(summary)
    if output.folder and not output.dry_run:
        keep(summary, output.folder, settings)
    if as_json:
        print(console.as_json(summary, code, results=[console.as_record(result) for result in results]))
    if skips.quiet:
        console.show_wrong(summary)
    elif not as_json:
        console.show(summary)
        console.show_unmet(summary, settings.decisions)
    return code


def _results(outcomes: Iterable[Outcome], output: Output, summary: RunSummary, kept: bool) -> Iterator[Result]:
    """Count every result, write articles to stdout if they go there, and yield the results if `kept`."""
    from ..console.stdout import write_article
    from ..console.summary import add

    for result, made in outcomes:
        add(summary, result)
        if made is not None and _to_stdout(output):
            for number, text in enumerate(made.texts.values()):
                write_article(text, parted=number > 0 and output.format != "jsonl")
        if kept:
            yield result

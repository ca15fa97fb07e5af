"""`cleaner clean`: pages in, articles out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .corpus import Wishes, is_corpus, run_corpus, run_stream, stream_kind
from .exits import ExitCode, usage_checked
from .options import (
    Appended,
    Config,
    DecisionsFile,
    Dedupe,
    Disable,
    Engine,
    Fetched,
    FollowSymlinks,
    Format,
    HiddenText,
    Html,
    Lang,
    MaxSeconds,
    MinConfidence,
    Models,
    Rules,
    SiteConfig,
    Type,
    Url,
    settings_from,
)

if TYPE_CHECKING:
    from ..batch import Outcome, Output, Result, Writer
    from ..console.skips import Skips
    from ..console.summary import Tally
    from ..inputs import Source


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
            "--out", "-o", metavar="DIR", help="Folder to write to. May be left out for one input or jsonl: the articles then go to stdout."
        ),
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", help="What articles are written as. By default md for pages, and jsonl for corpora."),
    ] = None,
    appended: Annotated[
        Appended | None,
        typer.Option("--appended", help="Keep or drop stories appended below the first, or take only them. They are kept by default."),
    ] = None,
    min_confidence: MinConfidence = None,
    dedupe: Annotated[
        Dedupe,
        typer.Option(
            "--dedupe",
            help="Write an appended story once that many pages hold, in the same words or nearly; near needs pagecleaner[dedupe].",
        ),
    ] = Dedupe.off,
    rules: Rules = None,
    disable: Disable = None,
    lang: Lang = None,
    url: Url = None,
    fetched: Fetched = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes for a corpus; as many as there are processors by default."),
    ] = None,
    follow_symlinks: FollowSymlinks = False,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--fresh",
            help="Of a corpus, do only what is not done yet, as by default; or all of it anew, in place of the rows that are there.",
        ),
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field", metavar="NAME=COLUMN", help="What a corpus calls its text, html, url, id or fetched, as in text=body. Repeatable."
        ),
    ] = None,
    max_record: Annotated[
        int | None,
        typer.Option("--max-record", metavar="BYTES", min=1, help="Clean no record of a corpus that has more. 16 MB by default."),
    ] = None,
    engine: Annotated[
        Engine | None,
        typer.Option("--engine", help="What runs the pieces of a corpus: processes here, or Ray (pagecleaner[ray]). pool by default."),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(
            "--address",
            metavar="HOST:PORT",
            help="The Ray cluster, or auto for that of this machine; without it, one is started for this run.",
        ),
    ] = None,
    max_seconds: MaxSeconds = None,
    decisions: DecisionsFile = None,
    strict: Annotated[bool, typer.Option("--strict", help="Refuse a page that would lose more than is plausible.")] = False,
    no_audit: Annotated[bool, typer.Option("--no-audit", help="Write no audit files. The inputs can then not be restored.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object on stdout.")] = False,
    site_config: SiteConfig = None,
    models: Models = None,
    html: Html = None,
    hidden: HiddenText = None,
    type_: Type = None,
    config: Config = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed or was refused.")] = False,
) -> None:
    """Clean pages and write each article to a file of its own.

    Folders are searched for text and HTML files and mirrored below DIR. Beside the articles of a page stands its audit,
    from which `cleaner restore` makes the page again. The closing summary goes to stderr.

    JSON lines, CSV, Parquet, WARC, WET, zip and tar are corpora: each record is a page, and DIR gets a row an article. So are
    pages when one of --workers, --fresh, --field, --max-record, --engine or a format of rows is given. A run that was stopped goes on
    where it ended. Records at stdin, as JSON lines or WARC, are cleaned as they come, and their rows go to stdout.

    \b
    Example:
      cleaner clean pages/ --out clean/
      cleaner clean crawl/ --out clean/ --appended only --dedupe near
      cleaner clean page.txt --format txt
      cleaner clean crawl.warc.gz --out rows/ --format parquet --workers 4
      cat page.html | cleaner clean - --format jsonl --url https://paper.example/a | next-program
      zcat crawl.jsonl.gz | cleaner clean - | next-program
      find pages -newer last-run | cleaner clean @- --out clean/
    """
    from ..batch import Output, Writer, prepare
    from ..console.skips import Skips
    from ..inputs import find, listed

    with usage_checked():
        settings = settings_from(
            config,
            rules,
            disable,
            lang,
            appended and appended.value,
            strict,
            min_confidence,
            site_config,
            html,
            decisions,
            models=models,
            max_seconds=max_seconds,
            hidden=hidden,
            page_type=type_,
        )
        if address and engine is not Engine.ray:
            raise typer.BadParameter("this goes with --engine ray", param_hint="--address")
        inputs = listed(inputs)
        wishes = Wishes(format and format.value, workers, engine, address, tuple(field or ()), max_record, resume is False, follow_symlinks)
        skips = Skips(quiet)
        refused = {"--dedupe": dedupe is not Dedupe.off, "--url": url is not None, "--fetched": fetched is not None}
        if inputs == ["-"] and (kind := stream_kind()):
            _check_stream(out, format, refused | wishes.for_files)
            raise typer.Exit(run_stream(kind, settings, wishes, dry_run, as_json, quiet))
        if is_corpus(inputs, out, wishes):
            place = _corpus_output(inputs, out, refused)
            raise typer.Exit(run_corpus(inputs, place, settings, wishes, skips, dry_run, as_json))
        folder = Path(out) if out is not None else None
        output = Output(folder, format.value if format else Format.md.value, not no_audit, dry_run)
        sources = find(inputs, folder, follow_symlinks, skips)
        _check(sources, output, as_json)
        run = _runner(dedupe)
        prepare(output, sources)
        followed = _followed if not quiet and len(sources) > 1 and _shows_progress(output) else iter
        writer = Writer(output, sys.argv[1:])
        outcomes = run(followed(sources), writer, settings, url=url, fetched=fetched)
        raise typer.Exit(_finish(outcomes, writer, skips, as_json))


def _corpus_output(inputs: list[str], out: str | None, refused: dict[str, bool]) -> str:
    """Where a corpus goes. Raises a usage error for options that are not for corpora."""
    _refuse(refused, "this is not for corpora: each record has an address and a time of its own")
    if out is None:
        raise typer.BadParameter("a corpus needs a folder to go to", param_hint="--out")
    if "-" in inputs:
        raise typer.BadParameter("stdin stands alone; give the files of a corpus by name", param_hint="INPUT")
    return out


def _check_stream(out: str | None, format: Format | None, refused: dict[str, bool]) -> None:
    """Raise a usage error for options that are not for records from stdin."""
    _refuse(refused, "this is not for records from stdin: they are cleaned as they come, in one process")
    if out is not None:
        raise typer.BadParameter("records from stdin go to stdout; save them to a file first", param_hint="--out")
    if format not in (None, Format.jsonl):
        raise typer.BadParameter("records from stdin are written as jsonl", param_hint="--format")


def _refuse(refused: dict[str, bool], why: str) -> None:
    for option, given in refused.items():
        if given:
            raise typer.BadParameter(why, param_hint=option)


def _runner(dedupe: Dedupe) -> Callable[..., Iterator[Outcome]]:
    """What sees the pages through, with or without copies of appended stories. Raises ConfigError."""
    if dedupe is Dedupe.off:
        from ..batch import run

        return run
    from ..dedupe import check
    from ..dedupe import run as run_without_copies

    check(dedupe.value)
    return partial(run_without_copies, mode=dedupe.value)


def _followed(sources: list[Source]) -> Iterator[Source]:
    """The sources, with a bar that tells how many were begun."""
    from ..console.progress import followed

    return followed(sources, len(sources), lambda source: source.name)


def _shows_progress(output: Output) -> bool:
    return sys.stderr.isatty() and not (_to_stdout(output) and sys.stdout.isatty())


def _to_stdout(output: Output) -> bool:
    return output.folder is None and not output.dry_run


def _check(sources: list[Source], output: Output, as_json: bool) -> None:
    """Refuse combinations in which the output would have no place. Raises InputError or a usage error."""
    from ..errors import InputError

    if not sources:
        raise InputError(
            "there is no text or HTML file", place="INPUT", remedy="Name files, or a folder with .txt, .md or .html files in it."
        )
    if _to_stdout(output) and len(sources) > 1 and output.format != "jsonl":
        raise typer.BadParameter(f"{len(sources)} inputs need a folder to go to, or --format jsonl", param_hint="--out")
    if _to_stdout(output) and as_json:
        raise typer.BadParameter("the articles go to stdout already: give --out or --dry-run", param_hint="--json")


def _finish(outcomes: Iterable[Outcome], writer: Writer, skips: Skips, as_json: bool) -> ExitCode:
    """See every page through, show what came of them, and tell how it went."""
    from ..console import summary

    tally = summary.Tally()
    results = list(_handed_on(outcomes, writer.output, tally, as_json))
    tally.removed = writer.removed
    code = ExitCode.FAILED if tally.failed else ExitCode.FOUND if tally.refused else ExitCode.FINE
    if as_json:
        print(summary.as_json(tally, results, code, skips.names))
    if skips.quiet:
        summary.show_remarks(tally, ("refused", "failed"))
    elif not as_json:
        summary.show(tally)
    return code


def _handed_on(outcomes: Iterable[Outcome], output: Output, tally: Tally, kept: bool) -> Iterator[Result]:
    """Count every result, put articles on stdout where they go there, and hand on the results if they are to be kept."""
    from ..batch import render
    from ..console.stdout import write_article

    for result, page in outcomes:
        tally.add(result)
        if page is not None and _to_stdout(output):
            for number, text in enumerate(render(page, "stdout", output.format).values()):
                write_article(text, parted=number > 0)
        if kept:
            yield result

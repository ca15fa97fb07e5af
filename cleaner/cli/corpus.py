"""`cleaner clean` to rows: whether the inputs are a corpus, and a run over one."""

from __future__ import annotations

import glob
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from ..formats import input_format
from .exits import ExitCode
from .option_groups import RunOptions
from .option_types import Engine

if TYPE_CHECKING:
    from ..config import Settings
    from ..console.skips import Skips
    from ..corpus import Job, Reading, Settled, Shard, ShardResult
    from ..run_summary import RunSummary

INTERRUPTED = 130  # the exit code that shells use for a program stopped by Ctrl-C


def is_remote(inputs: list[str], out: str | None) -> bool:
    """Whether an input or the output is a URL."""
    from ..backends.remote import is_remote as is_url

    return any(map(is_url, [*inputs, *([out] if out else [])]))


def holds_records(inputs: list[str], run_options: RunOptions) -> bool:
    """Whether an input is a file of records, or a folder with such files and without pages."""
    return any(_holds_records(given, run_options.follow_symlinks) for given in inputs)


def _holds_records(given: str, follow: bool) -> bool:
    from ..inputs import PAGE_SUFFIXES, find

    path = Path(given)
    if path.is_dir() and find([given], None, follow):
        return False
    files = [path] if path.exists() else map(Path, sorted(glob.glob(given, recursive=True)))
    others = [file for file in files if file.suffix.lower() not in PAGE_SUFFIXES and (file.is_file() or path.is_dir())]
    if not others:  # a pipe is not a file: reading its head would consume it
        return False
    from ..corpus.planning import has_corpora
    from ..corpus.streams import kind_of

    return has_corpora(path, follow) if path.is_dir() else any(kind_of(str(file)) != "pages" for file in others)


def run_corpus(
    inputs: list[str], output: str, settings: Settings, run_options: RunOptions, skips: Skips, dry_run: bool, as_json: bool
) -> int:
    """Clean the shards that are not done yet, show the summary, and return the exit code.

    Raises CleanerError for inputs, settings or an output folder that cannot be used.
    """
    from ..backends.remote import is_remote as is_url
    from ..batch import prepare_folder
    from ..console import corpus as console
    from ..corpus import Job, check, missing, opened, plan, settle, sweep
    from ..errors import InputError
    from .extras import check_kinds

    shown = output if is_url(output) else f"{output}/".replace("//", "/")
    if not is_url(output):
        output = str(Path(output).resolve())
    started = time.monotonic()
    shards = plan(inputs, output, run_options.follow_symlinks, skips)
    if not shards:
        raise InputError("there is no page and no file of records", place="INPUT", remedy="Name files, or a folder that contains some.")
    check_kinds((shard.kind, shard.name) for shard in shards)
    audits: Literal["default", "all", "none"] = "default" if run_options.audit is None else "all" if run_options.audit else "none"
    job = Job(
        output,
        run_options.format or "jsonl",
        _absolute(settings),
        _reading(run_options),
        audits=audits,
        url=run_options.url,
        fetched=run_options.fetched,
    )
    job = opened(job, run_options.fresh, dry_run)
    if dry_run:
        console.show_plan(shards, missing(shards, job, dry_run=True)[0], shown)
        return ExitCode.FINE
    if not is_url(output):
        prepare_folder(Path(output))
    todo, before = missing(shards, job)
    results = list(before)
    try:
        results += _shard_results(todo, job, run_options, not skips.quiet)
    except KeyboardInterrupt:
        sweep(job)
        console.show_stopped(len(shards))
        return INTERRUPTED
    results = check(results, job)
    settled = settle(shards, results, job)
    summary = console.summed(results, len(before), settled, pages=all(shard.kind == "pages" for shard in shards))
    skips.note(summary)
    summary.out, summary.started, summary.reports = shown, started, not is_url(output) and audits != "none"
    return _finish(summary, results, settled, as_json, skips.quiet, None if is_url(output) else Path(output), settings)


def _absolute(settings: Settings) -> Settings:
    """The settings with absolute paths, since a worker may run in another folder."""

    def absolute(path: str | None) -> str | None:
        return None if path is None else str(Path(path).resolve())

    rules = tuple(str(Path(rule).resolve()) for rule in settings.rules)
    return replace(settings, rules=rules, decisions=absolute(settings.decisions), site_config=absolute(settings.site_config))


def _finish(
    summary: RunSummary,
    results: list[ShardResult],
    settled: Settled | None,
    as_json: bool,
    quiet: bool,
    folder: Path | None,
    settings: Settings,
) -> ExitCode:
    """Show the summary, store it beside the rows, and return the exit code."""
    from ..console import summary as console
    from ..console.errors import warn

    summary.end()
    kept = settled.kept if settled else ""
    code = ExitCode.FAILED if kept else ending(summary)
    if folder:
        keep(summary, folder, settings)
    if as_json:
        lost = [
            {"key": result.key, "name": result.name, "state": result.state, "message": result.message}
            for result in results
            if result.state != "done"
        ]
        print(console.as_json(summary, code, shards=len(results), lost=lost, kept=kept))
    if quiet:
        console.show_wrong(summary)
    elif not as_json:
        console.show(summary)
        console.show_unmet(summary, settings.decisions)
    if kept:
        warn(f"nothing was replaced: {kept}")
    return code


def ending(summary: RunSummary) -> ExitCode:
    """The exit code of a run over pages or records."""
    if summary.counts["failed"] or summary.counts["too large"]:
        return ExitCode.FAILED
    return ExitCode.FOUND if summary.counts["refused"] else ExitCode.FINE


def keep(summary: RunSummary, folder: Path, settings: Settings) -> None:
    """Store the summary of a run beside its output, for the report. A folder that cannot be written to does not fail the run."""
    from ..batch import write_whole
    from ..errors import OutputError
    from ..inputs import STATE_FOLDER
    from ..run_summary import NAME, lines

    with suppress(OutputError):
        write_whole(folder / STATE_FOLDER / NAME, lines(summary, sys.argv[1:], settings))


def stream_kind() -> str | None:
    """The kind of records on stdin; None if stdin is a page. Raises InputError if it is closed."""
    from ..corpus.streams import kind_of_stdin
    from ..inputs import stdin

    stdin()
    kind = kind_of_stdin()
    return None if kind == "pages" else kind


def run_stream(kind: str, settings: Settings, run_options: RunOptions, dry_run: bool, as_json: bool, quiet: bool) -> int:
    """Clean the records of stdin as they arrive, write their rows to stdout, and return the exit code. Raises CleanerError."""
    from ..console import corpus as console
    from ..console.stdout import write_bytes
    from ..corpus import Job, Shard
    from ..corpus import run_stream as run
    from ..errors import InputError
    from ..inputs import STDIN

    if (read := input_format(kind)) is not None and read.whole:
        raise InputError(
            f"a {kind} file is read from its end, which a stream does not have yet", place="stdin", remedy="Save it, and name the file."
        )
    shard = Shard("stdin", kind, "stdin", ((STDIN, "stdin"),))
    result = run(shard, Job("", "jsonl", settings, _reading(run_options)), (lambda raw: None) if dry_run or as_json else write_bytes)
    return _finish(console.summed([result], 0), [result], None, as_json, quiet, None, settings)


def _shard_results(todo: list[Shard], job: Job, run_options: RunOptions, shown: bool) -> Iterator[ShardResult]:
    """The results of the chosen engine; meanwhile a bar shows the progress if `shown`."""
    from ..console.corpus import followed

    total = sum(shard.size for shard in todo)
    bar: AbstractContextManager[Callable[[int], None] | None] = followed(total) if shown and todo else nullcontext()
    with bar as progress:
        yield from _engine(run_options)(todo, job, progress)


def _engine(run_options: RunOptions) -> Callable[[list[Shard], Job, Callable[[int], None] | None], Iterable[ShardResult]]:
    """The function that runs the shards."""
    if run_options.engine is Engine.ray:
        from ..corpus import ray_engine

        return lambda todo, job, progress: ray_engine.run(todo, job, run_options.address, run_options.workers, progress)
    from ..corpus import pool
    from ..processor_count import processors

    workers = run_options.workers or processors()
    return lambda todo, job, progress: pool.run(todo, job, workers, progress)


def _reading(run_options: RunOptions) -> Reading:
    """How records are read, from `--field name=column` and `--max-record`. Raises a usage error."""
    from ..corpus.records import FIELDS, reading_of

    named = []
    for given in run_options.field or ():
        name, sign, column = given.partition("=")
        if name not in FIELDS or not sign or not column:
            raise typer.BadParameter(f"{given!a} is not NAME=COLUMN with one of the names {', '.join(FIELDS)}", param_hint="--field")
        named.append((name, column))
    return reading_of(named, run_options.max_record)

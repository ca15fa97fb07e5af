"""`cleaner clean` over corpora: what makes a run one, and how it is seen through."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .exits import ExitCode
from .options import Engine

if TYPE_CHECKING:
    from ..config import Settings
    from ..console.corpus import Tally
    from ..console.skips import Skips
    from ..corpus import Job, Reading, Shard, ShardResult

INTERRUPTED = 130  # what a shell calls a program that was stopped by Ctrl-C
_FORMATS = ("parquet", "jsonl.gz", "jsonl.zst")  # that no run over single pages writes


@dataclass(frozen=True, slots=True)
class Wishes:
    """The options that are about corpora, as they were given."""

    format: str | None
    workers: int | None
    engine: Engine | None
    address: str | None
    fields: tuple[str, ...]
    max_record: int | None
    fresh: bool
    follow_symlinks: bool

    @property
    def any(self) -> bool:
        return self.format in _FORMATS or self.fresh or any((self.workers, self.engine, self.address, self.fields, self.max_record))

    @property
    def for_files(self) -> dict[str, bool]:
        """Option -> whether it was given, of those that make no sense for a stream."""
        return {"--workers": bool(self.workers), "--engine": bool(self.engine), "--fresh": self.fresh}


def is_corpus(inputs: list[str], output: str | None, wishes: Wishes) -> bool:
    """Whether the options, the addresses or the inputs themselves ask for a run over records."""
    from ..doors.remote import is_remote

    return (
        wishes.any
        or any(map(is_remote, [*inputs, *([output] if output else [])]))
        or any(_holds_records(given, wishes.follow_symlinks) for given in inputs)
    )


def _holds_records(given: str, follow: bool) -> bool:
    """Whether an input is a file of records, or a folder with such files and without pages."""
    from ..inputs import PAGE_SUFFIXES, find

    path = Path(given)
    if path.is_dir() and find([given], None, follow):
        return False
    files = [path] if path.exists() else map(Path, sorted(glob.glob(given, recursive=True)))
    others = [file for file in files if file.suffix.lower() not in PAGE_SUFFIXES and (file.is_file() or path.is_dir())]
    if not others:  # a pipe is no file: to look into it would take its beginning away
        return False
    from ..corpus.planning import has_corpora
    from ..corpus.streams import kind_of

    return has_corpora(path, follow) if path.is_dir() else any(kind_of(str(file)) != "pages" for file in others)


def run_corpus(inputs: list[str], output: str, settings: Settings, wishes: Wishes, skips: Skips, dry_run: bool, as_json: bool) -> int:
    """Clean what is not done yet, and tell how it went. Raises CleanerError."""
    from ..batch import prepare_folder
    from ..console import corpus as console
    from ..corpus import Job, check, missing, opened, plan, settle, sweep
    from ..doors.remote import is_remote
    from ..errors import InputError

    if not is_remote(output):
        output = str(Path(output).resolve())
    shards = plan(inputs, output, wishes.follow_symlinks, skips)
    if not shards:
        raise InputError("there is no page and no file of records", place="INPUT", remedy="Name files, or a folder that has some.")
    job = opened(Job(output, wishes.format or "jsonl", _absolute(settings), _reading(wishes)), wishes.fresh, dry_run)
    if dry_run:
        console.show_plan(shards, missing(shards, job, dry_run=True)[0])
        return ExitCode.FINE
    if not is_remote(output):
        prepare_folder(Path(output))
    todo, before = missing(shards, job)
    results = list(before)
    try:
        results += _seen_through(todo, job, wishes, not skips.quiet)
    except KeyboardInterrupt:
        sweep(job)
        console.show_stopped(len(shards))
        return INTERRUPTED
    results = check(results, job)
    tally = console.Tally(results, len(before), settle(shards, results, job), skips.names)
    return _told(tally, as_json, skips.quiet)


def _absolute(settings: Settings) -> Settings:
    """The settings with paths that mean the same wherever a worker runs."""

    def absolute(path: str | None) -> str | None:
        return None if path is None else str(Path(path).resolve())

    rules = tuple(str(Path(rule).resolve()) for rule in settings.rules)
    return replace(settings, rules=rules, decisions=absolute(settings.decisions), site_config=absolute(settings.site_config))


def _told(tally: Tally, as_json: bool, quiet: bool) -> ExitCode:
    """Show what a run came to, and tell how it ended."""
    from ..console import corpus as console

    failed = tally.lost or tally.stats.failed or tally.settled.kept
    code = ExitCode.FAILED if failed else ExitCode.FOUND if tally.stats.statuses["refused"] else ExitCode.FINE
    if as_json:
        print(tally.as_json(code))
    console.show(tally, quiet, as_json)
    return code


def stream_kind() -> str | None:
    """The kind of records that wait at stdin; None when it holds a page. Raises InputError where it is closed."""
    from ..corpus.streams import kind_of_stdin
    from ..inputs import stdin

    stdin()
    kind = kind_of_stdin()
    return None if kind == "pages" else kind


def run_stream(kind: str, settings: Settings, wishes: Wishes, dry_run: bool, as_json: bool, quiet: bool) -> int:
    """Clean the records of stdin as they come, and write their rows to stdout. Raises CleanerError."""
    from ..console import corpus as console
    from ..console.stdout import write_bytes
    from ..corpus import Job, Shard
    from ..corpus import run_stream as run
    from ..errors import InputError
    from ..inputs import STDIN

    if kind in ("parquet", "zip"):
        raise InputError(
            f"a {kind} file is read from its end, which a stream has not yet", place="stdin", remedy="Save it, and name the file."
        )
    shard = Shard("stdin", kind, "stdin", ((STDIN, "stdin"),))
    result = run(shard, Job("", "jsonl", settings, _reading(wishes)), (lambda raw: None) if dry_run or as_json else write_bytes)
    return _told(console.Tally([result], 0), as_json, quiet)


def _seen_through(todo: list[Shard], job: Job, wishes: Wishes, shown: bool) -> Iterator[ShardResult]:
    """The results of the chosen engine; meanwhile is shown how far it has come."""
    from ..console.corpus import followed

    total = sum(shard.size for shard in todo)
    told: AbstractContextManager[Callable[[int], None] | None] = followed(total) if shown and todo else nullcontext()
    with told as progress:
        yield from _engine(wishes)(todo, job, progress)


def _engine(wishes: Wishes) -> Callable[[list[Shard], Job, Callable[[int], None] | None], Iterable[ShardResult]]:
    """What runs the shards."""
    if wishes.engine is Engine.ray:
        from ..corpus import ray_engine

        return lambda todo, job, progress: ray_engine.run(todo, job, wishes.address, wishes.workers, progress)
    from ..corpus import pool

    workers = wishes.workers or pool.processors()
    return lambda todo, job, progress: pool.run(todo, job, workers, progress)


def _reading(wishes: Wishes) -> Reading:
    """How to read, from `--field name=column` and `--max-record`. Raises a usage error."""
    from ..corpus.records import FIELDS, reading_of

    named = []
    for given in wishes.fields:
        name, sign, column = given.partition("=")
        if name not in FIELDS or not sign or not column:
            raise typer.BadParameter(f"{given!a} is no NAME=COLUMN, with a name of {', '.join(FIELDS)}", param_hint="--field")
        named.append((name, column))
    return reading_of(named, wishes.max_record)

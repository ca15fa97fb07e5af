"""A run over a corpus: its progress and its summary."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta

from ..corpus.rows import STATUSES
from ..corpus.settling import Settled
from ..corpus.shards import Shard, ShardResult, Stats
from ..run_summary import RunSummary, counted
from .safe import visible


def summed(results: list[ShardResult], before: int, settled: Settled | None = None, pages: bool = False) -> RunSummary:
    """The summary of a run over shards; `before` is the number of shards that were done when it began."""
    summary = RunSummary("page" if pages else "record", done_before=before)
    stats = Stats()
    for result in sorted(results, key=lambda result: result.key):
        stats.add(result.stats)
        if result.state != "done":
            summary.note("failed", result.name, result.message.removeprefix(f"{result.name}: "))
    summary.read, summary.articles = stats.records, stats.articles
    summary.repairs, summary.lifted, summary.dropped = stats.repairs, stats.lifted, stats.dropped
    for entry, count in stats.changes.items():
        action, _, rule = entry.partition(" ")
        summary.groups[rule.partition(".")[0]] += count if action == "drop" else 0
    summary.groups = +summary.groups
    for name, count in stats.decisions.items():
        kind, _, line = name.partition(" ")
        summary.decisions[int(line), kind == "met"] += count
    for status, id, why in stats.looks:
        summary.note(status, id, why.removeprefix(f"{id}: "))
    for kind in STATUSES[1:]:  # only a few records are named; the others are counted
        summary.counts[kind] += max(0, stats.statuses[kind] - sum(look[0] == kind for look in stats.looks))
    summary.counts["flagged"] = stats.flagged - stats.flagged_empty
    for path in settled.removed if settled else ():
        summary.note("removed", path, "it was out of date")
    return summary


def show_plan(shards: list[Shard], todo: list[Shard], output: str) -> None:
    """Print what a run would do."""
    size = sum(shard.size for shard in todo) / 1e6
    print(
        f"Would clean {counted(len(todo), 'shard')} of {len(shards):,}, {size:,.1f} MB, and write the rows to {visible(output)}. "
        "Nothing was written, because of --dry-run.",
        file=sys.stderr,
    )


def show_stopped(shards: int) -> None:
    """Print how to resume after Ctrl-C."""
    print(f"stopped. Finished shards of {shards:,} are kept: the same command resumes the run.", file=sys.stderr)


def followed(total: int) -> AbstractContextManager[Callable[[int], None]]:
    """A function to call with the number of bytes read so far. It draws a bar on a terminal, and prints a line per minute elsewhere."""
    return _bar(total) if sys.stderr.isatty() else nullcontext(Lines(total))


class Lines:
    """Progress, rate and remaining time as lines of text. `total` is in bytes, `every` in seconds."""

    def __init__(self, total: int, every: float = 60.0) -> None:
        self._total, self._every = total, every
        self._start = self._last = time.monotonic()

    def __call__(self, read: int) -> None:
        now = time.monotonic()
        if now - self._last < self._every or not read:
            return
        self._last = now
        rate = read / max(now - self._start, 1e-9)
        left = timedelta(seconds=round((self._total - read) / rate))
        share = read / max(self._total, 1)
        print(f"{share:.0%}: {read / 1e6:,.1f} of {self._total / 1e6:,.1f} MB, {rate / 1e6:.2f} MB/s, {left} left", file=sys.stderr)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[int], None]]:
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn, TransferSpeedColumn

    from .screen import console

    columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    drawn = Progress(*columns, console=console(stream=sys.stderr), transient=True, redirect_stdout=False, redirect_stderr=False)
    with drawn as progress:
        task = progress.add_task("", total=total)
        yield lambda read: progress.update(task, completed=read)

"""A run over a corpus: how far it has come, and what it came to."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta

from ..corpus.rows import STATUSES
from ..corpus.settling import Settled
from ..corpus.shards import Shard, ShardResult, Stats, at_most
from .safe import visible

_SHOWN = 20  # records of one status, or files, that are named one by one
_WRONG = ("failed", "too large", "refused")  # named even when the run is to be quiet


class Tally:
    """The sums of a run. `before` shards were done when it began; `lost` are those that failed or were set aside."""

    def __init__(self, results: list[ShardResult], before: int, settled: Settled | None = None, skipped: Sequence[str] = ()) -> None:
        self.settled = settled or Settled()
        self.skipped = list(skipped)
        self.shards = len(results)
        self.before = before
        self.lost = [result for result in sorted(results, key=lambda result: result.key) if result.state != "done"]
        self.stats = Stats()
        for result in sorted(results, key=lambda result: result.key):
            self.stats.add(result.stats)

    def figures(self) -> dict[str, int]:
        """Name -> value, in the order in which they are shown; what there is none of is left out behind the first few."""
        stats = self.stats
        shards = {"shards": self.shards, "done before": self.before, "records": stats.records, "articles": stats.articles}
        states = {state: sum(result.state == state for result in self.lost) for state in ("failed", "aside")}
        shards |= {f"shards {state}": count for state, count in states.items() if count}
        statuses = {f"records {status}": stats.statuses[status] for status in STATUSES[1:]}
        rest = statuses | {"skipped": stats.skipped, "flagged": stats.flagged, "removed": len(self.settled.removed)}
        changes = {"dropped": stats.dropped, "repairs": stats.repairs, "lifted": stats.lifted}
        return shards | {name: value for name, value in rest.items() if value} | changes

    def as_json(self, exit_code: int) -> str:
        lost = [{"key": result.key, "name": result.name, "state": result.state, "message": result.message} for result in self.lost]
        figures = {name.replace(" ", "_"): value for name, value in self.figures().items()}
        wrong = [{"status": status, "id": id, "message": why} for status, id, why in self.stats.looks if status in _WRONG]
        files = {"removed_files": self.settled.removed, "skipped_files": self.skipped, "kept": self.settled.kept}
        return json.dumps(figures | {"lost": lost, "wrong": wrong} | files | {"exit_code": int(exit_code)})


def show(tally: Tally, quiet: bool = False, told: bool = False) -> None:
    """The closing summary on stderr: what was lost or went wrong, and unless it is `quiet`, or the figures were `told` already, all else."""
    brief = quiet or told
    if not brief:
        for name, value in tally.figures().items():
            print(f"{name}: {value:,}", file=sys.stderr)
    looks = at_most(tally.stats.looks, _SHOWN)
    for status, id, why in looks:
        if not brief or (quiet and status in _WRONG):
            print(f"{visible(status)}: {visible(id)}: {visible(why)}", file=sys.stderr)
    if not told or quiet:
        _show_rest(tally, looks)
    for path in tally.settled.removed[:_SHOWN] if not brief else ():
        print(f"removed: {visible(path)}", file=sys.stderr)
    for result in tally.lost:
        print(f"shard {result.state}: {visible(result.message)}", file=sys.stderr)
    if tally.settled.kept:
        print(f"nothing was replaced: {visible(tally.settled.kept)}", file=sys.stderr)


def _show_rest(tally: Tally, looks: list[tuple[str, str, str]]) -> None:
    """How many records went wrong beside those that are named."""
    for status in _WRONG:
        left = tally.stats.statuses[status] - sum(look[0] == status for look in looks)
        if left > 0:
            print(f"{status}: {left:,} more, each a row with its message", file=sys.stderr)


def show_plan(shards: list[Shard], todo: list[Shard]) -> None:
    """What a run would do."""
    print(f"shards: {len(shards):,}\nto be done: {len(todo):,}\nbytes to read: {sum(shard.size for shard in todo):,}", file=sys.stderr)


def show_stopped(shards: int) -> None:
    """What to do after Ctrl-C."""
    print(f"stopped. What is done of {shards:,} shards is kept: the same command goes on from there.", file=sys.stderr)


def followed(total: int) -> AbstractContextManager[Callable[[int], None]]:
    """What to call with the bytes that were read so far: a bar on a terminal; elsewhere, as in a log, a line a minute."""
    return _bar(total) if sys.stderr.isatty() else nullcontext(Lines(total))


class Lines:
    """How far a run has come, how fast, and how long it has to go, as lines of text."""

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

"""What a run came to, on stderr: one sentence, what was changed, and a short table of what to look at, worst first."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from ..batch import Result
from ..run_summary import KINDS, WRONG, Entry, RunSummary
from .safe import rich_text, visible

_SHOWN = 10  # entries that are named one by one
_CLOSING = tuple(kind for kind in KINDS if kind != "skipped")  # what was skipped is said at once
_STYLES = {"failed": "red", "too large": "red", "refused": "red", "removed": "dim"}


def show(summary: RunSummary, stream: TextIO | None = None) -> None:
    """The closing summary: coloured on a terminal, plain lines elsewhere."""
    stream = stream or sys.stderr
    for text in (summary.sentence(), summary.changes()):
        if text:
            print(visible(text), file=stream)
    show_entries(summary, _CLOSING, stream, _SHOWN)


def show_unmet(summary: RunSummary, decisions: str | None) -> None:
    """Say which decisions are about no line of any page that they hold on."""
    from .errors import warn

    for line in summary.unmet:
        warn(f"{decisions}:{line}: this decision is about no line of the pages it is for. See whether they have changed, or remove it")


def show_wrong(summary: RunSummary, stream: TextIO | None = None) -> None:
    """Only what failed or was refused, a line each: what a run says that is to be quiet."""
    show_entries(summary, WRONG, stream or sys.stderr)


def show_entries(summary: RunSummary, kinds: Sequence[str], stream: TextIO, most: int | None = None) -> None:
    """The inputs that call for a look, worst first, and how many more there are."""
    found = summary.worst(kinds)
    entries = found[:most]
    if stream.isatty():
        _table(entries, stream)
    else:
        for kind, name, why in entries:
            print(f"{kind}: {visible(name)}: {visible(why)}", file=stream)
    more = sum(summary.counts[kind] for kind in kinds) - len(entries)
    if more > 0:
        where = f": cleaner report {summary.out}" if summary.reports and summary.out and not summary.dry_run else ""
        print(visible(f"and {more:,} more{where}"), file=stream)


def _table(entries: Sequence[Entry], stream: TextIO) -> None:
    from .screen import console

    drawn = console(stream=stream)
    for kind, name, why in entries:
        drawn.print(rich_text(f"{kind}: ", _STYLES.get(kind, "yellow")) + rich_text(f"{name}: ", "bold") + rich_text(why))


def add(summary: RunSummary, result: Result) -> None:
    """Count what became of one page."""
    summary.read += 1
    summary.articles += result.articles
    summary.duplicates += result.duplicates
    summary.repairs += result.repairs
    summary.lifted += result.lifted
    summary.dropped += result.dropped.total()
    summary.groups += result.dropped
    summary.decisions.update(result.decisions.items())
    if result.status in ("failed", "refused"):
        summary.note(result.status, result.name, result.error)
    if result.status == "no article":
        summary.note("no article", result.name, "; ".join(result.flags) or "there is no article in it")
    elif result.flags:
        summary.note("flagged", result.name, "; ".join(result.flags))


def as_json(summary: RunSummary, exit_code: int, **more: Any) -> str:
    """The summary as one object; plain ASCII, whatever the files are called."""
    return json.dumps(summary.as_json() | more | {"exit_code": int(exit_code)})


def as_record(result: Result) -> dict[str, Any]:
    """What became of one page, for a program."""
    return {
        "name": result.name,
        "status": result.status,
        "articles": result.articles,
        "duplicates": result.duplicates,
        "dropped": dict(result.dropped),
        "repairs": result.repairs,
        "lifted": result.lifted,
        "flags": list(result.flags),
        "outputs": list(result.outputs),
        "error": result.error,
    }

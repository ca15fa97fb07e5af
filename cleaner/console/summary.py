"""The summary of a run, on stderr: one sentence, the changes, and a short table of inputs to look at, worst first."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from ..batch import Result
from ..run_summary import KINDS, WRONG, Entry, RunSummary
from .safe import rich_text, visible

_SHOWN = 10  # entries that are listed
_CLOSING = tuple(kind for kind in KINDS if kind != "skipped")  # skipped inputs were reported before
_STYLES = {"failed": "red", "too large": "red", "refused": "red", "removed": "dim"}


def show(summary: RunSummary, stream: TextIO | None = None) -> None:
    """Print the summary: coloured on a terminal, plain lines elsewhere."""
    stream = stream or sys.stderr
    for text in (summary.sentence(), summary.changes()):
        if text:
            print(visible(text), file=stream)
    show_entries(summary, _CLOSING, stream, _SHOWN)


def show_unmet(summary: RunSummary, decisions: str | None) -> None:
    """Warn about decisions that match no line of any page that they apply to."""
    from .errors import warn

    for line in summary.unmet:
        warn(f"{decisions}:{line}: this decision matches no line of its pages. Check whether they have changed, or remove it")


def show_wrong(summary: RunSummary, stream: TextIO | None = None) -> None:
    """Print only what failed or was refused, one line each, for --quiet."""
    show_entries(summary, WRONG, stream or sys.stderr)


def show_entries(summary: RunSummary, kinds: Sequence[str], stream: TextIO, most: int | None = None) -> None:
    """Print the inputs that need a look, worst first, and the number of further ones."""
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
    """Add the result of one page to the summary."""
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
        summary.note("no article", result.name, "; ".join(result.flags) or "it has no article")
    elif result.flags:
        summary.note("flagged", result.name, "; ".join(result.flags))


def as_json(summary: RunSummary, exit_code: int, **more: Any) -> str:
    """The summary as one JSON object, in plain ASCII whatever the files are called."""
    return json.dumps(summary.as_json() | more | {"exit_code": int(exit_code)})


def as_record(result: Result) -> dict[str, Any]:
    """The result of one page, for a program."""
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

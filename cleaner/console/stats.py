"""The figures of a run: one table per subject on a terminal, tab-separated lines elsewhere, or JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator

from ..corpus.counts import STEPS
from ..corpus.report import Report
from .safe import rich_text, visible

_NAMED = 20  # rules that never matched, and records, that are listed


def as_json(report: Report) -> str:
    """All figures as one JSON object, in plain ASCII whatever the hosts are called."""
    figures = vars(report.stats) | {"looks": [dict(zip(("status", "id", "why"), look, strict=True)) for look in report.stats.looks]}
    return json.dumps({"shards": report.shards} | figures | {"silent_rules": report.silent})


def show(report: Report, top: int) -> None:
    """Print each subject with its most frequent entries."""
    tables = list(_tables(report, top))
    if not sys.stdout.isatty():
        for subject, rows in tables:
            for name, value in rows:
                print("\t".join((subject, visible(name), value)))
        return
    from rich import box
    from rich.table import Table

    from .screen import console

    drawn = console()
    for subject, rows in tables:
        table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False, title=rich_text(subject, "bold"), title_justify="left")
        table.add_column(overflow="fold")
        table.add_column(justify="right", overflow="fold")
        for name, value in rows:
            table.add_row(rich_text(name), rich_text(value))
        drawn.print(table)


def _tables(report: Report, top: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    stats = report.stats
    sums = {"shards": report.shards, "records": stats.records, "articles": stats.articles, "skipped": stats.skipped}
    yield "run", _rows(Counter(sums | {"dropped": stats.dropped, "repairs": stats.repairs, "lifted": stats.lifted}), None)
    yield "status", _rows(stats.statuses, top)
    yield "rule", _rows(stats.rules, top)
    yield "host", _rows(stats.hosts, top)
    yield "language", _rows(stats.languages, top)
    yield "loss", [(step, f"{stats.losses[step]:,}") for step in STEPS if stats.losses[step]]
    if stats.looks:
        flagged = [("flagged records", f"{stats.flagged:,}")] if stats.flagged else []
        yield "look", flagged + [(f"{status}: {id}", why) for status, id, why in stats.looks[:_NAMED]]
    if report.silent:
        more = [("...", f"{len(report.silent) - _NAMED:,} more")] if len(report.silent) > _NAMED else []
        yield "never matched", [("rules", f"{len(report.silent):,}"), *((name, "") for name in report.silent[:_NAMED]), *more]


def _rows(counts: Counter[str], top: int | None) -> list[tuple[str, str]]:
    """The entries with the most frequent first, then by name; without `top`, all in their original order."""
    found = list(counts.items()) if top is None else sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    rest = sum(count for _, count in found[top:]) if top else 0
    return [(name, f"{count:,}") for name, count in found[:top]] + ([("others", f"{rest:,}")] if rest else [])

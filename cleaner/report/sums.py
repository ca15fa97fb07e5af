"""The sums of a run over pages, computed from their audits, in the form in which shards store theirs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..audits import found_in
from ..corpus.counts import UNKNOWN_HOST, count
from ..corpus.records import Record
from ..corpus.rows import Cleaned
from ..corpus.shards import Stats
from ..run_summary import WRONG, entries_of
from ..write.rows import to_rows
from .audits import Audit, read


def sums_of_pages(folder: Path) -> Stats:
    """The sums of the pages below `folder` that have an audit file, and of the inputs that failed in the last run.

    Raises InputError for a missing folder, AuditError for an audit that cannot be read.
    """
    stats = Stats()
    for stored in found_in(folder):
        if stored.line is None:
            _count(stats, read(stored))
    if stats.records:
        for entry in entries_of(folder):
            if entry.kind in WRONG:
                stats.records += 1
                stats.statuses[entry.kind] += 1
                stats.hosts[UNKNOWN_HOST] += 1
                stats.looks.append((entry.kind, entry.name, entry.why))
    return stats


def _count(stats: Stats, audit: Audit) -> None:
    articles = [
        replace(story, stated_language=fields.get("language")) for story, fields in zip(audit.page.articles, audit.fields, strict=True)
    ]
    page = replace(audit.page, articles=articles, loss=audit.loss or 0.0)
    count(stats, Record(audit.name, ""), Cleaned(to_rows(page, audit.name), page))

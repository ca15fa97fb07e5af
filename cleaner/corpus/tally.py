"""What is counted of each record, for the summary of a run and for `cleaner stats`."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..data import Page
from .records import Record
from .rows import Cleaned
from .shards import Stats

LOOKS = 20  # records of one shard and status that are named, of those that call for a look
STEPS = ("0", "under 10%", "10 to 25%", "25 to 50%", "50 to 75%", "over 75%")  # shares of a page's text that went


def count(stats: Stats, record: Record, found: Cleaned) -> None:
    """Add one record to the sums of its shard."""
    stats.records += 1
    head = found.rows[0]
    stats.statuses[head["status"]] += 1
    if head["status"] == "cleaned":
        stats.articles += len(found.rows)
        stats.languages.update(row["language"] or "unknown" for row in found.rows)
    if found.page is not None:
        _count_page(stats, found.page)
    why = head["message"] if found.page is None else "; ".join(found.page.flags)
    stats.flagged += bool(found.page and found.page.flags)
    status = head["status"] if found.page is None else "flagged"
    if why and sum(look[0] == status for look in stats.looks) < LOOKS:
        stats.looks.append((status, head["id"], why))
    stats.hosts[_host(head["url"])] += 1


def _count_page(stats: Stats, page: Page) -> None:
    changes = [finding for finding in page.findings if finding.action != "mark"]
    stats.rules.update(finding.rule for finding in page.findings)
    stats.repairs += sum(finding.action == "repair" for finding in changes)
    stats.lifted += sum(finding.action == "lift" for finding in changes)
    stats.dropped += len({finding.line for finding in changes if finding.action == "drop"})
    gone = sum(finding.end - finding.start for finding in changes if finding.action == "drop")
    stats.losses[_step(gone / max(1, len(page.text)))] += 1


def _step(share: float) -> str:
    if share == 0:
        return STEPS[0]
    return next((step for step, most in zip(STEPS[1:], (0.1, 0.25, 0.5, 0.75), strict=False) if share <= most), STEPS[-1])


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url).hostname if url else None) or "unknown"
    except ValueError:
        return "unknown"

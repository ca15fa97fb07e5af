"""Counters that are updated for each record, for the summary of a run and for `cleaner stats`."""

from __future__ import annotations

from collections.abc import Iterator

from ..data import Page
from ..field_checks import host_of
from .records import Record
from .rows import Cleaned
from .shards import Stats

LOOKS = 20  # records listed for review, per shard and status
UNKNOWN_HOST = "unknown"
STEPS = ("none", *(f"{low} to {low + 10}%" for low in range(0, 100, 10)))  # bins of `page.loss`, the share of running text removed


def count(stats: Stats, record: Record, found: Cleaned) -> None:
    """Add one record to the counters of its shard."""
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
    empty = head["status"] == "no article"
    stats.flagged_empty += bool(empty and found.page and found.page.flags)
    status = head["status"] if found.page is None or empty else "flagged"
    why = why or (head["message"] if empty else "")
    if why and sum(look[0] == status for look in stats.looks) < LOOKS:
        stats.looks.append((status, head["id"], why))
    stats.hosts[host_of(head["url"]) or UNKNOWN_HOST] += 1


def _count_page(stats: Stats, page: Page) -> None:
    changes = [finding for finding in page.findings if finding.action != "mark"]
    stats.rules.update(finding.rule for finding in page.findings)
    stats.changes.update(_changes(page))
    stats.repairs += sum(finding.action == "repair" for finding in changes)
    stats.lifted += sum(finding.action == "lift" for finding in changes)
    stats.dropped += len({finding.line for finding in changes if finding.action == "drop"})
    stats.decisions.update(f"{'met' if met else 'unmet'} {line}" for line, met in page.decisions.items())
    stats.changed += page.changed
    stats.left_out += len(page.left_out)
    stats.losses[step(page.loss)] += 1
    stats.types[type_of(page)] += 1
    if page.quality is not None:
        stats.qualities[STEPS[share_of(page.quality) + 1]] += 1


def _changes(page: Page) -> Iterator[str]:
    """`action rule` for every dropped line, repair and extraction, and `page rule` once for each rule that changed the page."""
    yield from (f"drop {rule}" for rule, _ in {(found.rule, found.line) for found in page.findings if found.action == "drop"})
    yield from (f"{found.action} {found.rule}" for found in page.findings if found.action in ("repair", "lift"))
    yield from (f"page {rule}" for rule in {found.rule for found in page.findings if found.action != "mark"})


def step(loss: float) -> str:
    """The item of STEPS that a loss from 0 to 1 falls into.

    >>> step(0.0), step(0.04), step(1.0)
    ('none', '0 to 10%', '90 to 100%')
    """
    return STEPS[0 if loss == 0 else share_of(loss) + 1]


def share_of(value: float) -> int:
    """The index, 0 to 9, of the tenth that a value from 0 to 1 falls into.

    >>> share_of(0.0), share_of(0.29), share_of(1.0)
    (0, 2, 9)
    """
    return min(int(value * 10), 9)


def type_of(page: Page) -> str:
    """The type a page is counted under: the page type for HTML, `text` for plain text."""
    return (page.type or "of unknown type") if page.document.html else "text"

"""What all pages come to together, counted one by one, and which of them tell most.

Of a page nothing is kept but its counts and its rank, so that a hundred thousand of them fit into memory.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field

from ..audits import Stored
from ..corpus.audits import Rank, rank_of
from ..corpus.counts import STEPS as _LOSSES
from ..corpus.counts import UNKNOWN_HOST, type_of
from ..corpus.shards import Stats
from ..field_checks import host_of
from .audits import Audit

STEPS = 10  # bars of a chart
_HOSTS = 100_000  # that are counted


@dataclass(slots=True)
class RuleCount:
    """What one rule did: lines dropped, pieces repaired and lifted, and on how many pages it did any of it."""

    about: str = ""
    dropped: int = 0
    repaired: int = 0
    lifted: int = 0
    pages: int = 0


@dataclass
class Survey:
    """The counts so far. `wanted` is how many pages are to be shown; `told` are they, most telling last until `telling` sorts them."""

    wanted: int
    pages: int = 0
    changed: int = 0
    articles: int = 0
    left_out: int = 0
    debris_alone: int = 0
    flagged: int = 0
    failed: int = 0
    rules: dict[str, RuleCount] = field(default_factory=dict)
    languages: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    qualities: list[int] = field(default_factory=lambda: [0] * STEPS)  # pages by the F1 that is expected of them, from low to high
    unknown_quality: int = 0
    losses: list[int] = field(default_factory=lambda: [0] * (STEPS + 1))  # none at all, then by steps
    unknown_loss: int = 0
    _considered: int = 0
    _told: list[tuple[Rank, Stored]] = field(default_factory=list)

    def add(self, stored: Stored, audit: Audit) -> None:
        """Count one page, and remember it while it is among the most telling."""
        page = audit.page
        self.pages += 1
        self.changed += page.changed
        self.articles += len(page.articles)
        self.left_out += len(page.left_out)
        self.debris_alone += not page.articles and not page.left_out
        self.flagged += bool(page.flags)
        self.languages[page.language or "unknown"] += 1
        self.types[type_of(page)] += 1
        self._count_host(host_of(page.document.url), 1)
        self._count_loss(audit.loss)
        self._count_quality(page.quality)
        self._count_rules(audit)
        self.consider(stored, audit)

    def add_sums(self, stats: Stats) -> None:
        """Count the pages of a run over records, of which only the sums are known here."""
        pages = stats.records - stats.failed - stats.statuses["refused"]
        self.pages += pages
        self.changed += stats.changed
        self.articles += stats.articles
        self.left_out += stats.left_out
        self.debris_alone += stats.statuses["no article"]
        self.flagged += stats.flagged
        self.languages += stats.languages
        for number, name in enumerate(_LOSSES):
            self.losses[number] += stats.losses[name]
        self._add_kinds(stats, pages)
        for entry, count in stats.changes.items():
            action, _, rule = entry.partition(" ")
            sums = self.rules.setdefault(rule, RuleCount())
            name = {"drop": "dropped", "repair": "repaired", "lift": "lifted", "page": "pages"}[action]
            setattr(sums, name, getattr(sums, name) + count)

    def _add_kinds(self, stats: Stats, pages: int) -> None:
        """Count `pages` by type, host and quality; of shards that an older version cleaned, type and quality are not known."""
        self.types += stats.types
        for host, count in stats.hosts.items():
            self._count_host(None if host == UNKNOWN_HOST else host, count)
        for number, name in enumerate(_LOSSES[1:]):
            self.qualities[number] += stats.qualities[name]
        self.unknown_quality += max(pages - stats.qualities.total(), 0)

    def _count_host(self, host: str | None, count: int) -> None:
        if host and (host in self.hosts or len(self.hosts) < _HOSTS):
            self.hosts[host] += count

    def consider(self, stored: Stored, audit: Audit) -> None:
        """Remember a page while it is among the most telling, and what its rules say of themselves."""
        self._considered += 1
        for finding in audit.page.findings:
            sums = self.rules.get(finding.rule)
            if sums and (
                not sums.about or len(finding.reason) < len(sums.about)
            ):  # the shortest tells what the rule is, without one line's company
                sums.about = finding.reason
        if self.wanted:
            entry = (rank_of(audit.page, audit.loss or 0.0, self._considered), stored)
            (heapq.heappush if len(self._told) < self.wanted else heapq.heappushpop)(self._told, entry)

    def telling(self) -> list[Stored]:
        """The pages to show: flagged ones first, then those without an article, then by how unsure they are and by the number of changes."""
        return [path for _, path in sorted(self._told, reverse=True)]

    def total(self, action: str) -> int:
        """What all rules together `dropped`, `repaired` or `lifted`."""
        return sum(getattr(count, action) for count in self.rules.values())

    def by_lines(self) -> list[tuple[str, RuleCount]]:
        """The rules, those that drop most lines first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].dropped, -item[1].lifted - item[1].repaired, item[0]))

    def _count_loss(self, loss: float | None) -> None:
        if loss is None:
            self.unknown_loss += 1
        else:
            self.losses[0 if loss == 0 else min(int(loss * STEPS), STEPS - 1) + 1] += 1

    def _count_quality(self, quality: float | None) -> None:
        if quality is None:
            self.unknown_quality += 1
        else:
            self.qualities[min(int(quality * STEPS), STEPS - 1)] += 1

    def _count_rules(self, audit: Audit) -> None:
        lines: dict[str, set[int]] = {}
        seen: set[str] = set()
        for finding in audit.page.findings:
            count = self.rules.setdefault(finding.rule, RuleCount())
            count.pages += finding.rule not in seen
            seen.add(finding.rule)
            count.repaired += finding.action == "repair"
            count.lifted += finding.action == "lift"
            if finding.action == "drop":
                lines.setdefault(finding.rule, set()).add(finding.line)
        for rule, numbers in lines.items():
            self.rules[rule].dropped += len(numbers)

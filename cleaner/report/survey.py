"""Totals over all pages, counted one by one, and the pages that most need a look.

Only counts and ranks of pages are kept, so that a hundred thousand of them fit into memory.
"""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import dataclass, field

from ..audits import Stored
from ..corpus.audits import Rank, rank_of
from ..corpus.counts import STEPS as _LOSSES
from ..corpus.counts import UNKNOWN_HOST, share_of, step, type_of
from ..corpus.shards import Stats
from ..field_checks import host_of
from .audits import Audit

STEPS = 10  # bars of a chart
_HOSTS = 100_000  # hosts that are counted


@dataclass(slots=True)
class RuleCount:
    """The changes by one rule: numbers of lines dropped, pieces repaired and lifted, and pages changed."""

    about: str = ""
    dropped: int = 0
    repaired: int = 0
    lifted: int = 0
    pages: int = 0


@dataclass
class Survey:
    """The counts so far. `wanted` is the number of pages to show; `_chosen` is a heap of the pages of highest rank so far."""

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
    qualities: list[int] = field(default_factory=lambda: [0] * STEPS)  # numbers of pages by expected F1, from low to high
    unknown_quality: int = 0
    losses: list[int] = field(default_factory=lambda: [0] * (STEPS + 1))  # numbers of pages without loss, then by steps of loss
    unknown_loss: int = 0
    _considered: int = 0
    _chosen: list[tuple[Rank, Stored]] = field(default_factory=list)

    def add(self, stored: Stored, audit: Audit) -> None:
        """Count one page, and keep it if it is among those to show."""
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
        """Add the sums of a run over records."""
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
        """Count `pages` by type, host and quality. For shards that an older version cleaned, type and quality are unknown."""
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
        """Keep a page if it is among those to show, and the descriptions of its rules."""
        self._considered += 1
        for finding in audit.page.findings:
            sums = self.rules.get(finding.rule)
            # the shortest reason describes the rule, without the context of one line
            if sums and (not sums.about or len(finding.reason) < len(sums.about)):
                sums.about = finding.reason
        if self.wanted:
            entry = (rank_of(audit.page, audit.loss or 0.0, self._considered), stored)
            (heapq.heappush if len(self._chosen) < self.wanted else heapq.heappushpop)(self._chosen, entry)

    def chosen(self) -> list[Stored]:
        """The pages to show: flagged ones first, then those without an article, then by uncertainty and number of changes."""
        return [path for _, path in sorted(self._chosen, reverse=True)]

    def total(self, action: str) -> int:
        """The total of one count of the rules: `dropped`, `repaired` or `lifted`."""
        return sum(getattr(count, action) for count in self.rules.values())

    def by_lines(self) -> list[tuple[str, RuleCount]]:
        """(rule, count), ordered by the number of dropped lines."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].dropped, -item[1].lifted - item[1].repaired, item[0]))

    def _count_loss(self, loss: float | None) -> None:
        if loss is None:
            self.unknown_loss += 1
        else:
            self.losses[_LOSSES.index(step(loss))] += 1

    def _count_quality(self, quality: float | None) -> None:
        if quality is None:
            self.unknown_quality += 1
        else:
            self.qualities[share_of(quality)] += 1

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

"""Compare what each rule and model removed with gold: how much of it is article text that the result now lacks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ..data import Article, Page
from ..measure import covered, shingles
from .gold import GoldRow

_MISSING = 0.5  # share of missing gold words in a finding from which on the finding counts as wrong
_REMOVING = ("drop", "lift")


@dataclass(slots=True)
class Rule:
    """The counts of one rule or model.

    findings: spans it removed. wrong: findings whose words are in gold but not in the result. words: the number of such words.
    sites: hosts with findings; a row without an address counts as a host of its own.
    """

    findings: int = 0
    wrong: int = 0
    words: int = 0
    sites: set[str] = field(default_factory=set)

    @property
    def precision(self) -> float:
        """The share of correct findings; 1 without findings."""
        return 1 - self.wrong / self.findings if self.findings else 1.0

    def record(self) -> dict[str, Any]:
        """The counts as a JSON object."""
        figures = {"findings": self.findings, "wrong": self.wrong, "precision": round(self.precision, 4), "words_lost": self.words}
        return figures | {"sites": len(self.sites)}


class ByRule:
    """The findings of many rows by rule id. Removed text is missing where a shingle of it occurs more often in gold than in the result."""

    def __init__(self) -> None:
        self.rules: defaultdict[str, Rule] = defaultdict(Rule)

    def add(self, row: GoldRow, page: Page | None) -> None:
        """Count a row's findings. A row that could not be cleaned has none."""
        removing = [finding for finding in page.findings if finding.action in _REMOVING] if page else []
        if page is None or not removing:
            return
        gold = shingles("\n".join(article.text for article in row.articles))
        tokens = covered(page.text, gold - shingles("\n".join(map(_whole, page.articles))))
        site = urlsplit(row.url).hostname if row.url else None
        at = 0
        for finding in removing:
            while at < len(tokens) and tokens[at][0] < finding.start:
                at += 1
            end = at
            while end < len(tokens) and tokens[end][0] < finding.end:
                end += 1
            missing = sum(is_missing for _, is_missing in tokens[at:end])
            rule = self.rules[finding.rule]
            rule.findings += 1
            rule.sites.add(site or row.id)
            if missing and missing >= _MISSING * (end - at):
                rule.wrong += 1
                rule.words += missing
            at = end

    def ordered(self) -> list[tuple[str, Rule]]:
        """The rules sorted by words lost, then by findings, highest first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].words, -item[1].findings, item[0]))

    def record(self) -> dict[str, Any]:
        """The counts by rule id, for JSON, in the order of `ordered`."""
        return {name: rule.record() for name, rule in self.ordered()}


def _whole(article: Article) -> str:
    return "\n".join([article.title or "", *article.summary, article.text])

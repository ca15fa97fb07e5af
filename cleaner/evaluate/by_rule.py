"""What each rule and model removed, held against gold: how much of it was text that is missing now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ..data import Article, Page
from ..measure import covered, shingles
from .gold import Row

_MISSING = 0.5  # share of a finding's words from which on it was wrong to remove them
_REMOVING = ("drop", "lift")


@dataclass(slots=True)
class Rule:
    """findings: spans that the rule or model removed. wrong: those whose words gold holds and the result does not. words: how many
    such words there are. sites: the hosts, or rows without an address, on which it found anything."""

    findings: int = 0
    wrong: int = 0
    words: int = 0
    sites: set[str] = field(default_factory=set)

    @property
    def precision(self) -> float:
        """The share of findings that were right."""
        return 1 - self.wrong / self.findings if self.findings else 1.0

    def record(self) -> dict[str, Any]:
        figures = {"findings": self.findings, "wrong": self.wrong, "precision": round(self.precision, 4), "words_lost": self.words}
        return figures | {"sites": len(self.sites)}


class ByRule:
    """The findings of many rows, by the id of their rule. Text is gold's where a shingle of it is in gold more often than in the result."""

    def __init__(self) -> None:
        self.rules: defaultdict[str, Rule] = defaultdict(Rule)

    def add(self, row: Row, page: Page | None) -> None:
        """Count a row's findings. One that could not be cleaned has none."""
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
            missing = sum(known for _, known in tokens[at:end])
            rule = self.rules[finding.rule]
            rule.findings += 1
            rule.sites.add(site or row.id)
            if missing and missing >= _MISSING * (end - at):
                rule.wrong += 1
                rule.words += missing
            at = end

    def ordered(self) -> list[tuple[str, Rule]]:
        """Rules by the words that they lost, then by their findings, the most first."""
        return sorted(self.rules.items(), key=lambda item: (-item[1].words, -item[1].findings, item[0]))

    def record(self) -> dict[str, Any]:
        return {name: rule.record() for name, rule in self.ordered()}


def _whole(article: Article) -> str:
    return "\n".join([article.title or "", *article.summary, article.text])

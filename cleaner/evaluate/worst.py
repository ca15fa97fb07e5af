"""Collect the rows with the worst scores, each with the debris that was kept and the text that was lost."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..data import Page
from ..measure import coverage
from .gold import GoldRow
from .scoring import Score

_COVERED = 0.5  # share of a line's tokens from which on the line counts as found
_LINES = 4  # lines per excerpt
_CHARS = 120  # characters per line


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few shortened lines, and the total number of lines."""

    lines: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Bad:
    """A row with a low score. debris: lines that were kept but are not in gold. lost: gold lines that were not kept."""

    line: int
    id: str
    style: str
    f1: float
    documents: int
    wanted: int
    debris: Excerpt
    lost: Excerpt
    error: str

    def record(self) -> dict[str, Any]:
        return asdict(self)


class Worst:
    """Keeps the `limit` rows with the lowest F1, never perfect ones. Excerpts are made only for rows that are kept."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._heap: list[tuple[float, int, Bad]] = []  # the highest F1 of them first

    def add(self, row: GoldRow, score: Score, page: Page | None) -> None:
        """Keep a row if its F1 is among the lowest so far."""
        if score.f1 >= 1 or not self.limit or (len(self._heap) == self.limit and (-score.f1, -score.line) <= self._heap[0][:2]):
            return
        entry = (-score.f1, -score.line, _bad(row, score, page))
        if len(self._heap) < self.limit:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heapreplace(self._heap, entry)

    def found(self) -> list[Bad]:
        """The rows, worst first."""
        return [bad for *_, bad in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]


def _bad(row: GoldRow, score: Score, page: Page | None) -> Bad:
    kept = [line for article in (page.articles if page else []) for line in article.text.split("\n")]
    gold = [line for article in row.articles for line in article.text.split("\n")]
    return Bad(
        line=score.line,
        id=score.id,
        style=score.style,
        f1=score.f1,
        documents=len(page.articles) if page else 0,
        wanted=len(row.articles) if row.stream else int(any(gold)),
        debris=_uncovered(kept, gold),
        lost=_uncovered(gold, kept),
        error=score.error,
    )


def _uncovered(lines: Sequence[str], by: Sequence[str]) -> Excerpt:
    """The lines whose tokens are mostly not in the text of `by`, in order."""
    found = [line for line, share in zip(lines, coverage(lines, "\n".join(by)), strict=True) if 0 <= share < _COVERED]
    return Excerpt(tuple(_shortened(line) for line in found[:_LINES]), len(found))


def _shortened(line: str) -> str:
    return line if len(line) <= _CHARS else f"{line[:_CHARS].rstrip()} …"

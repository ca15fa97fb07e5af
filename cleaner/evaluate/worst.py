"""The rows that came out worst, each with the debris that was left and the text that was lost."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..data import Page
from ..measure import coverage
from .gold import Row
from .scoring import Score

_COVERED = 0.5  # of a line's tokens: from here on it counts as found
_LINES = 4  # kept of each kind
_CHARS = 120  # kept of each line


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A few lines, each cut to a length that can be looked at, and how many there are in all."""

    lines: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Bad:
    """One row that came out badly. debris: lines that were kept and are not gold. lost: lines of gold that were not kept."""

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
    """The `limit` rows of lowest F1 among those that were added; a perfect row is never one. Only they are looked into."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._heap: list[tuple[float, int, Bad]] = []  # the best of the worst on top

    def add(self, row: Row, score: Score, page: Page | None) -> None:
        if score.f1 >= 1 or not self.limit or (len(self._heap) == self.limit and (-score.f1, -score.line) <= self._heap[0][:2]):
            return
        entry = (-score.f1, -score.line, _bad(row, score, page))
        if len(self._heap) < self.limit:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heapreplace(self._heap, entry)

    def found(self) -> list[Bad]:
        """Worst first."""
        return [bad for *_, bad in sorted(self._heap, key=lambda entry: entry[:2], reverse=True)]


def _bad(row: Row, score: Score, page: Page | None) -> Bad:
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
    """The lines, in order, that stand for the most part not in the text of `by`."""
    found = [line for line, share in zip(lines, coverage(lines, "\n".join(by)), strict=True) if 0 <= share < _COVERED]
    return Excerpt(tuple(_cut(line) for line in found[:_LINES]), len(found))


def _cut(line: str) -> str:
    return line if len(line) <= _CHARS else f"{line[:_CHARS].rstrip()} …"

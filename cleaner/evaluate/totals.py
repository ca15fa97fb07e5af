"""Mean figures over many rows: over all rows, by style and by language. Rows are added one by one; only sums are kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from .scoring import Score

_SHOWN = 20  # failures that are kept for the report


class Group:
    """The sums over a group of rows."""

    def __init__(self) -> None:
        self.rows = 0
        self._sums: defaultdict[str, float] = defaultdict(float)
        self._counts: Counter[str] = Counter()  # rows with each figure, and numbers of boundaries

    def add(self, score: Score) -> None:
        """Add the score of one row."""
        self.rows += 1
        for name, value in score.figures.items():
            self._sums[name] += value
            self._counts[name] += 1
        if score.split:
            self._counts.update(hits=score.split.hits, drawn=score.split.drawn, wanted=score.split.wanted, files=1)

    def count(self, name: str) -> int:
        """The number of rows that have the figure `name`."""
        return self._counts[name]

    def figures(self) -> dict[str, float]:
        """The mean of each figure over the rows that have it; boundary precision and recall are computed over all files together."""
        found = {name: value / self._counts[name] for name, value in self._sums.items()}
        if self._counts["files"]:
            hits, drawn, wanted = (self._counts[name] for name in ("hits", "drawn", "wanted"))
            found["boundary_precision"] = hits / drawn if drawn else 1.0
            found["boundary_recall"] = hits / wanted if wanted else 1.0
        return found


class Totals:
    """The figures of a run. The keys of `pages` and `streams` are ("all", ""), ("style", name) and ("language", code)."""

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Group] = {}
        self.streams: dict[tuple[str, str], Group] = {}
        self.rows = 0
        self.failed = 0
        self.failures: list[Score] = []  # the first _SHOWN
        self._f1 = 0.0

    @property
    def f1(self) -> float:
        """The mean F1 of all rows; 0 if there are none."""
        return self._f1 / self.rows if self.rows else 0.0

    def add(self, score: Score) -> None:
        """Add the score of one row to the totals and to its groups."""
        self.rows += 1
        self._f1 += score.f1
        if score.error:
            self.failed += 1
            self.failures += [score] if self.failed <= _SHOWN else []
        groups = self.streams if score.stream else self.pages
        for key in (("all", ""), ("style", score.style), ("language", score.language)):
            if key == ("all", "") or key[1]:
                groups.setdefault(key, Group()).add(score)

    def record(self) -> dict[str, Any]:
        """All figures, for JSON."""
        out: dict[str, Any] = {"rows": self.rows, "failed": self.failed, "f1": self.f1}
        return out | {name: _nested(groups) for name, groups in (("pages", self.pages), ("streams", self.streams)) if groups}


def ordered(groups: dict[tuple[str, str], Group]) -> list[tuple[str, str, Group]]:
    """The groups as (by, name, group): first all rows, then styles, then languages, each largest first."""
    order = ("all", "style", "language")
    return sorted(((by, name, group) for (by, name), group in groups.items()), key=lambda item: (order.index(item[0]), -item[2].rows))


def _nested(groups: dict[tuple[str, str], Group]) -> dict[str, Any]:
    out: dict[str, Any] = {"all": {}, "style": {}, "language": {}}
    for by, name, group in ordered(groups):
        figures = {"rows": group.rows, **group.figures()}
        if by == "all":
            out[by] = figures
        else:
            out[by][name] = figures
    return out

"""Compare two runs over the same gold row by row: the scores of one are saved as JSON lines, the other is compared with them."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from .. import __version__
from ..config import Settings
from ..errors import InputError
from ..write.jsonl import dumps
from .gold import records
from .scoring import Score

_DIGITS = 6  # decimals of a saved figure; smaller differences are ignored
_SHOWN = 5  # gains, and as many losses
_REMEDY = "Create one with `cleaner eval GOLD --save FILE`."

_Key = tuple[str, str]


def saved_run(gold: Path, settings: Settings) -> str:
    """The first line of a saved run: the gold file, the release and the settings."""
    return dumps({"run": {"gold": str(gold), "cleaner": __version__, "settings": asdict(settings)}}) + "\n"


def saved_line(score: Score) -> str:
    """One row of a saved run."""
    record: dict[str, Any] = {"id": score.id, "line": score.line, "style": score.style, "language": score.language}
    record["scores"] = _rounded(score)
    return dumps(record | ({"error": score.error} if score.error else {})) + "\n"


def _rounded(score: Score) -> dict[str, float]:
    return {name: round(value, _DIGITS) for name, value in score.figures.items()}


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved run. Rows are matched by id and style; rows with the same id and style are matched in order."""

    gold: str
    release: str
    settings: Mapping[str, Any]
    scores: dict[_Key, deque[Mapping[str, float]]]


def load(path: Path) -> Saved:
    """Load a saved run. Raises InputError if the file is not one."""
    lines = records(path)
    _, head = next(lines, (0, {}))
    run = head.get("run")
    if not (isinstance(run, dict) and isinstance(run.get("settings"), dict)):
        raise InputError("this is not a saved evaluation", place=str(path), remedy=_REMEDY)
    scores: dict[_Key, deque[Mapping[str, float]]] = defaultdict(deque)
    for number, record in lines:
        figures = record.get("scores")
        if not isinstance(figures, dict) or not all(isinstance(value, (int, float)) for value in figures.values()) or "f1" not in figures:
            raise InputError("the row has no scores", place=f"{path}:{number}", remedy=_REMEDY)
        scores[str(record.get("id")), str(record.get("style"))].append(figures)
    return Saved(str(run.get("gold")), str(run.get("cleaner")), run["settings"], scores)


class RowChange(NamedTuple):
    """A row whose F1 changed; `line` is its line in the gold file."""

    by: float
    line: int
    id: str
    style: str
    before: float
    after: float


class Comparison:
    """The comparison of a run with a saved one, updated with each score. Each saved row is matched once."""

    def __init__(self, saved: Saved) -> None:
        self.saved = saved
        self.better = self.worse = self.same = self.new = 0
        self._sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._counts: Counter[str] = Counter()
        self._gains: list[RowChange] = []
        self._losses: list[RowChange] = []

    def add(self, score: Score) -> None:
        """Compare one score with its saved row; without one it counts as new."""
        unmatched = self.saved.scores.get((score.id, score.style))
        if not unmatched:
            self.new += 1
            return
        before, after = unmatched.popleft(), _rounded(score)
        for name in (name for name in after if name in before):
            self._counts[name] += 1
            for i, figures in enumerate((before, after)):
                self._sums[name][i] += figures[name]
        self._count(RowChange(after["f1"] - before["f1"], score.line, score.id, score.style, before["f1"], after["f1"]))

    def _count(self, change: RowChange) -> None:
        if not change.by:
            self.same += 1
        elif change.by > 0:
            self.better += 1
            self._gains = heapq.nlargest(_SHOWN, [*self._gains, change])
        else:
            self.worse += 1
            self._losses = heapq.nsmallest(_SHOWN, [*self._losses, change])

    @property
    def missing(self) -> int:
        """The number of saved rows that this run did not have."""
        return sum(map(len, self.saved.scores.values()))

    @property
    def changes(self) -> list[RowChange]:
        """The largest gains, then the largest losses, each largest first."""
        return [*self._gains, *self._losses]

    def means(self) -> dict[str, tuple[float, float]]:
        """The mean of each figure before and after, over the rows for which both runs have it."""
        return {name: (before / self._counts[name], after / self._counts[name]) for name, (before, after) in self._sums.items()}

    def record(self) -> dict[str, Any]:
        """The whole comparison, for JSON."""
        counts = {name: getattr(self, name) for name in ("better", "worse", "same", "new", "missing")}
        run = {"gold": self.saved.gold, "cleaner": self.saved.release, "settings": dict(self.saved.settings)}
        means = {name: {"before": before, "after": after} for name, (before, after) in self.means().items()}
        return {"run": run, **counts, "means": means, "changes": [change._asdict() for change in self.changes]}

"""How well pages come out, and how far the confidence of a boundary is to be trusted.

python benchmarks/quality.py               # on the project's own fixtures
python benchmarks/quality.py DATA_FOLDER   # on each .jsonl and .jsonl.gz file of gold in a folder, by the rows that `cleaner eval` reads
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import fixture_gold

from cleaner import evaluate
from cleaner.config import Settings
from cleaner.console.errors import report
from cleaner.console.evaluation import show_totals
from cleaner.console.safe import visible
from cleaner.console.screen import console
from cleaner.errors import CleanerError

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)  # where bins of confidence begin; the last holds 1 alone


class Reliability:
    """Boundaries by the confidence with which they were drawn: a share of right ones below the mean confidence is boasting."""

    def __init__(self) -> None:
        self.bins: list[list[tuple[float, bool]]] = [[] for _ in BINS]

    def add(self, confidences: Iterable[tuple[float, bool]]) -> None:
        for confidence, right in confidences:
            self.bins[max(i for i, begin in enumerate(BINS) if confidence >= begin)].append((confidence, right))

    def show(self) -> None:
        if not any(self.bins):
            return
        print("confidence   boundaries   mean confidence   right")
        for begin, end, found in zip(BINS, (*BINS[1:], None), self.bins, strict=True):
            if found:
                name = f"{begin:.2f}-{end:.2f}" if end else f"{begin:.2f}"
                mean, right = (sum(pair[i] for pair in found) / len(found) for i in (0, 1))
                print(f"{name:<10}   {len(found):10}   {mean:15.3f}   {right:5.3f}")


def measure(name: str, rows: Iterable[evaluate.GoldRow], reliability: Reliability) -> None:
    """Clean and measure all rows, and print their figures."""
    totals = evaluate.Totals()
    for _, score, _ in evaluate.score_all(rows, Settings()):
        totals.add(score)
        reliability.add(score.confidences)
    print(f"{visible(name)}: {totals.rows} rows, mean F1 {totals.f1:.3f}")
    show_totals(totals, console())


def main() -> int:
    """Measure what is named; 2 when it cannot be read."""
    reliability = Reliability()
    try:
        if len(sys.argv) < 2:
            measure("fixtures", fixture_gold.rows(), reliability)
        else:
            folder = Path(sys.argv[1])
            files = sorted(path for path in folder.glob("*.jsonl*") if path.name.endswith((".jsonl", ".jsonl.gz")))
            if not files:
                raise CleanerError("there is no .jsonl or .jsonl.gz file", place=str(folder), remedy="Give a folder of gold.")
            for path in files:
                measure(path.name, evaluate.rows(path), reliability)
    except CleanerError as error:
        report(error)
        return 2
    reliability.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())

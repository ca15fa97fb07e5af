"""Fourth stage: scanned lines in, the spans of the articles out, each boundary with its evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..data import Boundary
from ..scan import Scan
from .evidence import EVIDENCE, THRESHOLD, Candidate, candidates

__all__ = ["Span", "segment"]

_STEEPNESS = 1.2  # of the logistic curve that turns a weight above the threshold into a confidence


@dataclass(frozen=True, slots=True)
class Span:
    """Lines first to last (indexes into scan.lines, inclusive) of one article, and the boundary it starts with."""

    first: int
    last: int
    boundary: Boundary | None = None


def segment(scan: Scan) -> list[Span]:
    """The articles of a file; together they cover all its lines. An empty list when there is no line."""
    if not scan.lines:
        return []
    starts: list[tuple[int, Boundary]] = []
    previous = 0
    for candidate in candidates(scan):
        weight, reasons = _weigh(candidate)
        if weight >= THRESHOLD and candidate.prose_since(previous):
            line = scan.lines[candidate.start].block.line
            starts.append((candidate.start, Boundary(line, _confidence(weight), reasons)))
            previous = candidate.start
    firsts = [0] + [start for start, _ in starts]
    lasts = [start - 1 for start, _ in starts] + [len(scan.lines) - 1]
    boundaries: list[Boundary | None] = [None, *(boundary for _, boundary in starts)]
    return [Span(*span) for span in zip(firsts, lasts, boundaries, strict=True)]


def _weigh(candidate: Candidate) -> tuple[float, tuple[str, ...]]:
    found = [(weight, reason) for weight, reason in (evidence(candidate) for evidence in EVIDENCE) if weight]
    return sum(weight for weight, _ in found), tuple(reason for weight, reason in sorted(found, reverse=True) if weight > 0)


def _confidence(weight: float) -> float:
    return round(1 / (1 + math.exp(-_STEEPNESS * (weight - THRESHOLD + 1))), 3)

"""Fourth stage: scanned lines in, the spans of the articles out, each boundary with its evidence."""

from __future__ import annotations

import math

from ..data import Boundary
from ..line import Line, Span
from .evidence import EVIDENCE, THRESHOLD, Candidate, candidates
from .title import find_title, plain

__all__ = ["segment"]

_STEEPNESS = 1.2  # of the logistic curve that turns a weight above the threshold into a confidence


def segment(lines: list[Line], url: str | None = None) -> list[Span]:
    """The articles of a file, each with its headline; together they cover all lines. An empty list when there is no line."""
    if not lines:
        return []
    starts: list[tuple[int, Boundary]] = []
    previous = 0
    for candidate in candidates(lines):
        weight, reasons = _weigh(candidate)
        if weight >= THRESHOLD and candidate.prose_since(previous):
            starts.append((candidate.start, Boundary(lines[candidate.start].block.line, _confidence(weight), reasons)))
            previous = candidate.start
    firsts = [0] + [start for start, _ in starts]
    ends = [start for start, _ in starts] + [len(lines)]
    boundaries: list[Boundary | None] = [None, *(boundary for _, boundary in starts)]
    spans = []
    for first, end, boundary in zip(firsts, ends, boundaries, strict=True):
        own = lines[first:end]
        title = find_title(own, url if first == 0 else None)
        spans.append(Span(first, end - 1, boundary, title, plain(title, own) if title else None))
    return spans


def _weigh(candidate: Candidate) -> tuple[float, tuple[str, ...]]:
    found = [(weight, reason) for weight, reason in (evidence(candidate) for evidence in EVIDENCE) if weight]
    return sum(weight for weight, _ in found), tuple(reason for weight, reason in sorted(found, reverse=True) if weight > 0)


def _confidence(weight: float) -> float:
    return round(1 / (1 + math.exp(-_STEEPNESS * (weight - THRESHOLD + 1))), 3)

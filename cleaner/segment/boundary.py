"""Boundaries weighed: what each gap's evidence says, and the best split of the file over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import models
from ..data import Boundary
from ..line import Line
from ..models import Matrix, Steps, Trees, logistic
from ..models.features import strongest
from . import evidence, starts
from .best_split import best_split
from .facts import Facts
from .gaps import Gaps

NAME = "boundaries"
_REASONS = 5
_ALONE = 0.7  # of the odds
_TELLING = 0.1  # of the odds: what adds less is no reason


@dataclass(frozen=True, eq=False)
class Model:
    """The weights of lines that could open a story or head it, and of gaps."""

    opening: Steps
    heading: Steps
    boundary: Trees


def load() -> Model:
    """The model in use."""
    model = models.load(NAME)
    return Model(
        model.part("opening", Steps, starts.FEATURES),
        model.part("heading", Steps, starts.FEATURES),
        model.part("boundary", Trees, evidence.FEATURES),
    )


@dataclass(frozen=True, eq=False)
class Weighed:
    """The gaps of a file, a row of features each, and their odds to part two stories."""

    gaps: Gaps
    matrix: Matrix
    odds: Matrix


def boundaries(lines: list[Line]) -> list[tuple[int, Boundary]]:
    """(index of the line an article starts with, its boundary), in file order."""
    weighed = weigh(lines)
    if weighed is None:
        return []
    gaps = weighed.gaps
    out = []
    for gap in chosen(gaps, weighed.odds):
        start = int(gaps.start[gap])
        reasons = [words for words, weight in _reasons(weighed, gap) if weight > 0]
        out.append((start, Boundary(lines[start].block.line, _confidence(float(weighed.odds[gap])), tuple(reasons))))
    return out


def chosen(gaps: Gaps, odds: Matrix) -> list[int]:
    """The gaps at which the file is best split. A change of words alone, without a line or a wider space, must be surer."""
    alone = (gaps.lower - gaps.upper == 1) & (gaps.blank <= gaps.facts.usual_blank)
    odds = odds - alone * np.float32(_ALONE)
    if odds.max() < 0:  # most files: nothing is won by parting them
        return []
    return best_split(odds, gaps.facts.words[gaps.facts.paragraphs])


def weigh(lines: list[Line]) -> Weighed | None:
    """Every gap of a file weighed; None where there are no two paragraphs."""
    facts = Facts(lines)
    if not len(facts.upper):
        return None
    model = load()
    able = starts.Starts(facts)
    rows = starts.FEATURES.matrix(able)
    gaps = Gaps(facts, able, model.opening.scores(rows), model.heading.scores(rows))
    matrix = evidence.FEATURES.matrix(gaps)
    return Weighed(gaps, matrix, model.boundary.scores(matrix))


def explain(lines: list[Line], index: int) -> tuple[float, list[tuple[str, float]]] | None:
    """(confidence, [(plain words, weight)...]) of a boundary before line `index`; None where no gap would begin there."""
    weighed = weigh(lines)
    gap = next(iter(np.flatnonzero(weighed.gaps.start == index)), None) if weighed else None
    if weighed is None or gap is None:
        return None
    return _confidence(float(weighed.odds[gap])), _reasons(weighed, int(gap))


def _confidence(odds: float) -> float:
    return round(float(logistic(np.array([odds], np.float32))[0]), 3)


def _reasons(weighed: Weighed, gap: int) -> list[tuple[str, float]]:
    """What tips a gap against the usual one, strongest first: above zero for a boundary."""
    tipped = load().boundary.contributions(weighed.matrix[gap])
    return strongest(tipped, evidence.FEATURES.descriptions, _REASONS, _TELLING)

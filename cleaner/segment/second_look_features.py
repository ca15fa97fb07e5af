"""Features of the second look: the first look's scores over the whole file, and how similar its likely boundaries are to one another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..models import FeatureGroup, FeatureSet, Matrix, logistic, side_by_side
from .boundary_features import FIRST, Candidates
from .line_arrays import CLASSES, Ints
from .peaks import median
from .stretches import Stretches

_NONE = -12.0  # the score of a stretch in which no line passes the gate
_LIKELY, _POSSIBLE = 0.5, 0.1  # probabilities
_FAR = 2_000  # words
_ROWS = 4_096  # stretches per batch
_COMPARED = 400  # most probable stretches, which every stretch is compared with; bounds the memory for huge files

# the columns in which the heads of two stories are compared
_ALIKE = (
    "blank@0", "blank@1", "from-text", "to-text", "between", "headlines-below", "words@0", "words@1", "upper@0", "headline@0", "headline@1", "dated@0", "dated@1",
    "digits@0", "capitals@0", "letters@0", "letters@-1", "words@-1", "colon-inside@0", "alike", "at-top", "times", "prose@1", "bullet@0", "dateline@0",
    "label-mark@0", "bars@0", "lower-words",
)  # fmt: skip
_ALIKE_COLUMNS = np.array([FIRST.names.index(name) for name in _ALIKE])
_CLASS_COLUMNS = np.array([FIRST.names.index(name) for c in CLASSES for name in (f"is-{c}", f"{c}-above", f"{c}-below")])
_FORM_WEIGHT, _CLASS_WEIGHT = 0.7, 0.6
_AGAIN_AT = frozenset({"words@0", "upper@0", "headline@0", "opening@0", "dated@0", "prose@0", "letters@0", "last-mark@0", "blank@0", "blank@1", "dateline@0", "looks-back@0", "stop@0"})  # fmt: skip
_AGAIN = [
    (column, name, text)
    for column, (name, text) in enumerate(zip(FIRST.names, FIRST.descriptions, strict=True))
    if "@" not in name or name in _AGAIN_AT
]
_AGAIN_COLUMNS = np.array([column for column, _, _ in _AGAIN])


@dataclass(frozen=True, eq=False)
class FirstLook:
    """The most probable line of each stretch that has a candidate, one row per stretch.

    The line's index, its row of FIRST, its score in log odds, and `pooled`: the scores of all candidates in the stretch as one.
    """

    stretches: Stretches
    of: Ints  # the stretch
    line: Ints
    rows: Matrix
    score: Matrix
    pooled: Matrix

    @classmethod
    def pool(cls, candidates: Candidates, scores: Matrix, matrix: Matrix | None = None) -> FirstLook:
        """Pool the candidates' scores by stretch. There must be a candidate. `matrix` are their rows of FIRST, if already computed."""
        of, begin = np.unique(candidates.of, return_index=True)
        best = np.maximum.reduceat(scores, begin)
        likeliest = np.flatnonzero(scores == np.repeat(best, np.diff([*begin, len(scores)])))
        chosen = likeliest[np.searchsorted(likeliest, begin)]
        pooled = np.log(np.add.reduceat(np.exp(np.minimum(scores, 20)), begin) + 1e-9).astype(np.float32)
        lines = candidates.lines[chosen]
        rows = FIRST.matrix(Candidates(candidates.stretches, lines)) if matrix is None else matrix[chosen]
        return cls(candidates.stretches, of, lines, rows, best, pooled)

    @cached_property
    def probability(self) -> Matrix:
        return logistic(self.score)

    def constant(self, value: float) -> Matrix:
        return np.full(len(self.line), value, np.float32)


def _scores(look: FirstLook) -> Matrix:
    score, p = look.score, look.probability
    count = len(score)
    full = np.full(look.stretches.count + 7, _NONE, np.float32)
    full[look.of + 3] = score
    near = [full[look.of + 3 + offset] for offset in (-3, -2, -1, 1, 2, 3)]
    order = np.sort(score)[::-1]
    rank = np.searchsorted(-order, -score, side="left")
    others = np.where(rank == 0, order[1] if count > 1 else _NONE, order[0])
    middle = float(median(score))
    expected = float(p.sum())
    columns = [
        score, look.pooled, *near, np.minimum(rank, 30), look.constant(expected), look.constant(float((p > _LIKELY).sum())), look.constant(float((p > _POSSIBLE).sum())),
        look.constant(count), others, (expected - p) / max(count - 1, 1), look.constant(middle), score - middle,
    ]  # fmt: skip
    return side_by_side(columns)


def _habit(look: FirstLook) -> Matrix:
    """How many similar likely and unlikely stretches there are, and the distance of the nearest likely one."""
    others = np.sort(np.argsort(-look.probability, kind="stable")[:_COMPARED])
    sign = _sign(look.rows)
    parts = [_alike(sign, look.probability, others, slice(first, first + _ROWS)) for first in range(0, len(sign), _ROWS)]
    return np.concatenate(parts)


def _sign(rows: Matrix) -> Matrix:
    """The vectors by which heads are compared, scaled so that all measures have a similar range."""
    form = rows[:, _ALIKE_COLUMNS]
    return np.concatenate(
        [np.sign(form) * np.log1p(np.abs(form)) * _FORM_WEIGHT, np.minimum(rows[:, _CLASS_COLUMNS], 1) * _CLASS_WEIGHT], axis=1
    )


def _alike(sign: Matrix, probability: Matrix, others: Ints, rows: slice) -> Matrix:
    """The columns of `_habit` for some rows."""
    own, about, q = sign[rows], sign[others], probability[others]
    distance = np.maximum((own**2).sum(axis=1)[:, None] + (about**2).sum(axis=1)[None] - 2 * (own @ about.T), 0)
    weight = np.exp(-distance / 2)
    itself = np.arange(rows.start, rows.start + len(own))[:, None] == others[None]
    weight[itself] = 0
    likely, unlikely = weight @ q, weight @ (1 - q)
    nearest = np.where((q > _LIKELY)[None] & ~itself, distance, 99).min(axis=1)
    return side_by_side([likely, unlikely, likely / (likely + unlikely + 1e-3), np.minimum(nearest, 20)])


def _lengths(look: FirstLook) -> Matrix:
    """Words of running text up to the likely boundaries above and below."""
    words = look.stretches.words
    at = words[look.line]
    ends = np.concatenate([[0], at[look.probability > _LIKELY], words[-1:]])
    above, below = np.searchsorted(ends, at, side="left") - 1, np.searchsorted(ends, at, side="right")
    before, after = at - ends[np.maximum(above, 0)], ends[np.minimum(below, len(ends) - 1)] - at
    return side_by_side([np.minimum(before, _FAR), np.minimum(after, _FAR)])


def _again(look: FirstLook) -> Matrix:
    found: Matrix = look.rows[:, _AGAIN_COLUMNS]
    return found


SECOND: FeatureSet[FirstLook] = FeatureSet((
    FeatureGroup("first-look", 1, (
        ("score", "a line that opens a story"), ("pooled", "lines that open a story"),
        *((f"score{offset:+}", f"a line that opens a story, {abs(offset)} paragraph{'s' if abs(offset) > 1 else ''} {'above' if offset < 0 else 'below'}") for offset in (-3, -2, -1, 1, 2, 3)),
        ("score-rank", "more probable places in the file"), ("expected", "expected number of stories in the file"), ("likely", "likely places in the file"), ("possible", "possible places in the file"),
        ("considered", "candidate places in the file"), ("best-other", "score of the best other place in the file"), ("density", "mean probability of the file's other places"),
        ("score-usual", "median score of the file's places"), ("score-over", "score above the file's median"),
    ), _scores),
    FeatureGroup("habit", 1, (
        ("alike-likely", "likely places that look alike"), ("alike-unlikely", "unlikely places that look alike"), ("alike-share", "share of likely places among those that look alike"),
        ("alike-nearest", "difference to the most similar likely place"),
    ), _habit),
    FeatureGroup("lengths", 1, (("length-above", "words since the last likely place"), ("length-below", "words down to the next likely place")), _lengths),
    FeatureGroup("at-first-look", 1, tuple((f"its {name}", text) for _, name, text in _AGAIN), _again),
))  # fmt: skip

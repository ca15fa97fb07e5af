"""The boundary model: scores every line as the start of an article in two passes, and splits the whole file where the sum is best.

A cheap gate passes the few lines that could start an article at all; if it passes none, nothing more is computed. The first look scores
each line that passed; the scores are pooled over the stretch between two paragraphs, and assigned to its most probable line. The second
look also reads the first look's scores of the whole file. `best_split.py` then chooses the boundaries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..data import Boundary
from ..lines.line import Line
from ..models import HashedLinear, Matrix, Model, Trees, load, once
from ..models.features import strongest
from ..text.shape import with_numbers_marked
from .best_split import best_split
from .boundary_features import CHEAP, COSTLY, FIRST, Candidates
from .line_arrays import FileLines, Flags, Ints
from .second_look_features import SECOND, FirstLook
from .stretches import Stretches

NAME = "boundaries"
_REASONS = 5
_ALIKE = 6.0  # log odds added after the separator that most boundaries follow
_ABOVE = 2  # lines above a start that are searched for its separator
_BARE = 0.9  # with a higher share of paragraphs among the lines, the gate passes every line
_ROWS = 8_192  # lines per batch, to bound the memory for huge files
_NUMBERED = ("separator.numbered", "separator.numbered-east")
_NUMBER = re.compile(r"\d{1,4}")
_STORY = 100  # words of the shortest story that a number counts, or that a repeated separator parts
_NOT_IMPROBABLE = -1.5  # log odds that every start below a repeated separator must exceed
_LEAST = 0.1  # log odds; a smaller contribution is not reported as a reason


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The parts of the boundary model and its thresholds, all in log odds.

    `passes`: score of a line in the gate above which it gets a first look. `possible`: score of the best line in the first look below
    which the file gets no second one. `drawn`: score in the second look above which a boundary pays.
    """

    gate: Trees
    first: Trees
    second: Trees
    rarity: Matrix
    passes: float
    possible: float
    drawn: float

    @classmethod
    def of(cls, model: Model) -> Boundaries:
        """Read the parts of a model. Raises ModelError if one is missing or does not fit the features."""
        limits = model.thresholds
        return cls(
            model.part("gate", Trees, CHEAP), model.part("first", Trees, FIRST), model.part("second", Trees, SECOND),
            model.part("rarity", HashedLinear).weights, limits["passes"], limits["possible"], limits["drawn"],
        )  # fmt: skip


@once
def _parts(model: Model) -> Boundaries:
    return Boundaries.of(model)


def parts() -> Boundaries:
    """The parts of the loaded boundary model."""
    return _parts(load(NAME))


@dataclass(frozen=True, eq=False)
class Weighed:
    """The stretches of a file in which an article may begin, one row per stretch.

    `matrix` holds the rows of SECOND, `odds` the log odds of a boundary, and `first` the index of the first scanned line of each line
    of the file's arrays.
    """

    look: FirstLook
    matrix: Matrix
    odds: Matrix
    first: Ints

    @property
    def starts(self) -> Ints:
        """For each stretch the index of the scanned line with which an article would begin."""
        found: Ints = self.first[self.look.line]
        return found


def stretches_of(lines: Sequence[Line]) -> Stretches:
    """The stretches of a file's lines, as `boundaries` reads them."""
    return Stretches(FileLines.of(lines), parts().rarity)


def boundaries(lines: list[Line], stretches: Stretches | None = None) -> list[tuple[int, Boundary]]:
    """Detect the boundaries of a file. Returns (index of the article's first line, boundary) in file order.

    `stretches` are those of the lines, if they are known.
    """
    model = parts()
    weighed = weigh(stretches or stretches_of(lines), model)
    if weighed is None:
        return []
    starts = weighed.starts
    out = []
    odds = weighed.odds - np.float32(model.drawn)
    first = chosen(weighed.look, odds)
    alike = _separated_alike(lines, starts, odds, first)
    for k in chosen(weighed.look, odds + alike) if alike.any() else first:
        start = int(starts[k])
        reasons = tuple(text for text, weight in _reasons(weighed, k, model) if weight > 0)
        out.append((start, Boundary(lines[start].block.line, _confidence(float(weighed.odds[k]) - model.drawn), reasons)))
    return out


def _separated_alike(lines: list[Line], starts: Ints, odds: Matrix, drawn: list[int]) -> Matrix:
    """Log odds to add to each start that follows the file's usual separator, of most drawn boundaries, numbered or repeated; 0 for the others."""
    separators = [_separator(lines, start) for start in starts.tolist()]
    counted = _counts_stories(lines)
    used = [separators[k] for k in drawn if separators[k]]
    if not used and counted:
        used = [separator for separator in separators if separator.partition(" ")[0] in _NUMBERED]
    if not used:
        used = _repeated(lines, starts, odds, separators)
    usual = max(used, key=used.count, default="")
    most = usual and (2 * used.count(usual) >= separators.count(usual) or counted)
    return np.array([_ALIKE if most and separator == usual else 0.0 for separator in separators], np.float32)


def _repeated(lines: list[Line], starts: Ints, odds: Matrix, separators: list[str]) -> list[str]:
    """A separator that parts the whole file into texts as long as stories, each with a start that is not improbable; [] if there is none.

    No single boundary is probable enough then, but together they are. A mark between the sections of one story has no such starts.
    """
    for separator in sorted({name for name in separators if name}):
        own = [int(start) for start, name in zip(starts.tolist(), separators, strict=True) if name == separator]
        sure = [float(value) for value, name in zip(odds, separators, strict=True) if name == separator]
        printed = sum(_separator(lines, i) == separator for i, line in enumerate(lines) if line.begin is not None)
        parts = [*pairwise([0, *own, len(lines)])]
        if len(own) > 1 and len(own) >= printed and min(sure) > _NOT_IMPROBABLE and min(_words(lines[a:b]) for a, b in parts) >= _STORY:
            return [separator] * len(own)
    return []


def _words(lines: list[Line]) -> int:
    """The words of running text that rules do not remove."""
    return sum(line.shape.words for line in lines if line.shape.prose and not line.ruled_out)


def _counts_stories(lines: list[Line]) -> bool:
    """Whether numbered separators count up from 1, each above as much text as a story has; the articles of a statute are shorter."""
    numbers, words = [], []
    for line in lines:
        found = _NUMBER.search(line.text or line.block.text) if line.begin is not None and line.begin.rule.id in _NUMBERED else None
        if found:
            numbers.append(int(found[0]))
            words.append(0)
        elif words and line.shape.prose and not line.ruled_out:
            words[-1] += line.shape.words
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)) and min(words) >= _STORY


def _separator(lines: list[Line], start: int) -> str:
    """The separator directly above an article that begins on line `start`: its rule and text with the numbers masked; "" for none."""
    for line in lines[max(0, start - _ABOVE) : start + 1][::-1]:
        if line.begin is not None:
            return f"{line.begin.rule.id} {with_numbers_marked(line.shape.key or line.text) if line.begin.below else ''}"
    return ""


def chosen(look: FirstLook, odds: Matrix) -> list[int]:
    """The stretches in which to split the file; `odds` are log odds, above 0 where a boundary pays."""
    if odds.max(initial=-1) < 0:  # most files: no boundary pays
        return []
    words = look.stretches.words
    return best_split(odds, np.diff(words[[0, *look.line, -1]]))


def weigh(stretches: Stretches, model: Boundaries) -> Weighed | None:
    """Score the stretches of a file in both looks. None if no line passes the gate or the first look rates no line as possible."""
    if stretches.count < 2:
        return None
    passing, cheap = gated(stretches, model.gate, model.passes)
    if not len(passing):
        return None
    look = _first_look(Candidates(stretches, passing), cheap, model.first)
    if look.score.max() < model.possible:
        return None
    wide = SECOND.matrix(look)
    return Weighed(look, wide, model.second.scores(wide), stretches.file.first)


def gated(stretches: Stretches, gate: Trees, passes: float) -> tuple[Ints, Matrix | None]:
    """The lines between the first and the last paragraph that pass the gate, and their rows of CHEAP; None for a huge file's rows."""
    within = np.flatnonzero((stretches.of > 0) & (stretches.of < stretches.count))
    passing, cheap = [], None
    for first in range(0, len(within), _ROWS):
        part = within[first : first + _ROWS]
        matrix = CHEAP.matrix(Candidates(stretches, part))
        passes_gate = passing_of(stretches, gate.scores(matrix), passes)
        passing.append(part[passes_gate])
        cheap = matrix[passes_gate] if len(within) <= _ROWS else None
    return (np.concatenate(passing) if passing else within), cheap


def passing_of(stretches: Stretches, scores: Matrix, passes: float) -> Flags:
    """Which lines pass the gate by their scores. All do if nearly every line is a paragraph, because the gate does not read the words."""
    bare = stretches.count >= _BARE * len(stretches.file)
    found: Flags = (scores > passes) | bare
    return found


def _first_look(candidates: Candidates, cheap: Matrix | None, first: Trees) -> FirstLook:
    """Score the candidates and pool the scores by stretch. `cheap` are their rows of CHEAP, if already computed."""
    lines = candidates.lines
    if len(lines) <= _ROWS:
        matrix = FIRST.matrix(candidates) if cheap is None else np.concatenate([cheap, COSTLY.matrix(candidates)], axis=1)
        return FirstLook.pool(candidates, first.scores(matrix), matrix)
    parts = [Candidates(candidates.stretches, lines[at : at + _ROWS]) for at in range(0, len(lines), _ROWS)]
    return FirstLook.pool(candidates, np.concatenate([first.scores(FIRST.matrix(part)) for part in parts]))


def explain(lines: list[Line], index: int) -> tuple[float, list[tuple[str, float]]] | None:
    """The confidence of a boundary before line `index`, and its reasons as (description, log odds). None if it is not a candidate."""
    model = parts()
    weighed = weigh(stretches_of(lines), model)
    k = next(iter(np.flatnonzero(weighed.starts == index)), None) if weighed else None
    if weighed is None or k is None:
        return None
    return _confidence(float(weighed.odds[k]) - model.drawn), _reasons(weighed, int(k), model)


def possible(lines: list[Line], least: float) -> list[tuple[int, float]]:
    """The candidates with a confidence of at least `least`, drawn or not, as (index of the line, confidence), in file order."""
    model = parts()
    weighed = weigh(stretches_of(lines), model)
    if weighed is None:
        return []
    sure = [_confidence(float(odds) - model.drawn) for odds in weighed.odds]
    return [(int(start), confidence) for start, confidence in zip(weighed.starts, sure, strict=True) if confidence >= least]


def _confidence(odds: float) -> float:
    return round(float(1 / (1 + np.exp(-odds))), 3)


def _reasons(weighed: Weighed, k: int, model: Boundaries) -> list[tuple[str, float]]:
    """The features that contribute most to a stretch's odds, strongest first, as (description, log odds); above 0 for a boundary."""
    look = weighed.look
    early = model.first.contributions(look.rows[k])
    late = model.second.contributions(weighed.matrix[k])
    reasons = {text: float(value) for text, value in zip(FIRST.descriptions, early, strict=True) if value}
    for (name, text), value in zip([column for group in SECOND.groups for column in group.columns], late, strict=True):
        if not name.startswith(("score", "pooled")):  # the first look's reasons are listed instead of its score
            reasons[text] = reasons.get(text, 0.0) + float(value)
    return strongest(np.array(list(reasons.values()), np.float32), list(reasons), _REASONS, _LEAST)

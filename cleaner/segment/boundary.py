"""Boundaries weighed: every line is a candidate, and the best split of the whole file is drawn over what two looks say of them.

A gate passes the few lines that could open a story at all; where it passes none, nothing more is computed. The first look scores each
line that passed; the scores are pooled over a stretch between two paragraphs and placed on its likeliest line. The second look knows
what the first made of the whole file. `best_split.py` then draws the boundaries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_ALIKE = 6.0  # log odds of a place behind the separator that others stand behind
_ABOVE = 2  # lines above a start in which its separator is looked for
_BARE = 0.9  # share of lines that are paragraphs
_ROWS = 8_192  # lines at a time: a huge file needs no huge memory
_NUMBERED = ("separator.numbered", "separator.numbered-east")
_NUMBER = re.compile(r"\d{1,4}")
_STORY = 100  # words
_LEAST = 0.1  # log odds: what contributes less is no reason


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The parts of the model: `gate` and `possible` are the lowest scores of a line worth a first look, and of a file worth a second."""

    gate: Trees
    first: Trees
    second: Trees
    rarity: Matrix
    passes: float
    possible: float
    drawn: float

    @classmethod
    def of(cls, model: Model) -> Boundaries:
        """The parts of a model's file. Raises ModelError."""
        limits = model.thresholds
        return cls(
            model.part("gate", Trees, CHEAP), model.part("first", Trees, FIRST), model.part("second", Trees, SECOND),
            model.part("rarity", HashedLinear).weights, limits["passes"], limits["possible"], limits["drawn"],
        )  # fmt: skip


@once
def _parts(model: Model) -> Boundaries:
    return Boundaries.of(model)


def parts() -> Boundaries:
    """The model that is in use."""
    return _parts(load(NAME))


@dataclass(frozen=True, eq=False)
class Weighed:
    """The stretches of a file in which a story may begin, and the log odds that one does; `first` are indexes into the scanned lines."""

    look: FirstLook
    matrix: Matrix
    odds: Matrix
    first: Ints

    @property
    def starts(self) -> Ints:
        """The scanned line with which a story would begin in each stretch."""
        found: Ints = self.first[self.look.line]
        return found


def boundaries(lines: list[Line]) -> list[tuple[int, Boundary]]:
    """(index of the line an article starts with, its boundary), in file order."""
    model = parts()
    weighed = weigh(lines, model)
    if weighed is None:
        return []
    starts = weighed.starts
    out = []
    odds = weighed.odds - np.float32(model.drawn)
    first = chosen(weighed.look, odds)
    alike = _separated_alike(lines, starts, first)
    for k in chosen(weighed.look, odds + alike) if alike.any() else first:
        start = int(starts[k])
        reasons = tuple(text for text, weight in _reasons(weighed, k, model) if weight > 0)
        out.append((start, Boundary(lines[start].block.line, _confidence(float(weighed.odds[k]) - model.drawn), reasons)))
    return out


def _separated_alike(lines: list[Line], starts: Ints, drawn: list[int]) -> Matrix:
    """More odds for the places that follow the same separator as most of the boundaries that are drawn beside one."""
    separators = [_separator(lines, start) for start in starts.tolist()]
    used = [separators[k] for k in drawn if separators[k]]
    usual = max(used, key=used.count, default="")
    most = usual and (2 * used.count(usual) >= separators.count(usual) or _counts_stories(lines))
    return np.array([_ALIKE if most and separator == usual else 0.0 for separator in separators], np.float32)


def _counts_stories(lines: list[Line]) -> bool:
    """Whether separators count up from 1, each with a story's length of running text below it: articles of a statute are shorter."""
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
    """The text of the separator, numbers aside, that a story beginning on line `start` would follow; empty for none."""
    for line in lines[max(0, start - _ABOVE) : start + 1][::-1]:
        if line.begin is not None:
            return f"{line.begin.rule.id} {with_numbers_marked(line.shape.key or line.text) if line.begin.below else ''}"
    return ""


def chosen(look: FirstLook, odds: Matrix) -> list[int]:
    """The stretches in which the file is best split; `odds` are above zero for a boundary."""
    if odds.max(initial=-1) < 0:  # most files: nothing is won by splitting them
        return []
    words = look.stretches.words
    return best_split(odds, np.diff(words[[0, *look.line, -1]]))


def weigh(lines: list[Line], model: Boundaries) -> Weighed | None:
    """Every stretch of a file that could hold a story's head; None where no line passes the gate, or none is possible."""
    file = FileLines.of(lines)
    stretches = Stretches(file, model.rarity)
    if stretches.count < 2:
        return None
    passing, cheap = gated(stretches, model.gate, model.passes)
    if not len(passing):
        return None
    look = _first_look(Candidates(stretches, passing), cheap, model.first)
    if look.score.max() < model.possible:
        return None
    wide = SECOND.matrix(look)
    return Weighed(look, wide, model.second.scores(wide), file.first)


def gated(stretches: Stretches, gate: Trees, passes: float) -> tuple[Ints, Matrix | None]:
    """The lines that pass the gate, of those below the first paragraph and not below the last; and their rows of CHEAP, of no huge file."""
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
    """Which lines pass, by their scores: all of them where nearly every line is a paragraph, since the gate does not read the words."""
    bare = stretches.count >= _BARE * len(stretches.file)
    found: Flags = (scores > passes) | bare
    return found


def _first_look(candidates: Candidates, cheap: Matrix | None, first: Trees) -> FirstLook:
    """`cheap`: the candidates' rows of CHEAP, if at hand."""
    lines = candidates.lines
    if len(lines) <= _ROWS:
        matrix = FIRST.matrix(candidates) if cheap is None else np.concatenate([cheap, COSTLY.matrix(candidates)], axis=1)
        return FirstLook.pool(candidates, first.scores(matrix), matrix)
    parts = [Candidates(candidates.stretches, lines[at : at + _ROWS]) for at in range(0, len(lines), _ROWS)]
    return FirstLook.pool(candidates, np.concatenate([first.scores(FIRST.matrix(part)) for part in parts]))


def explain(lines: list[Line], index: int) -> tuple[float, list[tuple[str, float]]] | None:
    """(confidence, [(description, contribution)...]) of a boundary before line `index`; None where no story would begin there."""
    model = parts()
    weighed = weigh(lines, model)
    k = next(iter(np.flatnonzero(weighed.starts == index)), None) if weighed else None
    if weighed is None or k is None:
        return None
    return _confidence(float(weighed.odds[k]) - model.drawn), _reasons(weighed, int(k), model)


def _confidence(odds: float) -> float:
    return round(float(1 / (1 + np.exp(-odds))), 3)


def _reasons(weighed: Weighed, k: int, model: Boundaries) -> list[tuple[str, float]]:
    """What tips a stretch against the usual one, strongest first: above zero for a boundary."""
    look = weighed.look
    early = model.first.contributions(look.rows[k])
    late = model.second.contributions(weighed.matrix[k])
    told = {text: float(value) for text, value in zip(FIRST.descriptions, early, strict=True) if value}
    for (name, text), value in zip([column for group in SECOND.groups for column in group.columns], late, strict=True):
        if not name.startswith(("score", "pooled")):  # the first look's own reasons stand for its score
            told[text] = told.get(text, 0.0) + float(value)
    return strongest(np.array(list(told.values()), np.float32), list(told), _REASONS, _LEAST)

"""Fits the boundary model: a gate, a first look at the lines that pass it, and a second look at the first look's scores of a file.

The gate and the first look use the fold of the file's first story. The second look is fitted on the out-of-fold output of the first.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..flow import scanned
from ..measure.splits import rightness
from ..models import FeatureSet, Matrix
from ..models.hashed import packed
from ..segment import boundary
from ..segment.boundary_features import CHEAP, FIRST, Candidates
from ..segment.line_arrays import FileLines
from ..segment.second_look_features import SECOND, FirstLook
from ..segment.stretches import Stretches
from . import boosting, boundary_files
from .boundary_files import File
from .data import Data, Example
from .folds import FOLDS, Array
from .protocol import UNWEIGHED, Nested, Parts
from .record import Scores

_GATE = boosting.Growth(trees=50, leaves=16, depth=4, rate=0.15, features=0.4, rows=0.7, least=60, bins=63)
_FIRST = boosting.Growth(trees=600, leaves=24, depth=6, rate=0.027, features=0.2, rows=0.7, least=30, bins=63)
_SECOND = boosting.Growth(trees=140, leaves=15, depth=5, rate=0.07, features=0.3, rows=0.8, least=25, bins=63)
_KEPT_OF_ONE, _KEPT_OF_SEVERAL = 0.08, 0.25  # shares of the other lines that the gate is fitted on
_MISSED = 0.03  # share of boundaries that the gate may miss
_POSSIBLE = 0.003  # share of files with several stories that the first look may miss entirely
_DRAWN = tuple(step / 8 for step in range(-6, 7))
_ABOUT = 0.25  # weight of the other stretches between two whole pages
_ONE_RIGHT = 0.98  # share of pages of one story that must not be divided
_ROWS = 60_000  # rows of features in memory at a time


@dataclass
class Dataset:
    files: list[File]
    rarity: Matrix

    @cached_property
    def gates(self) -> list[dict[str, Any]]:
        """The gate, fitted without each fold and on all files."""
        rng = np.random.RandomState(boosting.SEED)
        parts = []
        for file in self.files:
            kept = _KEPT_OF_SEVERAL if file.several else _KEPT_OF_ONE
            chosen = np.flatnonzero(((file.label > 0) | (rng.rand(len(file.label)) < kept)) & (file.weight > 0))
            weight = np.where(file.label[chosen] > 0, 1, 1 / kept) * file.weight[chosen] * file.line_share
            parts.append((CHEAP.matrix(Candidates(file.stretches, chosen)), file.label[chosen], weight, np.full(len(chosen), file.fold)))
        matrix, label, weight, fold = map(np.concatenate, zip(*parts, strict=True))
        return [boosting.fit(matrix[rows], label[rows], weight[rows], _GATE, CHEAP) for rows in _without(fold)]

    @cached_property
    def gate_scores(self) -> list[Matrix]:
        """The gate's scores of every line of each file, out-of-fold."""
        return self._unseen([Candidates.all(file.stretches) for file in self.files], self.gates, CHEAP)

    @cached_property
    def judged(self) -> list[int]:
        """Indexes of the files with several stories that thresholds are chosen by: those in the data, or, if there are none, composed ones."""
        several = [i for i, file in enumerate(self.files) if file.several]
        return [i for i in several if self.files[i].example is not None] or several

    @cached_property
    def passes(self) -> float:
        """The gate's threshold, at which it misses a share _MISSED of the boundaries."""
        best = [_best(self.files[i], gap, self.gate_scores[i]) for i in self.judged for gap in self.files[i].gaps]
        return round(float(np.quantile(best, _MISSED)), 3) if best else 0.0

    @cached_property
    def candidates(self) -> list[Candidates]:
        """The lines of each file that pass the gate and may begin a story."""
        return [
            Candidates(
                file.stretches,
                np.flatnonzero(
                    boundary.passing_of(file.stretches, scores, self.passes)
                    & (file.stretches.of > 0)
                    & (file.stretches.of < file.stretches.count)
                ),
            )
            for file, scores in zip(self.files, self.gate_scores, strict=True)
        ]

    @cached_property
    def first_matrices(self) -> list[Matrix]:
        return [FIRST.matrix(candidates) for candidates in self.candidates]

    @cached_property
    def firsts(self) -> list[dict[str, Any]]:
        label = np.concatenate([file.label[own.lines] for file, own in zip(self.files, self.candidates, strict=True)])
        weight = np.concatenate([file.weight[own.lines] * file.line_share for file, own in zip(self.files, self.candidates, strict=True)])
        fold = np.repeat([file.fold for file in self.files], [len(own.lines) for own in self.candidates])
        matrix = np.concatenate(self.first_matrices)
        return [boosting.fit(matrix[rows], label[rows], weight[rows], _FIRST, FIRST) for rows in _without(fold)]

    @cached_property
    def looks(self) -> list[FirstLook | None]:
        """The out-of-fold first look at each file; None if no line passes the gate."""
        out: list[FirstLook | None] = []
        for file, own, matrix in zip(self.files, self.candidates, self.first_matrices, strict=True):
            scores = boosting.scores(self.firsts[file.fold], FIRST, matrix)
            out.append(FirstLook.pool(own, scores, matrix) if len(scores) else None)
        del self.first_matrices
        return out

    @cached_property
    def possible(self) -> float:
        """The score that a file's best line must reach for the file to have any boundary."""
        best = [float(look.score.max()) for i in self.judged if (look := self.looks[i]) is not None]
        return round(float(np.quantile(best, _POSSIBLE)), 3) if best else 0.0

    @cached_property
    def second_matrices(self) -> list[Matrix | None]:
        return [None if look is None else SECOND.matrix(look) for look in self.looks]

    @cached_property
    def seconds(self) -> list[dict[str, Any]]:
        parts = []
        for file, look, matrix in zip(self.files, self.looks, self.second_matrices, strict=True):
            if look is not None and matrix is not None:
                label, weight = _of_stretches(file, look)
                parts.append((matrix, label, weight * file.share, np.full(len(label), file.fold)))
        matrix, label, weight, fold = map(np.concatenate, zip(*parts, strict=True))
        return [boosting.fit(matrix[rows], label[rows], weight[rows], _SECOND, SECOND) for rows in _without(fold)]

    def odds(self, fits: Sequence[Parts]) -> list[Matrix]:
        """The log odds of each file's stretches, out-of-fold."""
        return [
            np.zeros(0, np.float32) if matrix is None else boosting.scores(dict(fits[file.fold]["second"]), SECOND, matrix)
            for file, matrix in zip(self.files, self.second_matrices, strict=True)
        ]

    def _unseen(self, contexts: list[Candidates], fits: list[dict[str, Any]], features: FeatureSet[Candidates]) -> list[Matrix]:
        """Scores by the fit without the file's fold, computed in batches of files to limit memory."""
        out: list[Matrix] = [np.zeros(0, np.float32)] * len(contexts)
        for fold in range(FOLDS):
            own = [i for i, file in enumerate(self.files) if file.fold == fold]
            sizes = np.cumsum([len(contexts[i].lines) for i in own]) // _ROWS
            for _, batch in itertools.groupby(range(len(own)), key=lambda k: sizes[k]):
                chosen = [own[k] for k in batch]
                scores = boosting.scores(fits[fold], features, np.concatenate([features.matrix(contexts[i]) for i in chosen]))
                ends = np.cumsum([len(contexts[i].lines) for i in chosen])
                for i, part in zip(chosen, np.split(scores, ends[:-1]), strict=True):
                    out[i] = part
        return out


class Boundaries:
    """Lines of scraped text: does a story begin there?"""

    name = boundary.NAME
    needs = ("text",)
    features: dict[str, FeatureSet[Any]] = {"gate": CHEAP, "first": FIRST, "second": SECOND}  # noqa: RUF012
    limits = (
        "The rarity of words is counted over all rows that are learned from, those of the held-out fold included.",
        "The second look reads out-of-fold output of the first, which was fitted on the other folds' rows: a slight leak between folds.",
        "A file of several stories has the fold of its first one.",
        "Stories that nothing but their subject separates are found in about half of the files.",
    )

    def build(self, data: Data, nested: Nested) -> tuple[Dataset, list[Example]]:
        rarity = boundary_files.rarity_of(data)
        dataset = Dataset(list(boundary_files.files(data, nested, rarity)), rarity)
        return dataset, [file.example for file in dataset.files if file.example is not None]

    def fit(self, dataset: Dataset, without: int | None) -> Parts:
        at = FOLDS if without is None else without
        rarity = packed(0.0, dataset.rarity)
        return {"rarity": rarity, "gate": dataset.gates[at], "first": dataset.firsts[at], "second": dataset.seconds[at]}

    def score(self, dataset: Dataset, fits: Sequence[Parts]) -> tuple[dict[str, float], Scores]:
        odds = dataset.odds(fits)
        drawn, right = _best_threshold(dataset, odds)
        scores = Scores("share of files divided rightly")
        for file, own in zip(dataset.files, right, strict=True):
            if file.example is not None:
                scores.add(file.example, own)
        return {"passes": dataset.passes, "possible": dataset.possible, "drawn": drawn}, scores

    def probe(self, texts: Sequence[str], pages: Sequence[str]) -> list[Matrix]:
        all_stretches = [Stretches(FileLines.of(scanned(text, settings=UNWEIGHED)[1].lines)) for text in texts]
        out = []
        for stretches in all_stretches:
            if stretches.count > 1:
                own = Candidates(stretches, np.flatnonzero((stretches.of > 0) & (stretches.of < stretches.count)))
                matrix = FIRST.matrix(own)
                out += [matrix, SECOND.matrix(FirstLook.pool(own, matrix[:, FIRST.names.index("blank@0")] - 2, matrix))]
        return out


def right(file: File, look: FirstLook | None, odds: Matrix, possible: float) -> bool:
    """Whether the best split by the log odds of a file's stretches is the gold split."""
    chosen = boundary.chosen(look, odds) if look is not None and look.score.max() >= possible else []
    if not file.several:
        return not chosen
    begun = file.numbers[look.line[chosen]].tolist() if look is not None else []
    bounds = [0, *itertools.chain.from_iterable(file.gaps), begun[-1] if begun else 0]
    found = rightness(list(zip(bounds[::2], bounds[1::2], strict=True)), begun)
    return len(found) == len(file.gaps) and all(found)


def _best_threshold(dataset: Dataset, odds: list[Matrix]) -> tuple[float, list[bool]]:
    """The odds from which on a boundary is drawn: most files of several stories right, where enough of one stay whole."""
    found = {}
    for drawn in _DRAWN:
        held = [
            right(file, look, own - np.float32(drawn), dataset.possible)
            for file, look, own in zip(dataset.files, dataset.looks, odds, strict=True)
        ]
        one, several = (
            [ok for file, ok in zip(dataset.files, held, strict=True) if file.example and file.several == wanted]
            for wanted in (False, True)
        )
        found[drawn] = (min(float(np.mean(one or [True])), _ONE_RIGHT), float(np.mean(several or [True])), held)
    drawn = max(found, key=lambda value: found[value][:2])
    return drawn, found[drawn][2]


def _of_stretches(file: File, look: FirstLook) -> tuple[Array, Array]:
    """A label and a weight for each stretch: 1 where a story begins.

    Between whole pages gold may not say where the next one begins: there it is the likeliest stretch at the first look. Those about it
    count for little, since the top of a page has several lines that could be its first.
    """
    begun = np.zeros(file.stretches.count + 1, np.float32)
    begun[file.stretches.of[file.label > 0]] = 1
    label = begun[look.of]
    weight = np.where(label > 0, 1.0, file.weight[look.line] > 0)
    for gap in file.gaps if file.of_pages else ():
        inside = np.flatnonzero(file.in_gap(gap, look.line))
        if not len(inside):
            continue
        if file.label.any():
            weight[inside[label[inside] == 0]] *= _ABOUT
        else:
            likeliest = inside[np.argmax(look.score[inside])]
            label[likeliest] = weight[likeliest] = 1
    return label, weight


def _best(file: File, gap: tuple[int, int], scores: Matrix) -> float:
    inside = (file.numbers > gap[0]) & (file.numbers <= gap[1])
    return float(scores[inside].max(initial=-50.0))


def _without(fold: Array) -> list[Array]:
    """Masks of the rows without each fold, and of all rows."""
    return [fold != k for k in range(FOLDS)] + [np.ones(len(fold), bool)]

"""Where in a gap a story would begin: the line that opens it, weighed against the others of the gap."""

from __future__ import annotations

import numpy as np

from ..models import FeatureGroup, FeatureSet, Matrix
from .cohesion import words
from .facts import CLASSED, CLASSES, RETURNS, TITLES, Facts, Flags, Ints

_NEAR = 6  # lines below or above in which furniture tells of a header or a footer
_HEADLINE_WORDS = 40

COLUMNS = (
    ("blank", "blank lines above"), ("blank-most", "the most blank lines of the gap"), ("blank-below", "blank lines below"),
    ("words", "number of words"), ("title", "has a headline's form"), ("opening", "could be a headline"), ("paragraph", "is the paragraph itself"),
    ("gone", "removed"), ("ruled", "removed by a rule"), ("chance", "its chance as a line of text"), ("stop", "ends as a sentence does"),
    ("to-text", "lines down to the paragraph"), ("from-text", "lines below the paragraph above"), ("rivals", "headlines between it and the paragraph"),
    ("again-below", "printed again below"), ("again-above", "a copy of a line above"), ("returns", "stood further up already"),
    ("returns-below", "lines below that stood further up already"), ("returns-above", "lines above that stood further up already"),
    ("gone-above", "the line above is removed"), ("gone-below", "the line below is removed"),
    ("shared-below", "share of its words in the paragraphs below"), ("shared-above", "share of its words in the paragraphs above"),
    *((f"is-{name}", f"furniture: {name}") for name in CLASSES), *((f"{name}-below", f"furniture below: {name}") for name in CLASSES),
    *((f"{name}-above", f"furniture above: {name}") for name in CLASSES),
)  # fmt: skip


class Starts:
    """A row of COLUMNS for each line that could open a story: those below the first paragraph and down to the last."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        first, last = (int(facts.paragraphs[0]) + 1, int(facts.paragraphs[-1]) + 1) if len(facts.paragraphs) > 1 else (0, 0)
        self.lines: Ints = np.arange(first, last)
        self.firsts: Ints = facts.upper + 1 - first  # the row of each gap's first line
        self.gaps: Ints = np.repeat(np.arange(len(facts.upper)), facts.lower - facts.upper)  # the gap of each line
        self.shared = self._shared()
        self.again = self._again()

    def matrix(self) -> Matrix:
        """One row a line, laid out column by column, as it is filled and as the weights read it."""
        facts, lines, gaps = self.facts, self.lines, self.gaps
        upper, lower = facts.upper[gaps], facts.lower[gaps]
        following = np.minimum(lines + 1, len(facts.lines) - 1)
        blanks = facts.blanks[lines]
        to_text = facts.counts(lines + 1, lower)
        below = facts.counts(lines + 1, np.minimum(lines + 1 + _NEAR, lower))
        above = facts.counts(np.maximum(lines - _NEAR, upper + 1), lines)
        columns = (
            np.minimum(blanks, 4),
            blanks == facts.blank_most[gaps],
            np.minimum(facts.blanks[following], 4),
            np.minimum(facts.words[lines], 60),
            facts.titles[lines],
            facts.openings[lines],
            lines == lower,
            facts.gone[lines],
            facts.ruled[lines],
            facts.chances[lines],
            facts.stops[lines],
            np.minimum(lower - lines, 40),
            np.minimum(lines - upper, 60),
            np.minimum(to_text[:, TITLES], 8),
            self.again[:, 0],
            self.again[:, 1],
            facts.returns[lines],
            np.minimum(below[:, RETURNS], _NEAR),
            np.minimum(above[:, RETURNS], _NEAR),
            facts.gone[lines - 1],
            facts.gone[following],
        )
        out = np.empty((len(COLUMNS), len(lines)), np.float32)
        for row, values in zip(out, columns, strict=False):
            row[:] = values
        shared, own, classes_below, classes_above = np.split(out[len(columns) :], (2, 2 + len(CLASSES), 2 + 2 * len(CLASSES)))
        shared[:], own[:] = self.shared.T, facts.classes[lines].T
        classes_below[:], classes_above[:] = below[:, CLASSED].T > 0, above[:, CLASSED].T > 0
        return out.T

    def best(self, scores: Matrix) -> Ints:
        """For each gap the row of its likeliest start, the first where several are."""
        highest = np.maximum.reduceat(scores, self.firsts)
        likeliest = np.flatnonzero(scores == highest[self.gaps])
        rows: Ints = likeliest[np.searchsorted(likeliest, self.firsts)]
        return rows

    def _shared(self) -> Matrix:
        """Shares of each headline's words that stand in the paragraphs below and above; 0 for a line that is none."""
        facts = self.facts
        out = np.zeros((len(self.lines), 2), np.float32)
        worth = facts.openings[self.lines] & (facts.words[self.lines] <= _HEADLINE_WORDS) & ~facts.ruled[self.lines]
        lower = facts.lower.tolist()
        for row, line, gap in zip(np.flatnonzero(worth).tolist(), self.lines[worth].tolist(), self.gaps[worth].tolist(), strict=True):
            own = words(facts.lines[line].text)
            if own:
                own_gap = gap + (line == lower[gap])  # a paragraph is not compared with itself
                out[row] = facts.cohesion.share(own, own_gap, below=True), facts.cohesion.share(own, gap, below=False)
        return out

    def _again(self) -> Flags:
        """Whether each line is printed again below it in its gap, and above."""
        facts = self.facts
        out = np.zeros((len(self.lines), 2), bool)
        if facts.copies and len(self.lines):
            _, above, below = np.array(facts.copies, np.intp).T
            inside = (above >= self.lines[0]) & (below <= self.lines[-1])
            above, below = above[inside] - self.lines[0], below[inside] - self.lines[0]
            same = self.gaps[above] == self.gaps[below]
            out[above[same], 0] = out[below[same], 1] = True
        return out & (facts.words[self.lines] >= 3)[:, None]


FEATURES = FeatureSet([FeatureGroup("starts", 1, COLUMNS, Starts.matrix)])

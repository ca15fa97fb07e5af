"""Where in a gap a story would begin: the line that opens it, weighed against the others of the gap."""

from __future__ import annotations

import numpy as np

from ..weights import Matrix
from .cohesion import Words, words
from .facts import CLASSES, Facts, Flags, Ints

_NEAR = 6  # lines below or above in which furniture tells of a header or a footer
_HEADLINE_WORDS = 40

FEATURES = (
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
    """A row of FEATURES for each line that could open a story: those below the first paragraph and down to the last."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        first, last = (int(facts.paragraphs[0]) + 1, int(facts.paragraphs[-1]) + 1) if len(facts.paragraphs) > 1 else (0, 0)
        self.lines: Ints = np.arange(first, last)
        self.gaps: Ints = np.searchsorted(facts.lower, self.lines)  # the gap of each line
        self.shared = self._shared()
        self.again = self._again()

    def matrix(self) -> Matrix:
        facts, lines, gaps = self.facts, self.lines, self.gaps
        upper, lower = facts.upper[gaps], facts.lower[gaps]
        following = np.minimum(lines + 1, len(facts.lines) - 1)
        most = facts.highest(facts.blanks, facts.upper + 1, facts.lower + 1)[gaps]
        near_below, near_above = np.minimum(lines + 1 + _NEAR, lower), np.maximum(lines - _NEAR, upper + 1)
        columns = [
            np.minimum(facts.blanks[lines], 4),
            facts.blanks[lines] == most,
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
            np.minimum(facts.total(facts.titles, lines + 1, lower), 8),
            self.again[:, 0],
            self.again[:, 1],
            facts.returns[lines],
            np.minimum(facts.total(facts.returns, lines + 1, near_below), _NEAR),
            np.minimum(facts.total(facts.returns, near_above, lines), _NEAR),
            facts.gone[lines - 1],
            facts.gone[following],
            self.shared,
        ]
        classes = [
            facts.classes[lines],
            facts.total(facts.classes, lines + 1, near_below) > 0,
            facts.total(facts.classes, near_above, lines) > 0,
        ]
        return np.column_stack([*columns, *classes]).astype(np.float32)

    def best(self, scores: Matrix) -> Ints:
        """For each gap the row of its likeliest start."""
        order = np.lexsort((-scores, self.gaps))
        _, firsts = np.unique(self.gaps[order], return_index=True)
        rows: Ints = order[firsts]
        return rows

    def _shared(self) -> Matrix:
        """Shares of each headline's words that stand in the paragraphs below and above; 0 for a line that is none."""
        facts = self.facts
        out = np.zeros((len(self.lines), 2), np.float32)
        worth = facts.openings[self.lines] & (facts.words[self.lines] <= _HEADLINE_WORDS) & ~facts.ruled[self.lines]
        bodies: dict[tuple[int, bool], Words] = {}
        for row, line, gap in zip(np.flatnonzero(worth).tolist(), self.lines[worth].tolist(), self.gaps[worth].tolist(), strict=True):
            own = words(facts.lines[line].text)
            if not own:
                continue
            own_gap = gap + (line == facts.lower[gap])  # a paragraph is not compared with itself
            for column, key in enumerate(((own_gap, True), (gap, False))):
                if key not in bodies:
                    bodies[key] = facts.cohesion.about(*key)
                out[row, column] = len(own & bodies[key]) / len(own)
        return out

    def _again(self) -> Flags:
        """Whether each line is printed again below it in its gap, and above."""
        keys = self.facts.keys[self.lines]
        out = np.zeros((len(self.lines), 2), bool)
        order = np.lexsort((self.lines, keys, self.gaps))
        same = (keys[order][1:] == keys[order][:-1]) & (self.gaps[order][1:] == self.gaps[order][:-1]) if len(order) else np.zeros(0, bool)
        out[order[:-1][same], 0] = True
        out[order[1:][same], 1] = True
        return out & (self.facts.words[self.lines] >= 3)[:, None]

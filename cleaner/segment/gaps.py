"""The gaps between a file's paragraphs: in each, where a story would begin, and what several pieces of evidence ask of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..models import Matrix
from .facts import Facts, Ints
from .starts import Starts


class Gaps:
    """All gaps of a file with the line from which a story would reckon in each, its likeliest headline, and what several functions need."""

    def __init__(self, facts: Facts, starts: Starts, opening: Matrix, heading: Matrix) -> None:
        """`opening` and `heading` are the odds of each line of `starts` to be the first of a story, and its headline."""
        self.facts, self.starts = facts, starts
        rows, self.heads = starts.best(opening), starts.best(heading)
        self.opening, self.heading = opening[rows], heading[self.heads]
        self.start, self.head = starts.lines[rows], starts.lines[self.heads]
        self.count = len(facts.upper)
        self.upper, self.lower = facts.upper, facts.lower
        self.breaks, self.broad = facts.cohesion.breaks()
        prose_words = np.where(facts.prose, facts.words, 0)
        self.words_before = np.cumsum(prose_words)[self.upper]
        self.words_after = prose_words.sum() - self.words_before
        self.blank = facts.blank_most
        self.counts = facts.counts(self.upper + 1, self.lower)  # of the lines between the paragraphs
        self.below_head = np.minimum(self.head + 1, len(facts.lines) - 1)

    def each(self, test: Callable[[int], float], where: Ints) -> Matrix:
        return np.array([test(i) for i in where.tolist()], np.float32)

"""Divide a file into stretches: a paragraph with the lines above it, up to the paragraph before. A story's head is within one stretch."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import numpy as np

from ..models import Matrix, side_by_side
from ..text.cohesion import REACHES, Cohesion
from ..text.shape import with_numbers_marked
from .line_arrays import CLASSES, FileLines, Ints
from .peaks import median, peak, rank

_LABEL_WORDS = 12  # of the longest label
RETURN = 12  # lines; a copy from further up is the site's repeated boilerplate
_EDGE = 40  # lines at the top and end of the file that hold the page's header and footer
REACH = (12, 40)  # lines above and below over which the change from one page to the next is measured
_TURN_CLASSES = ("copyright", "nav", "share", "related", "comments", "offer")
_KEY = 100  # characters of the longest line whose numbers are masked

# the columns of `Stretches.changes`
CHANGES = (
    *((f"break-{reach}", f"the words change, from {reach} paragraphs to {reach}") for reach in REACHES),
    *((f"wide-{reach}", f"the vocabulary of {reach} paragraphs changes as a whole") for reach in REACHES),
    *((f"shared-{reach}", f"share of rare words that {reach} paragraphs above and below have in common") for reach in REACHES),
    ("break-rank", "sharper changes of words around"),
    ("wide-rank", "sharper changes of vocabulary around"),
    ("shared-rank", "places around with fewer words in common"),
    ("peak-3", "the words change right here"),
    ("peak-6", "the words change here rather than around"),
    ("peak-wide", "the vocabulary changes here rather than around"),
    ("shared-peak-3", "fewer words in common right here"),
    ("shared-peak-6", "fewer words in common here than around"),
    ("break-over", "the words change more than elsewhere"),
    ("shared-over", "fewer words in common than elsewhere"),
)

# the columns of `Stretches.page_turns`, for each distance
TURNS = (
    ("top", "lines that are also at the file's top"),
    ("foot", "lines that are also at the file's end"),
    ("again", "lines that are also further up"),
    ("labels", "labels"),
    ("prose", "paragraphs"),
    ("ruled", "lines that rules remove"),
    ("chance", "probability of article text"),
    *((name, f"boilerplate: {name}") for name in _TURN_CLASSES),
)


class Stretches:
    """Arrays over the stretches of a file. Stretch k ends with paragraph k; the last one has no paragraph. `of` is each line's stretch."""

    def __init__(self, file: FileLines, rarity: Matrix | None = None) -> None:
        """Divide `file`. `rarity` holds the weight of each word, see `Cohesion`."""
        self.file, self.rarity = file, rarity
        n = len(file)
        self.paragraphs: Ints = file.paragraphs
        self.count = len(self.paragraphs)
        self.of: Ints = np.searchsorted(self.paragraphs, np.arange(n), side="left")
        self.first: Ints = np.concatenate([[0], self.paragraphs + 1])  # the first line of each stretch
        self.lower: Ints = np.minimum(np.concatenate([self.paragraphs, [n - 1]]), n - 1)  # its paragraph
        self.upper: Ints = self.first - 1  # the paragraph above it; -1 for the first stretch

    @cached_property
    def words(self) -> Matrix:
        """The words of running text above each line, and the total as the last entry: (lines + 1,)."""
        own = np.zeros(len(self.file) + 1, np.float32)
        own[self.paragraphs + 1] = self.file.form("words")[self.paragraphs]
        return np.cumsum(own, dtype=np.float32)

    @cached_property
    def most_blanks(self) -> Matrix:
        """The most blank lines above a line of each stretch."""
        inside = self.first < len(self.file)
        out = np.zeros(len(self.first), np.float32)
        out[inside] = np.maximum.reduceat(self.file.blanks, self.first[inside])
        return out

    @cached_property
    def usual_blank(self) -> float:
        """The median number of blank lines between two consecutive paragraphs."""
        near = self.paragraphs[1:][np.diff(self.paragraphs) == 1]
        chosen = near if len(near) > 2 else self.paragraphs
        return median(self.file.blanks[chosen]) if len(chosen) else 0.0

    @cached_property
    def cohesion(self) -> Cohesion:
        """The vocabulary of the paragraphs, for comparison."""
        return Cohesion([self.file.texts[i] for i in self.paragraphs.tolist()], self.rarity)

    @cached_property
    def changes(self) -> Matrix:
        """The change of vocabulary from the paragraph above each stretch to its own: (stretches, CHANGES); 0 at the ends of the file."""
        out = np.zeros((self.count + 1, len(CHANGES)), np.float32)
        if self.count > 1:
            near, wide, shared = self.cohesion.breaks()
            apart = -shared
            columns = [
                *near.T, *wide.T, *shared.T, rank(near[:, 1]), rank(wide[:, 3]), rank(apart[:, 1]), peak(near[:, 0], 2), peak(near[:, 1], 3),
                peak(wide[:, 3], 4), peak(apart[:, 0], 2), peak(apart[:, 1], 3), near[:, 1] - median(near[:, 1]), shared[:, 1] - median(shared[:, 1]),
            ]  # fmt: skip
            out[1 : self.count] = side_by_side(columns)
        return out

    @cached_property
    def copies(self) -> Matrix:
        """Measures of the copies of each line: (lines, 8).

        How often the line is printed, with numbers masked; how many labels begin with the same word; whether it is printed again below in
        its stretch; whether it was printed above in its stretch; whether it repeats a line from further up; whether other labels begin with
        the same word; whether a label above the first paragraph does; whether it is a label that is printed again.
        """
        file, n = self.file, len(self.file)
        keys = [with_numbers_marked(key) if len(key) < _KEY else key for key in file.keys]
        times = Counter(keys)
        prose = file.form("prose") > 0
        label = (file.form("words") <= _LABEL_WORDS) & ~prose
        heads = [key.split(" ", 1)[0] if ok else "" for key, ok in zip(keys, label.tolist(), strict=True)]
        begun = Counter(heads)
        del begun[""]
        top = set(heads[: int(self.lower[0]) + 1]) - {""}
        out = np.zeros((8, n), np.float32)
        out[0] = [times[key] for key in keys]
        out[1] = [begun[head] for head in heads]
        words, of = file.form("words").tolist(), self.of.tolist()
        last: dict[str, int] = {}
        for i, key in enumerate(file.keys):
            if key and times[keys[i]] > 1:
                above = last.get(key)
                if above is not None:
                    out[2, above] = out[3, i] = words[i] >= 3 and of[above] == of[i]
                    out[4, i] = i - above > RETURN and not prose[i]
                last[key] = i
        out[5] = (out[1] > 1) & label
        out[6] = [head in top for head in heads]
        out[6, : self.first[1] if self.count else n] = 0
        out[7] = (out[0] > 1) & label
        return out.T

    @cached_property
    def page_turns(self) -> Matrix:
        """The share of the lines above and below each line that have a trait: (lines, 2 * len(REACH) * len(TURNS)).

        Where one scraped page follows another, a page's footer is directly above the next page's header.
        """
        file, n = self.file, len(self.file)
        prose = file.form("prose") > 0
        label = (file.form("words") <= _LABEL_WORDS) & ~prose
        keys = [key if ok else "" for key, ok in zip(file.keys, label.tolist(), strict=True)]
        top, foot = set(keys[:_EDGE]) - {""}, set(keys[-_EDGE:]) - {""}
        at = np.arange(n)
        flags = side_by_side([
            np.array([key in top for key in keys], bool) & (at >= _EDGE),
            np.array([key in foot for key in keys], bool) & (at < n - _EDGE),
            self.copies[:, 4] > 0, label, prose, file.ruled, file.chances,
            *(file.classes[:, CLASSES.index(name)] for name in _TURN_CLASSES),
        ])  # fmt: skip
        out, count = [], Counts(flags)
        for reach in REACH:
            above, below = np.maximum(at - reach, 0), np.minimum(at + reach, n)
            out += [count.between(above, at) / reach, count.between(at, below) / reach]
        return np.concatenate(out, axis=1).astype(np.float32)


class Counts:
    """How many lines of a range have each flag, by running sums: `flags` has one row per line and one column per flag."""

    def __init__(self, flags: Matrix) -> None:
        self._sums = np.zeros((len(flags) + 1, flags.shape[1]), np.float32)
        np.cumsum(flags, axis=0, out=self._sums[1:])

    def between(self, first: Ints, end: Ints) -> Matrix:
        """The counts of the lines first to end - 1, for each pair of `first` and `end`: (len(first), columns of flags)."""
        found: Matrix = self._sums.take(np.maximum(end, first), axis=0) - self._sums.take(first, axis=0)
        return found

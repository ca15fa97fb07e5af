"""The features of the first look: what each line and its surroundings say of a story that begins there.

Every line is a candidate. A *stretch* is a paragraph with the lines above it, up to the next paragraph: the lines among which the head
of one story may be found. Each group is a function from a file to columns, one row a line.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import numpy as np

from ..shapes import with_numbers_marked
from ..weights import Matrix
from .cohesion import REACHES, Cohesion, words
from .file_lines import CLASSES, FileLines, Flags, Ints
from .line_forms import FORM
from .peaks import peak, rank

OFFSETS = tuple(range(-3, 6))
NEAR_FORMS = ("words", "stop", "bullet", "upper", "capitals", "digits", "prose", "letters", "headline", "opening", "lower-first", "last-mark", "dated", "dateline", "looks-back", "quote-first", "linkish", "bars", "colon-inside", "bracket-end", "label-mark")  # fmt: skip
BLANK_OFFSETS = tuple(range(-2, 5))
_OUTSIDE = -1  # what a feature says of a line above the file's first or below its last
_FAR = 2_000  # words that are as good as more
_RETURN = 12  # lines above within which a copy is no return of the site's boilerplate
_LABEL_WORDS = 12


class Stretches:
    """The stretches of a file, and what several groups of features need of them."""

    def __init__(self, file: FileLines) -> None:
        self.file = file
        n = len(file)
        self.paragraphs: Ints = file.paragraphs
        self.count = len(self.paragraphs)
        self.of: Ints = np.searchsorted(self.paragraphs, np.arange(n), side="left")  # the stretch of each line; the last has no paragraph
        self.first: Ints = np.concatenate([[0], self.paragraphs + 1])  # first line of each stretch
        self.lower: Ints = np.minimum(np.concatenate([self.paragraphs, [n - 1]]), n - 1)  # its paragraph
        self.upper: Ints = self.first - 1  # the paragraph above; -1 for the first stretch

    def counts(self, flags: Matrix, first: Ints, end: Ints) -> Matrix:
        """How many of the lines first to end - 1 have each flag: (len(first), columns)."""
        sums = np.zeros((len(flags) + 1, flags.shape[1]), np.float32)
        np.cumsum(flags, axis=0, out=sums[1:])
        found: Matrix = sums[np.maximum(end, first)] - sums[first]
        return found

    @cached_property
    def most_blanks(self) -> Matrix:
        """The most blank lines above a line of each stretch."""
        inside = self.first < len(self.file)
        out = np.zeros(len(self.first), np.float32)
        out[inside] = np.maximum.reduceat(self.file.blanks, self.first[inside])
        return out

    @cached_property
    def usual_blank(self) -> float:
        """The blank lines above a paragraph that follows another: the file's usual distance."""
        near = self.paragraphs[1:][np.diff(self.paragraphs) == 1]
        chosen = near if len(near) > 2 else self.paragraphs
        return float(np.median(self.file.blanks[chosen])) if len(chosen) else 0.0

    @cached_property
    def cohesion(self) -> Cohesion:
        return Cohesion([self.file.texts[i] for i in self.paragraphs.tolist()])

    @cached_property
    def breaks(self) -> Matrix:
        """(stretches, 2 * REACHES + 4): the change of words between the paragraph above a stretch and its own; 0 at the file's ends."""
        out = np.zeros((self.count + 1, 2 * len(REACHES) + 6), np.float32)
        if self.count > 1:
            near, wide = self.cohesion.breaks()
            columns = [*near.T, *wide.T, rank(near[:, 1]), rank(wide[:, 3]), peak(near[:, 0], 2), peak(near[:, 1], 3), peak(wide[:, 3], 4), near[:, 1] - np.median(near[:, 1])]
            out[1 : self.count] = np.stack(columns, axis=1)
        return out


def _shifted(values: Matrix, offset: int) -> Matrix:
    """The values of the lines `offset` further down."""
    out = np.full_like(values, _OUTSIDE)
    if abs(offset) < len(values):
        if offset >= 0:
            out[: len(values) - offset] = values[offset:]
        else:
            out[-offset:] = values[:offset]
    return out


def near_forms(s: Stretches) -> Matrix:
    own = s.file.forms[:, [FORM[name] for name in NEAR_FORMS]]
    return np.concatenate([_shifted(own, offset) for offset in OFFSETS], axis=1)


def near_ruled(s: Stretches) -> Matrix:
    own = s.file.ruled.astype(np.float32)
    return np.stack([_shifted(own, offset) for offset in OFFSETS], axis=1)


def blanks(s: Stretches) -> Matrix:
    b = s.file.blanks
    most = s.most_blanks[s.of]
    order = np.sort(b)
    return np.stack(
        [*(_shifted(b, offset) for offset in BLANK_OFFSETS), b - s.usual_blank, np.full(len(b), s.usual_blank), 1 - np.searchsorted(order, b, side="left") / len(b),
         most, most - s.usual_blank, b == most, b - _shifted(b, 1)], axis=1).astype(np.float32)  # fmt: skip


def stretch(s: Stretches) -> Matrix:
    file, at = s.file, np.arange(len(s.file))
    first, lower, upper = s.first[s.of], s.lower[s.of], s.upper[s.of]
    flags = np.stack([file.form("headline") * ~file.ruled, file.form("opening"), file.ruled], axis=1).astype(np.float32)
    above, below = s.counts(flags, first, at), s.counts(flags, at + 1, lower + 1)
    none = upper < 0
    forms = file.forms
    up = [np.where(none, _OUTSIDE, forms[np.maximum(upper, 0), FORM[name]]) for name in ("words", "stop", "last-mark", "bracket-end")]
    down = [forms[lower, FORM[name]] for name in ("words", "lower-first", "looks-back", "dateline", "quote-first", "sentences")]
    return np.stack(
        [np.minimum(at - first, 40), np.minimum(lower - at, 40), np.minimum(lower - first, 60), *np.minimum(above, 10).T, *np.minimum(below, 10).T, at == lower, none, s.of == s.count, *up, *down], axis=1
    ).astype(np.float32)


def classes(s: Stretches) -> Matrix:
    file, at = s.file, np.arange(len(s.file))
    first, lower = s.first[s.of], s.lower[s.of]
    above, below = s.counts(file.classes, first, at), s.counts(file.classes, at + 1, lower + 1)
    return np.concatenate([file.classes, np.minimum(above, 4), np.minimum(below, 4)], axis=1)


def extent(s: Stretches) -> Matrix:
    file = s.file
    prose = np.zeros(len(file), np.float32)
    prose[s.paragraphs] = file.form("words")[s.paragraphs]
    sums = np.concatenate([[0], np.cumsum(prose)]).astype(np.float32)
    above = sums[s.first[s.of]]
    total = sums[-1]
    ones = np.ones(len(file), np.float32)
    return np.stack(
        [np.minimum(above, _FAR), np.minimum(total - above, _FAR), np.minimum(total, 2 * _FAR) * ones, min(s.count, 200) * ones, min(len(file), 400) * ones, s.count / len(file) * ones,
         file.ruled.mean() * ones, file.form("headline").mean() * ones, np.median(prose[s.paragraphs]) * ones if s.count else 0 * ones], axis=1).astype(np.float32)  # fmt: skip


def changes(s: Stretches) -> Matrix:
    found: Matrix = s.breaks[s.of]
    return found


def headline_words(s: Stretches) -> Matrix:
    """Shares of the words of each line that could be a headline which the paragraphs below and above hold."""
    file = s.file
    out = np.full((len(file), 3), _OUTSIDE, np.float32)
    if s.count:
        for i in np.flatnonzero((file.form("opening") > 0) & (file.form("words") <= 40)).tolist():
            own, k = words(file.texts[i]), int(s.of[i])
            if own:
                gap = k - 1 if k < s.count and s.lower[k] != i else k
                below = s.cohesion.share(own, gap, below=True)
                above = s.cohesion.share(own, k - 1, below=False) if k else 0.0
                out[i] = below, above, below - above
    return out


def copies(s: Stretches) -> Matrix:
    """Lines that are printed again: a headline below itself, boilerplate that returns with each story, labels that begin alike."""
    file, n = s.file, len(s.file)
    keys = [with_numbers_marked(key) if len(key) < 100 else key for key in file.keys]
    times = Counter(keys)
    number = np.array([times[key] for key in keys], np.float32)
    label = (file.form("words") <= _LABEL_WORDS) & (file.form("prose") == 0)
    heads = [key.split(" ", 1)[0] if ok else "" for key, ok in zip(keys, label.tolist(), strict=True)]
    begun = Counter(heads)
    alike = np.array([begun[head] if head else 0 for head in heads], np.float32)
    top = set(heads[: int(s.lower[0]) + 1]) - {""}
    at_top = np.array([head in top for head in heads], np.float32) * (s.of > 0)
    again_below, again_above, returns = np.zeros((3, n), np.float32)
    last: dict[str, int] = {}
    for i, key in enumerate(file.keys):
        if times[keys[i]] > 1 and key:
            j = last.get(key)
            if j is not None:
                if s.of[j] == s.of[i] and file.forms[i, 0] >= 3:
                    again_below[j] = again_above[i] = 1
                if i - j > _RETURN:
                    returns[i] = 1
            last[key] = i
    prose = file.form("prose") > 0
    flags = np.stack([returns * ~prose, (alike > 1) * label, at_top, (number > 1) * label], axis=1).astype(np.float32)
    first, lower, at = s.first[s.of], s.lower[s.of], np.arange(n)
    above, below = s.counts(flags, first, at), s.counts(flags, at, lower + 1)
    return np.concatenate([np.minimum(number, 20)[:, None], np.minimum(alike, 20)[:, None], again_below[:, None], again_above[:, None], flags, np.minimum(above, 8), np.minimum(below, 8)], axis=1)


GROUPS = {
    "form": (near_forms, [f"{name}@{offset}" for offset in OFFSETS for name in NEAR_FORMS]),
    "ruled": (near_ruled, [f"ruled@{offset}" for offset in OFFSETS]),
    "blanks": (blanks, [*(f"blank@{offset}" for offset in BLANK_OFFSETS), "blank-over-usual", "blank-usual", "blank-rank", "blank-most", "blank-most-over", "is-blank-most", "blank-drop"]),
    "stretch": (stretch, ["from-top", "to-text", "lines", "headlines-above", "openings-above", "ruled-above", "headlines-below", "openings-below", "ruled-below", "is-paragraph", "file-top", "file-end",
        "upper-words", "upper-stop", "upper-mark", "upper-bracket", "lower-words", "lower-small", "lower-back", "lower-dateline", "lower-quote", "lower-sentences"]),
    "classes": (classes, [*(f"is-{name}" for name in CLASSES), *(f"{name}-above" for name in CLASSES), *(f"{name}-below" for name in CLASSES)]),
    "extent": (extent, ["words-above", "words-below", "words-all", "paragraphs", "lines-all", "prose-share", "ruled-share", "headline-share", "words-usual"]),
    "changes": (changes, [*(f"break-{r}" for r in REACHES), *(f"wide-{r}" for r in REACHES), "break-rank", "wide-rank", "peak-3", "peak-6", "peak-wide", "break-over"]),
    "headline-words": (headline_words, ["shared-below", "shared-above", "shared-more"]),
    "copies": (copies, ["times", "alike", "again-below", "again-above", "returns", "is-alike", "at-top", "repeated", *(f"{n}-above" for n in ("returns", "alike", "at-top", "repeated")), *(f"{n}-below" for n in ("returns", "alike", "at-top", "repeated"))]),
}
NAMES = [name for _, names in GROUPS.values() for name in names]


def describe(s: Stretches) -> Matrix:
    """(lines, NAMES)."""
    return np.concatenate([function(s) for function, _ in GROUPS.values()], axis=1).astype(np.float32)

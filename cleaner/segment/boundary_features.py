"""Features of a line as the start of an article, for the gate and the first look of the boundary model.

Every line is a candidate. The gate reads `CHEAP` of all lines; the first look reads `FIRST` of the lines that pass it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..models import FeatureGroup, FeatureSet, Matrix, side_by_side
from ..text.cohesion import words
from .line_arrays import CLASSES, FileLines, Ints
from .line_form_features import FORM, FORMS
from .peaks import median
from .stretches import CHANGES, REACH, TURNS, Counts, Stretches

OFFSETS = tuple(range(-3, 6))
NEAR = ("words", "stop", "bullet", "upper", "capitals", "digits", "prose", "letters", "headline", "opening", "lower-first", "last-mark", "dated", "dateline", "looks-back", "quote-first", "linkish", "bars", "colon-inside", "bracket-end", "label-mark")  # fmt: skip
_UPPER = ("words", "stop", "last-mark", "bracket-end")
_LOWER = ("words", "lower-first", "looks-back", "dateline", "quote-first", "sentences")
BLANK_OFFSETS = tuple(range(-2, 5))
_OUTSIDE = -1  # value of a feature for a line outside the file
_HEADLINE_WORDS = 40
_PAD = max(OFFSETS)


@dataclass(frozen=True, eq=False)
class Candidates:
    """The lines of a file to compute features for, one row per line; `lines` are indexes in ascending order."""

    stretches: Stretches
    lines: Ints

    @classmethod
    def all(cls, stretches: Stretches) -> Candidates:
        return cls(stretches, np.arange(len(stretches.file)))

    @property
    def file(self) -> FileLines:
        return self.stretches.file

    @cached_property
    def of(self) -> Ints:
        """The stretch of each line."""
        found: Ints = self.stretches.of[self.lines]
        return found

    @cached_property
    def first(self) -> Ints:
        found: Ints = self.stretches.first[self.of]
        return found

    @cached_property
    def lower(self) -> Ints:
        found: Ints = self.stretches.lower[self.of]
        return found

    def around(self, values: Matrix, offsets: tuple[int, ...]) -> Matrix:
        """The values of the lines at each offset from each candidate, side by side: (rows, offsets * columns)."""
        padded = np.full((len(values) + 2 * _PAD, values.shape[1]), _OUTSIDE, np.float32)
        padded[_PAD : _PAD + len(values)] = values
        at = self.lines[:, None] + np.array(offsets) + _PAD
        found: Matrix = padded[at].reshape(len(self.lines), len(offsets) * values.shape[1])
        return found

    def constant(self, value: float) -> Matrix:
        return np.full(len(self.lines), value, np.float32)


def _columns(*columns: NDArray[Any]) -> Matrix:
    return side_by_side(columns)


_NEAR_COLUMNS = np.array([FORM[name] for name in NEAR])


def _forms(c: Candidates) -> Matrix:
    return c.around(c.file.forms[:, _NEAR_COLUMNS], OFFSETS)


def _ruled(c: Candidates) -> Matrix:
    return c.around(c.file.ruled[:, None].astype(np.float32), OFFSETS)


def _blanks(c: Candidates) -> Matrix:
    s, all_blanks = c.stretches, c.file.blanks
    near = c.around(all_blanks[:, None], BLANK_OFFSETS)
    own, below = near[:, BLANK_OFFSETS.index(0)], near[:, BLANK_OFFSETS.index(1)]
    most = s.most_blanks[c.of]
    over = 1 - np.searchsorted(np.sort(all_blanks), own, side="left") / len(all_blanks)
    return np.concatenate(
        [near, _columns(own - s.usual_blank, c.constant(s.usual_blank), over, most, most - s.usual_blank, own == most, own - below)], axis=1
    )


def _stretch(c: Candidates) -> Matrix:
    s, file, at = c.stretches, c.file, c.lines
    upper = s.upper[c.of]
    none = upper < 0
    flags = side_by_side([file.form("headline") * ~file.ruled, file.form("opening"), file.ruled])
    count = Counts(flags)
    above, below = count.between(c.first, at), count.between(at + 1, c.lower + 1)
    up = [np.where(none, _OUTSIDE, file.forms[np.maximum(upper, 0), FORM[name]]) for name in _UPPER]
    down = [file.forms[c.lower, FORM[name]] for name in _LOWER]
    return _columns(
        np.minimum(at - c.first, 40), np.minimum(c.lower - at, 40), np.minimum(c.lower - c.first, 60), *np.minimum(above, 10).T, *np.minimum(below, 10).T,
        at == c.lower, none, c.of == s.count, *up, *down,
    )  # fmt: skip


def _classes(c: Candidates) -> Matrix:
    own = c.file.classes
    count = Counts(own)
    above, below = count.between(c.first, c.lines), count.between(c.lines + 1, c.lower + 1)
    return np.concatenate([own[c.lines], np.minimum(above, 4), np.minimum(below, 4)], axis=1)


def _extent(c: Candidates) -> Matrix:
    """The measures of the whole file are coarse, because exact ones would identify a training file."""
    s, file = c.stretches, c.file
    total = float(s.words[-1])
    above = s.words[c.first]
    usual = median(file.form("words")[s.paragraphs]) if s.count else 0.0
    sizes = (_magnitude(value) for value in (total, s.count, len(file)))
    shares = (_tenths(value) for value in (s.count / len(file), float(file.ruled.mean()), float(file.form("headline").mean())))
    return _columns(_magnitude(above), _magnitude(total - above), *map(c.constant, (*sizes, *shares, float(_magnitude(usual)))))


def _magnitude(value: NDArray[Any] | float) -> Any:
    """The base-2 logarithm of a number plus 1, rounded to halves."""
    return np.round(2 * np.log2(np.asarray(value, float) + 1)) / 2


def _tenths(share: float) -> float:
    return round(share, 1)


def _copies(c: Candidates) -> Matrix:
    all_copies = c.stretches.copies
    flags = all_copies[:, 4:]
    count = Counts(flags)
    above, below = count.between(c.first, c.lines), count.between(c.lines, c.lower + 1)
    return np.concatenate([np.minimum(all_copies[c.lines], 20), np.minimum(above, 8), np.minimum(below, 8)], axis=1)


def _turns(c: Candidates) -> Matrix:
    found: Matrix = c.stretches.page_turns[c.lines]
    return found


def _chances(c: Candidates) -> Matrix:
    return c.around(c.file.chances[:, None], OFFSETS)


def _changes(c: Candidates) -> Matrix:
    found: Matrix = c.stretches.changes[c.of]
    return found


def _headline_words(c: Candidates) -> Matrix:
    s, file = c.stretches, c.file
    out = np.full((len(c.lines), 3), _OUTSIDE, np.float32)
    worth = (file.form("opening")[c.lines] > 0) & (file.form("words")[c.lines] <= _HEADLINE_WORDS)
    for row in np.flatnonzero(worth).tolist() if s.count else ():
        i, k = int(c.lines[row]), int(c.of[row])
        own = words(file.texts[i])
        if own:
            gap = k - 1 if k < s.count and s.lower[k] != i else k  # a paragraph is not compared with itself
            below, above = s.cohesion.share(own, gap, below=True), s.cohesion.share(own, k - 1, below=False) if k else 0.0
            out[row] = below, above, below - above
    return out


def _at(offset: int) -> str:
    return "" if not offset else f", {abs(offset)} line{'s' if abs(offset) > 1 else ''} {'above' if offset < 0 else 'below'}"


_FORM_GROUP = FeatureGroup(
    "near-forms", 1, tuple((f"{name}@{offset}", f"{FORMS[name]}{_at(offset)}") for offset in OFFSETS for name in NEAR), _forms
)
_RULED_GROUP = FeatureGroup("near-ruled", 1, tuple((f"ruled@{offset}", f"removed by a rule{_at(offset)}") for offset in OFFSETS), _ruled)
_BLANK_GROUP = FeatureGroup("blank-lines", 1, (
    *((f"blank@{offset}", f"blank lines above{_at(offset)}") for offset in BLANK_OFFSETS),
    ("blank-over-usual", "more blank lines above than between paragraphs"), ("blank-usual", "blank lines between the file's paragraphs"),
    ("blank-rank", "share of lines with at least as many blank lines above"), ("blank-most", "the most blank lines down to the paragraph"),
    ("blank-most-over", "the most blank lines down to the paragraph, against the usual"), ("is-blank-most", "most blank lines of all lines down to the paragraph"),
    ("blank-drop", "blank lines above minus those below"),
), _blanks)  # fmt: skip
_STRETCH_GROUP = FeatureGroup("stretch", 1, (
    ("from-text", "lines below the paragraph above"), ("to-text", "lines down to the paragraph"), ("between", "lines between the paragraphs"),
    ("headlines-above", "headlines between it and the paragraph above"), ("openings-above", "possible headlines between it and the paragraph above"),
    ("ruled-above", "removed lines between it and the paragraph above"), ("headlines-below", "headlines between it and the paragraph"),
    ("openings-below", "possible headlines between it and the paragraph"), ("ruled-below", "removed lines between it and the paragraph"),
    ("is-paragraph", "it is the paragraph itself"), ("file-top", "no paragraph above"), ("file-end", "no paragraph below"),
    *((f"upper-{name}", f"the paragraph above: {FORMS[name]}") for name in _UPPER), *((f"lower-{name}", f"the paragraph: {FORMS[name]}") for name in _LOWER),
), _stretch)  # fmt: skip
_CLASS_GROUP = FeatureGroup("classes", 1, (
    *((f"is-{name}", f"boilerplate: {name}") for name in CLASSES), *((f"{name}-above", f"boilerplate above: {name}") for name in CLASSES),
    *((f"{name}-below", f"boilerplate below: {name}") for name in CLASSES),
), _classes)  # fmt: skip
_EXTENT_GROUP = FeatureGroup("extent", 1, (
    ("words-above", "words of running text above"), ("words-below", "words of running text below"), ("words-all", "words of running text in the file"),
    ("paragraphs", "paragraphs in the file"), ("lines-all", "lines in the file"), ("prose-share", "share of lines that are paragraphs"),
    ("ruled-share", "share of lines that rules remove"), ("headline-share", "share of lines with a headline's form"), ("words-usual", "words of the file's usual paragraph"),
), _extent)  # fmt: skip
_COPY_GROUP = FeatureGroup("copies", 1, (
    ("times", "times the line is printed"), ("alike", "labels that begin alike"), ("again-below", "printed again below"), ("again-above", "a copy of a line above"),
    ("returns", "repeats a line from further up"), ("is-alike", "a label that begins like others"), ("at-top", "begins like a label at the file's top"), ("repeated", "a label that is printed again"),
    *((f"{name}-{side}", f"lines {side}: {text}") for side in ("above", "below") for name, text in (
        ("returns", "repeat a line from further up"), ("alike", "labels that begin like others"), ("at-top", "begin like a label at the file's top"), ("repeated", "labels printed again"))),
), _copies)  # fmt: skip
_TURN_GROUP = FeatureGroup("page-turn", 1, tuple(
    (f"turn-{name}-{side}-{reach}", f"the {reach} lines {side}: {text}") for reach in REACH for side in ("above", "below") for name, text in TURNS
), _turns)  # fmt: skip
_CHANCE_GROUP = FeatureGroup(
    "near-chances", 1, tuple((f"chance@{offset}", f"probability of article text{_at(offset)}") for offset in OFFSETS), _chances
)
_CHANGE_GROUP = FeatureGroup("changes", 1, CHANGES, _changes)
_HEADLINE_GROUP = FeatureGroup("headline-words", 1, (
    ("shared-below", "share of its words in the text below"), ("shared-above", "share of its words in the text above"),
    ("shared-more", "its words fit the text below better than the text above"),
), _headline_words)  # fmt: skip

_CHEAP_GROUPS = (
    _FORM_GROUP,
    _RULED_GROUP,
    _BLANK_GROUP,
    _STRETCH_GROUP,
    _CLASS_GROUP,
    _EXTENT_GROUP,
    _COPY_GROUP,
    _TURN_GROUP,
    _CHANCE_GROUP,
)
CHEAP: FeatureSet[Candidates] = FeatureSet(_CHEAP_GROUPS)
COSTLY: FeatureSet[Candidates] = FeatureSet((_CHANGE_GROUP, _HEADLINE_GROUP))
FIRST: FeatureSet[Candidates] = FeatureSet((*CHEAP.groups, *COSTLY.groups))

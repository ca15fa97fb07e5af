"""The features of lines after the rules have spoken: what the models of lines read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ...doors import languages
from ...line import Line
from ...models import FeatureGroup, FeatureSet, Matrix
from ...shapes import Shape
from ..text_model.signals import SignalTable
from .context import CLASS_NAMES, CLASS_OF, around, around_names, features, names

Context = tuple[Sequence[Line], str | None]  # lines that all hold text, and the code of their language

_table = SignalTable()
_HEAD_WORDS = 32  # longer lines are not compared with the page's first line


def _matrix(context: Context) -> Matrix:
    """One row a line."""
    lines, language = context
    texts = [line.text for line in lines]
    shapes = [line.shape for line in lines]
    code = language or ""
    signals = _table.of(texts, shapes, code, languages.common_words(code))
    count = len(lines)
    gone = np.array([line.ruled_out for line in lines], bool)
    known = np.array([bool(line.said.hits) for line in lines], bool) | gone
    classes = np.zeros((len(CLASS_NAMES), count), np.float32)
    classes.ravel()[_class_cells(lines)] = 1
    gap = np.array([line.block.gap for line in lines], np.float32)
    keys = [shape.key for shape in shapes]
    times = Counter(keys) if len(set(keys)) < count else None
    repeated = np.array(list(map(times.__getitem__, keys)), np.float32) if times else np.ones(count, np.float32)
    return features(signals, gone, known, classes, gap, repeated, _like_head(shapes))


def _class_cells(lines: Sequence[Line]) -> list[int]:
    """The cells of a table with a row a class and a column a line at which a rule of the class speaks on the line or removes it."""
    cells: list[int] = []
    for column, line in enumerate(lines):
        groups = line.said.groups
        if line.ruled_out and line.taken is not None and line.taken.rule.group not in groups:
            groups |= {line.taken.rule.group}
        if groups:
            cells += [CLASS_OF[group] * len(lines) + column for group in groups if group in CLASS_OF]
    return cells


def _like_head(shapes: Sequence[Shape]) -> Matrix:
    """The share of each line's words that the page's first line, often its title, holds too."""
    head = frozenset(shapes[0].key.split()) if shapes else frozenset()
    shares = [0.0] * len(shapes)
    for i, shape in enumerate(shapes):
        if 2 <= shape.words <= _HEAD_WORDS:
            words = shape.key.split()
            if not head.isdisjoint(words):
                shares[i] = sum(map(head.__contains__, words)) / len(words)
    return np.array(shares, np.float32)


FEATURES = FeatureSet([FeatureGroup("lines", 1, names(), _matrix)])
_AROUND: FeatureGroup[Context] = FeatureGroup("lines.around", 1, around_names(), lambda context: _unasked())
SECOND_FEATURES = FeatureSet([*FEATURES.groups, _AROUND])  # the first look's columns, and those that `wide` puts behind them


def wide(matrix: Matrix, first: Matrix) -> Matrix:
    """`matrix` of FEATURES as one of SECOND_FEATURES; `first` are the probabilities of the first look."""
    return np.concatenate([matrix, around(first, matrix[:, 0])], axis=1)


def _unasked() -> Matrix:
    raise NotImplementedError("the second look's columns follow from the first look's probabilities: see `wide`")

"""What no phrase can catch is weighed: each line's chance of being text, from itself and its surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ...doors import languages
from ..line import Line
from .context import CLASS_NAMES, CLASS_OF, features
from .model import Model, load
from .signals import Matrix, SignalTable

__all__ = ["Model", "describe", "load"]

_table = SignalTable()
_HEAD_WORDS = 32  # longer lines are not compared with the page's first line


def describe(lines: Sequence[Line], language: str | None) -> Matrix:
    """The features of lines after the rules have spoken; one row a line. All lines must hold text."""
    texts = [line.text for line in lines]
    shapes = [line.shape for line in lines]
    code = language or ""
    signals = _table.of(texts, shapes, code, languages.common_words(code))
    count = len(lines)
    gone = np.fromiter((line.taken is not None for line in lines), np.float32, count)
    classes = np.zeros((count, len(CLASS_NAMES)), np.float32)
    known = np.zeros(count, np.float32)
    for i, line in enumerate(lines):
        for hit in line.hits if line.taken is None else (*line.hits, line.taken):
            known[i] = 1
            column = CLASS_OF.get(hit.rule.group)
            if column is not None:
                classes[i, column] = 1
    gap = np.fromiter((line.block.gap for line in lines), np.float32, count)
    times = Counter(shape.key for shape in shapes)
    repeated = np.fromiter((times[shape.key] for shape in shapes), np.float32, count)
    return features(signals, gone, known, classes, gap, repeated, _like_head(shapes))


def _like_head(shapes: Sequence) -> Matrix:
    """The share of each line's words that the page's first line, often its title, holds too."""
    head = frozenset(shapes[0].key.split()) if shapes else frozenset()
    out = np.zeros(len(shapes), np.float32)
    for i, shape in enumerate(shapes):
        if 2 <= shape.words <= _HEAD_WORDS:
            words = shape.key.split()
            out[i] = sum(word in head for word in words) / max(1, len(words))
    return out

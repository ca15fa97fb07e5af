"""Features of the second look: the first look's probabilities, and the length of each line."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...models import FeatureGroup, FeatureSet, Matrix
from .window_sums import distances, shifted, sides

_STEPS = (-1, 1, -2, 2, -3, 3)
_REACHES = (3, 6, 15, 40)
_SURE = 0.8
_MOST = 60  # most words of a line that count


class FirstLook(NamedTuple):
    """The first look's probability of each line of a page, and each line's number of words; both (lines,)."""

    probabilities: Matrix
    words: Matrix


def _compute(look: FirstLook) -> Matrix:
    own, size = look.probabilities[None], np.minimum(look.words, _MOST)
    sums, lines = sides(np.array([own[0] * size, size, own[0]]), _REACHES)
    by_words, by_lines = sums[0] / np.maximum(sums[1], 1), sums[2] / np.maximum(lines, 1)
    text = np.cumsum(own[0] * size)
    total = max(1e-6, float(text[-1]))
    sure = distances(own > _SURE)
    page = (total, total / max(1.0, float(size.sum())), float((own < 1 - _SURE).mean()))
    return np.concatenate(
        [
            own,
            *(shifted(own, step, 0) for step in _STEPS),
            by_words.reshape(-1, own.shape[1]),
            by_lines.reshape(-1, own.shape[1]),
            [(text - own[0] * size) / total, 1 - text / total],
            sure,
            [sure.min(axis=0), sure.max(axis=0)],
            np.repeat(np.array(page)[:, None], own.shape[1], axis=1),
        ],
        dtype=np.float32,
    ).T


def _windows(name: str, text: str) -> list[tuple[str, str]]:
    return [
        (f"{name}-{side}{reach}", f"share of {text} rated as text in the {reach} lines {where}")
        for reach in _REACHES
        for side, where in (("up", "above"), ("down", "below"))
    ]


_COLUMNS = (
    ("first", "the line by itself and its surroundings"),
    *((f"first@{step:+d}", f"the line {abs(step)} {'above' if step < 0 else 'below'}") for step in _STEPS),
    *_windows("words", "words"),
    *_windows("lines", "lines"),
    ("text-before", "share of the page's text above"), ("text-after", "share of the page's text below"),
    ("sure-above", "lines up to sure text"), ("sure-below", "lines down to sure text"),
    ("sure-near", "lines to the nearest sure text"), ("sure-far", "lines to the farther sure text"),
    ("text-words", "words rated as text on the page"), ("text-share", "share of the page's words rated as text"),
    ("sure-boilerplate", "share of the page's lines that are surely boilerplate"),
)  # fmt: skip
SECOND_FEATURES: FeatureSet[FirstLook] = FeatureSet([FeatureGroup("text.first-look", 1, _COLUMNS, _compute)])

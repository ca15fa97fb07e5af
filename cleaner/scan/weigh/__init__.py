"""What no phrase can catch is weighed: each line's chance of being text, from itself and its surroundings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from ...doors import languages
from ...line import WEIGHED, Line, adjacent
from ...rule import Hit, Rule
from ...shapes import Shape
from ...weights import Matrix
from .context import CLASS_NAMES, CLASS_OF, features
from .model import Model, load
from .signals import SignalTable

__all__ = ["RULE", "Model", "describe", "explain", "load", "weigh"]

RULE = Rule(
    id="weights.line",
    about="Furniture by its own look and its surroundings",
    action="drop",
    kind=WEIGHED,
    confidence=0.8,
)


def weigh(lines: Sequence[Line], language: str | None) -> bool:
    """Take out what is more likely furniture than text, on a page where rules have found some; whether anything went.

    The weights are not followed where they would leave no running text at all.
    """
    held = [line for line in lines if line.text]
    model = load()
    for line, chance in zip(held, model.chances(describe(held, language)).tolist(), strict=True):
        line.chance = chance
    _agree(held)
    out = [line for line in held if line.taken is None and line.chance < model.keep]
    if not out or not any(line.shape.prose and line.taken is None and line.chance >= model.keep for line in held):
        return False
    for line in out:
        line.take(Hit(RULE, 0, len(line.text), None, f"chance of text {line.chance:.2f}"))
    return True


_BLOCK = 12  # lines: a longer block is no list or verse, but a page without blank lines


def _agree(lines: Sequence[Line]) -> None:
    """The lines of one block stand or fall together, as the items of a list do: each takes the block's mean chance."""
    block: list[Line] = []
    for line in (*lines, None):
        if line is not None and line.taken is None and block and adjacent(block[-1], line):
            block.append(line)
            continue
        if 1 < len(block) <= _BLOCK:
            mean = sum(line.chance for line in block) / len(block)
            for member in block:
                member.chance = mean
        block = [line] if line is not None and line.taken is None else []


_table = SignalTable()
_HEAD_WORDS = 32  # longer lines are not compared with the page's first line


def explain(lines: Sequence[Line], line: Line, language: str | None) -> list[tuple[str, float]]:
    """(plain words, weight) of what tips a line, strongest first: above zero for text, below for furniture."""
    held = [other for other in lines if other.text]
    at = next(i for i, other in enumerate(held) if other is line)
    return load().reasons(describe(held, language), at)


def describe(lines: Sequence[Line], language: str | None) -> Matrix:
    """The features of lines after the rules have spoken; one row a line. All lines must hold text."""
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

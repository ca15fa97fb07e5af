"""Lines of scraped text weighed: each line's probability to be text, and the choice of those that stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...line import WEIGHED, Line
from ...rule import Hit, Rule
from .decide import choose, shows_boilerplate
from .features import PageLines
from .model import load
from .obvious import spare

__all__ = ["RULE", "Outcome", "explain", "weigh"]

RULE = Rule(
    id="weights.line",
    about="Boilerplate by its own look and its surroundings",
    action="drop",
    kind=WEIGHED,
    confidence=0.9,
)
_LEAST = 0.3  # the size of a line that is hardly a word


class Outcome(NamedTuple):
    """`quality` is the F1 expected of what stays, from 0 to 1; a page of which it is low is in doubt."""

    changed: bool
    quality: float
    in_doubt: bool


_CLEAN = Outcome(False, 1.0, False)


def weigh(lines: Sequence[Line], language: str | None) -> Outcome:
    """Take out lines that are more likely boilerplate than text.

    A page on which no rule removes a line is taken for clean, unless some lines are surely boilerplate. Lines that a rule of
    little precision removes are given back where they are more likely text.
    """
    held = [line for line in lines if line.text]
    if not held:
        return _CLEAN
    model = load()
    probabilities = model.probabilities(PageLines(held, language, model.words))
    for line, probability in zip(held, probabilities.tolist(), strict=True):
        line.chance = probability
    if not any(line.taken is not None for line in held) and not shows_boilerplate(probabilities):
        return _CLEAN
    sizes = np.maximum(np.array([line.shape.words for line in held], np.float32), _LEAST)
    decided = np.array([line.ruled_out and not _soft(line) for line in held], bool)
    choice = choose(np.where(decided, np.float32(0), probabilities), sizes)
    return Outcome(_apply(held, choice.threshold), choice.quality, choice.quality < model.doubt)


_SURE_RULE = 0.9  # the confidence from which on a rule decides by itself


def _soft(line: Line) -> bool:
    """Whether the model may overrule what removes the line: a rule of little precision, or one for a paragraph that comes again.

    Of two copies of a paragraph the model knows better which stands in the text. It never overrules a rule for a headline's copies:
    of those, the choice of the headline keeps the right one.
    """
    if line.taken is None or line.taken.rule.action != "drop":
        return False
    rule = line.taken.rule
    return line.shape.prose if rule.kind == "repeat" else rule.confidence < _SURE_RULE


def _apply(lines: Sequence[Line], threshold: float) -> bool:
    """Take out and give back; whether anything changed."""
    back = [line for line in lines if _soft(line) and line.chance > threshold]
    out = [line for line in lines if line.taken is None and line.chance <= threshold]
    out = spare(lines, out, threshold)
    stays = any(line.shape.prose and line.taken is None for line in lines) and not all(
        line in out for line in lines if line.shape.prose and line.taken is None
    )
    if not stays and not back:
        return False
    for line in back:
        line.give_back()
        line.spared = True
    for line in out:
        line.take(Hit(RULE, 0, len(line.text), None, f"probability of text {line.chance:.2f}, at {threshold:.2f} or less it goes"))
    return bool(out or back)


def explain(lines: Sequence[Line], line: Line, language: str | None, count: int = 4) -> list[tuple[str, float]]:
    """(plain words, contribution) of what tips a line, strongest first: above zero for text, below for boilerplate."""
    held = [other for other in lines if other.text]
    at = next(i for i, other in enumerate(held) if other is line)
    model = load()
    return model.reasons(PageLines(held, language, model.words), at, count)

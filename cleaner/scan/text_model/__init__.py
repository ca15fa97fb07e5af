"""Apply the line model to scraped text: compute each line's probability to be article text, and choose the lines to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...lines.line import WEIGHED, Line
from ...packs import is_general
from ...packs.rule import Hit, Rule
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
_LEAST = 0.3  # size of a line without words, in words


class Outcome(NamedTuple):
    """Whether any line changed, the expected F1 of the kept text (`quality`, 0 to 1), and whether that is low (`in_doubt`)."""

    changed: bool
    quality: float
    in_doubt: bool


def weigh(lines: Sequence[Line], language: str | None) -> Outcome:
    """Remove the lines that are probably boilerplate, and restore those that rules removed but that are surely text.

    A page from which no rule removes a line counts as clean, unless some lines are surely boilerplate and the model is sure of the page.
    """
    held = [line for line in lines if line.text]
    if not held:
        return Outcome(False, 1.0, False)
    model = load()
    probabilities = model.probabilities(PageLines(held, language, model.words))
    for line, probability in zip(held, probabilities.tolist(), strict=True):
        line.probability = probability
    sizes = np.maximum(np.array([line.shape.words for line in held], np.float32), _LEAST)
    decided = np.array([line.ruled_out and not _may_overrule(line) for line in held], bool)
    choice = choose(np.where(decided, np.float32(0), probabilities), sizes)
    in_doubt = choice.quality < model.doubt
    if not any(line.taken is not None for line in held) and (in_doubt or not shows_boilerplate(probabilities)):
        return Outcome(False, choice.quality, False)  # nothing is removed, so nothing can be lost
    changed = _apply(held, choice.threshold)
    return Outcome(
        changed, choice.quality, in_doubt and any(line.removed_by_model for line in held)
    )  # what rules remove is flagged by its share


_SURE_RULE = 0.9  # confidence at which the model no longer overrides a rule
_AMONG_LINES = frozenset({"repeat", "run", "near", "position"})  # kinds of rules that remove a line because of its context
_OVERRULES, _OVERRULES_SHORT = 0.5, 0.7  # probability of text above which the model overrides a rule: running text, other lines


def _may_overrule(line: Line) -> bool:
    """Whether the model is sure that a line is text, although a rule removes it because of its context, or with low confidence.

    Only running text is restored from context rules, so copies of a headline never are: the choice of the headline keeps the right one.
    """
    if line.taken is None or line.taken.rule.action != "drop" or not is_general(line.taken.rule.pack):
        return False
    rule, prose = line.taken.rule, line.shape.prose
    if line.probability <= (_OVERRULES if prose else _OVERRULES_SHORT):
        return False
    return prose if rule.kind in _AMONG_LINES else rule.confidence < _SURE_RULE


def _apply(lines: Sequence[Line], threshold: float) -> bool:
    """Remove and restore lines. Returns whether any changed. Does nothing if no running text would be kept."""
    back = [line for line in lines if _may_overrule(line) and line.probability > threshold]
    out = spare(lines, [line for line in lines if line.taken is None and line.probability <= threshold], threshold)
    going = set(map(id, out))
    if not back and not any(line.shape.prose and line.taken is None and id(line) not in going for line in lines):
        return False
    for line in back:
        line.give_back()
        line.spared = True
    for line in lines:  # protect what is surely text from context rules that match after these removals
        line.spared = line.spared or (line.taken is None and line.shape.prose and line.probability > _OVERRULES)
    for line in out:
        line.take(Hit(RULE, 0, len(line.text), None, f"probability of text {line.probability:.2f}, at {threshold:.2f} or less it goes"))
    return bool(out or back)


def explain(lines: Sequence[Line], line: Line, language: str | None, count: int = 4) -> list[tuple[str, float]]:
    """The strongest reasons for one line as (description, log odds), strongest first; above 0 for text, below for boilerplate."""
    held = [other for other in lines if other.text]
    at = next(i for i, other in enumerate(held) if other is line)
    model = load()
    return model.reasons(PageLines(held, language, model.words), at, count)

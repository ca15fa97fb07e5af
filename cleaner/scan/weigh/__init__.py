"""What no phrase can catch is weighed: each line's chance of being text, from itself and its surroundings."""

from __future__ import annotations

from collections.abc import Sequence

from ...line import WEIGHED, Line, adjacent
from ...rule import Hit, Rule
from .line_features import FEATURES
from .model import Model, load

__all__ = ["FEATURES", "RULE", "Model", "explain", "load", "weigh"]

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
    for line, chance in zip(held, model.probabilities(FEATURES.matrix((held, language))).tolist(), strict=True):
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


def explain(lines: Sequence[Line], line: Line, language: str | None) -> list[tuple[str, float]]:
    """(plain words, weight) of what tips a line, strongest first: above zero for text, below for furniture."""
    held = [other for other in lines if other.text]
    at = next(i for i, other in enumerate(held) if other is line)
    return load().reasons(FEATURES.matrix((held, language)), at)

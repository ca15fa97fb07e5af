"""run: several lines in a row, such as a menu or the teasers below "Most read"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..rule import ShapeTest
from .phrase import fold_phrase

KEYS = {"after": list, "shape": dict, "until": str, "min_lines": int, "max_lines": int, "min_known": (int, float)}
REQUIRED = ()
UNTIL = ("prose", "story")
_SHAPE = ShapeTest(max_words=16, end="none")


@dataclass(frozen=True, slots=True)
class Run:
    labels: frozenset[str]
    shape: ShapeTest
    until: str
    min_lines: int
    max_lines: int
    min_known: float


def build(table: dict[str, Any]) -> Run:
    labels = frozenset(fold_phrase(label) for label in table.get("after", ()))
    if not labels and "min_known" not in table:
        raise ValueError("a run needs `after` labels or a `min_known` share")
    until = table.get("until", "prose")
    if until not in UNTIL:
        raise ValueError(f"until is one of {', '.join(UNTIL)}")
    if until == "story" and not (labels and "min_known" in table):
        raise ValueError("a run until the next story needs `after` labels and a `min_known` share")
    shape = ShapeTest(**table["shape"]) if "shape" in table else _SHAPE
    return Run(
        labels,
        shape,
        until,
        table.get("min_lines", 1 if labels else 4),
        table.get("max_lines", 400 if until == "story" else 60),
        float(table.get("min_known", 0)),
    )

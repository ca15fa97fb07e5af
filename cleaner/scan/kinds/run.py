"""run: several lines in a row, such as a menu or the teasers below "Most read"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..rules import ShapeTest
from .phrase import fold_phrase

if TYPE_CHECKING:
    from ..company import View

KEYS = {"after": list, "shape": dict, "min_lines": int, "max_lines": int, "min_known": (int, float)}
REQUIRED = ()
_HEADER_GROUPS = ("clock", "byline", "share", "link", "reading-time")  # what stands below a story's headline
_SHAPE = ShapeTest(max_words=16, end="none")


@dataclass(frozen=True, slots=True)
class Run:
    labels: frozenset[str]
    shape: ShapeTest
    min_lines: int
    max_lines: int
    min_known: float


def build(table: dict[str, Any]) -> Run:
    labels = frozenset(fold_phrase(label) for label in table.get("after", ()))
    if not labels and "min_known" not in table:
        raise ValueError("a run needs `after` labels or a `min_known` share")
    shape = ShapeTest(**table["shape"]) if "shape" in table else _SHAPE
    return Run(labels, shape, table.get("min_lines", 1 if labels else 4), table.get("max_lines", 60), float(table.get("min_known", 0)))


def find(spec: Run, view: View) -> Iterator[tuple[int, int, str]]:
    """(first, last, reason) of each run, indexes inclusive."""
    return _below_labels(spec, view) if spec.labels else _known(spec, view)


def _below_labels(spec: Run, view: View) -> Iterator[tuple[int, int, str]]:
    for i in view.labelled(spec.labels):
        if view.is_removed(i):
            continue
        last = _extent(spec, view, i + 1)
        if last < len(view.lines) - 1:  # the line before prose may be a sub-headline
            while last > i and (view.is_removed(last) or not view.lines[last].text):
                last -= 1
            if last > i and not view.lines[last].shape.bullet and not view.knows(last):
                last -= 1
        if last - i >= spec.min_lines:
            yield i, last, f"in the list below {view.lines[i].text[:40]!r}"


def _known(spec: Run, view: View) -> Iterator[tuple[int, int, str]]:
    i, count = 0, len(view.lines)
    while i < count:
        last = _extent(spec, view, i, blank_ends=False)
        if last - i + 1 >= spec.min_lines:
            known = [j for j in range(i, last + 1) if view.knows(j)]
            kept = sum(not view.is_removed(j) for j in range(i, last + 1))
            if kept and len(known) >= 2 and len(known) >= spec.min_known * (last - i + 1):
                yield known[0], known[-1], f"{len(known)} of {last - i + 1} lines in the run are known furniture"
        i = max(last, i) + 1


def _extent(spec: Run, view: View, start: int, blank_ends: bool = True) -> int:
    """Index of the last line of the run that starts at `start`; start - 1 when there is none."""
    i = start
    while i < len(view.lines) and i - start < spec.max_lines:
        line = view.lines[i]
        if not view.is_removed(i):
            if not spec.shape.accepts(line.shape) or line.shape.prose:
                break
            if blank_ends and ((line.block.gap >= 2 and i > start) or view.heads_story(i, _HEADER_GROUPS)):
                break
        i += 1
    return i - 1

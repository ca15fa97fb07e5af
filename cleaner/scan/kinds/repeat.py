"""repeat: a headline or a paragraph printed again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...shapes import Shape

if TYPE_CHECKING:
    from ..view import View

KEYS = {"of": str, "min_words": int}
REQUIRED = ("of",)
OF = ("headline", "paragraph")
_REACH = 14  # kept lines between a headline and its copy


@dataclass(frozen=True, slots=True)
class Repeat:
    of: str
    min_words: int


def build(table: dict[str, Any]) -> Repeat:
    if table["of"] not in OF:
        raise ValueError(f"of is one of {', '.join(OF)}")
    return Repeat(table["of"], table.get("min_words", 3 if table["of"] == "headline" else 14))


def find(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """(index of the line that goes, reason)"""
    return _paragraphs(spec, view) if spec.of == "paragraph" else _headlines(spec, view)


def _paragraphs(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    first: dict[str, int] = {}
    for i in view.kept:
        line = view.lines[i]
        if line.shape.words >= spec.min_words and not line.shape.bullet:
            earlier = first.setdefault(line.text, i)
            if earlier != i:
                yield i, f"stands on line {view.lines[earlier].block.line} already"


def _headlines(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Copies within one gap between paragraphs; the first copy stays, a copy with the outlet's name behind it goes."""
    twins = _twins([view.lines[i].shape for i in view.kept])
    if not twins:
        return
    seen: dict[str, int] = {}
    start = 0
    for i in view.kept:
        shape = view.lines[i].shape
        if shape.prose and shape.words > 24:
            seen, start = {}, i + 1
            continue
        if shape.words < spec.min_words:
            continue
        earlier = seen.get(shape.key) if shape.key in twins else None
        if earlier is not None and view.distance(earlier, i) <= _REACH and _headline_like(view, start, earlier, i):
            if view.lines[earlier].shape.key != shape.key:
                yield earlier, f"is the headline on line {view.lines[i].block.line}, with the outlet's name"
                seen[shape.key] = i
            else:
                yield i, f"is the headline on line {view.lines[earlier].block.line}"
            continue
        seen.setdefault(shape.key, i)
        if shape.plain:
            seen.setdefault(shape.plain, i)


def _twins(shapes: list[Shape]) -> set[str]:
    """The folded lines that stand more than once, with the outlet's name or without."""
    times = Counter(shape.key for shape in shapes)
    twins = {shape.plain for shape in shapes if shape.plain} & times.keys()
    if len(times) < len(shapes):
        twins |= {key for key, count in times.items() if count > 1}
    return twins


def _headline_like(view: View, start: int, earlier: int, later: int) -> bool:
    """A refrain is repeated too: a headline opens the file or the gap, or furniture stands about its copy."""
    if not view.prose_follows(later):
        return False
    return earlier == view.first_kept or view.removed_between(max(start, earlier - 1), later + 3) > 0 or view.lines[earlier].block.gap >= 2

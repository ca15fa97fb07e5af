"""repeat: a headline or a paragraph printed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...shapes import SUFFIX, fold

if TYPE_CHECKING:
    from ..company import View

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
    for i in view.kept():
        line = view.lines[i]
        if line.shape.words >= spec.min_words and not line.shape.bullet:
            earlier = first.setdefault(line.text, i)
            if earlier != i:
                yield i, f"stands on line {view.lines[earlier].block.line} already"


def _headlines(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Copies within one gap between paragraphs; the first copy stays, a copy with the outlet's name behind it goes."""
    seen: dict[str, int] = {}
    start = 0
    for i in view.kept():
        shape = view.lines[i].shape
        if shape.prose and shape.words > 24:
            seen, start = {}, i + 1
            continue
        if shape.words < spec.min_words:
            continue
        for key, plain in ((shape.key, True), (fold(SUFFIX.sub("", view.lines[i].text)), False)):
            earlier = seen.get(key)
            if earlier is not None and plain and view.distance(earlier, i) <= _REACH and _headline_like(view, start, earlier, i):
                dressed = view.lines[earlier].shape.key != shape.key
                yield (
                    (earlier, f"is the headline on line {view.lines[i].block.line}, with the outlet's name")
                    if dressed
                    else (i, f"is the headline on line {view.lines[earlier].block.line}")
                )
                if dressed:
                    seen[key] = i
                break
            seen.setdefault(key, i)


def _headline_like(view: View, start: int, earlier: int, later: int) -> bool:
    """A refrain is repeated too: a headline opens the file or the gap, or furniture stands about its copy."""
    if not view.prose_follows(later):
        return False
    return earlier == view.first_kept or view.removed_between(max(start, earlier - 1), later + 3) > 0 or view.lines[earlier].block.gap >= 2

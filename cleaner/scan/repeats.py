"""Rules of kind `repeat`: find copies of a headline or a paragraph."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from ..packs.kinds.repeat import Repeat
from ..text.shape import Shape
from .page_lines import View

_LONG = 24  # words; a longer paragraph ends the gap in which a headline may be repeated
_NEXT = 2  # kept lines between a paragraph and a copy that follows it
_REACH = 14  # kept lines between a headline and its copy


def find(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Yield (index of the line to remove, reason)."""
    return _paragraphs(spec, view) if spec.of == "paragraph" else _headlines(spec, view)


def _paragraphs(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Copies of the page's first paragraph, copies right below the original, and copies of the paragraphs that follow these.

    A paragraph may also be repeated legitimately: quoted in an answer, or below each of several offers. Such a copy is in the middle of
    the page, and its neighbours differ from the original's.
    """
    first: dict[str, int] = {}
    copies: set[int] = set()
    twins = view.by_texts(spec, lambda: [i for i in _twins(view) if _is_paragraph(spec, view.shapes[i])])
    for i in twins:
        if view.gone[i]:
            continue
        line = view.lines[i]
        earlier = first.setdefault(line.text, i)
        if earlier != i and ([earlier] == view.prose[:1] or view.distance(earlier, i) <= _NEXT or _goes_on(view, earlier, i, copies)):
            copies.add(i)
            yield i, f"is printed on line {view.lines[earlier].block.line} already"


def _goes_on(view: View, earlier: int, later: int, copies: set[int]) -> bool:
    """Whether the paragraph above the later one was removed as a copy of the one above the earlier."""
    above = [bisect_left(view.running, i) for i in (earlier, later)]
    if 0 in above:
        return False
    one, other = (view.running[at - 1] for at in above)
    return one != other and (view.gone[other] or other in copies) and view.lines[one].text == view.lines[other].text


def _headlines(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Copies of a headline within one gap between paragraphs. The first copy stays, unless only it has the outlet's name at its end."""
    twins = view.by_texts(spec, lambda: [i for i in _twins(view) if _is_headline(spec, view.shapes[i])])
    long = [i for i in view.prose if view.shapes[i].words > _LONG] if twins else []
    seen: dict[str, int] = {}
    start = 0
    for i in twins:
        if view.gone[i]:
            continue
        shape = view.shapes[i]
        above = bisect_left(long, i)
        if above and long[above - 1] >= start:
            seen, start = {}, long[above - 1] + 1
        earlier = seen.get(shape.key)
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


def _is_paragraph(spec: Repeat, shape: Shape) -> bool:
    return shape.words >= spec.min_words and not shape.bullet


def _is_headline(spec: Repeat, shape: Shape) -> bool:
    return shape.words >= spec.min_words and not (shape.prose and shape.words > _LONG)


def _twins(view: View) -> list[int]:
    """Indexes of the lines that are printed more than once, with or without the outlet's name; includes removed lines."""
    return view.by_texts(_twins, lambda: _more_than_once(view.shapes))


def _more_than_once(shapes: list[Shape]) -> list[int]:
    keys = [shape.key for shape in shapes]
    times = Counter(keys) if len(set(keys)) < len(keys) else dict.fromkeys(keys, 1)
    undressed = {shape.plain for shape in shapes if shape.plain} & times.keys()
    if not undressed and len(times) == len(keys):
        return []
    return [i for i, shape in enumerate(shapes) if times[shape.key] > 1 or shape.key in undressed or shape.plain in undressed]


def _headline_like(view: View, start: int, earlier: int, later: int) -> bool:
    """Whether a repeated line is a headline rather than a refrain: it opens the file or a gap, or boilerplate is around its copy."""
    if not view.prose_follows(later):
        return False
    return earlier == view.first_kept or view.removed_between(max(start, earlier - 1), later + 3) > 0 or view.lines[earlier].block.gap >= 2

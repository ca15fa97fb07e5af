"""Where rules of kind `repeat` apply: a headline or a paragraph printed again."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from ..packs.kinds.repeat import Repeat
from ..text.shape import Shape
from .page_lines import View

_LONG = 24  # words: a longer paragraph closes the gap in which a headline may be printed again
_NEXT = 2  # kept lines between a paragraph and a copy that follows it
_REACH = 14  # kept lines between a headline and its copy


def find(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """(index of the line that goes, reason)"""
    return _paragraphs(spec, view) if spec.of == "paragraph" else _headlines(spec, view)


def _paragraphs(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Copies of the page's first paragraph, of the line above, and what goes on with such a copy as the first did.

    A paragraph may come twice by right, too: quoted in an answer, or under each of several offers. Then it stands in the middle of
    the page, and what stands around it differs.
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
    """Whether the paragraph above the later one was removed, and reads as the one above the earlier."""
    above = [bisect_left(view.running, i) for i in (earlier, later)]
    if 0 in above:
        return False
    one, other = (view.running[at - 1] for at in above)
    return one != other and (view.gone[other] or other in copies) and view.lines[one].text == view.lines[other].text


def _headlines(spec: Repeat, view: View) -> Iterator[tuple[int, str]]:
    """Copies within one gap between paragraphs; the first copy stays, a copy with the outlet's name behind it goes."""
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
    """Indexes of the lines that stand more than once, with the outlet's name or without; removed ones among them."""
    return view.by_texts(_twins, lambda: _more_than_once(view.shapes))


def _more_than_once(shapes: list[Shape]) -> list[int]:
    keys = [shape.key for shape in shapes]
    times = Counter(keys) if len(set(keys)) < len(keys) else dict.fromkeys(keys, 1)
    undressed = {shape.plain for shape in shapes if shape.plain} & times.keys()
    if not undressed and len(times) == len(keys):
        return []
    return [i for i, shape in enumerate(shapes) if times[shape.key] > 1 or shape.key in undressed or shape.plain in undressed]


def _headline_like(view: View, start: int, earlier: int, later: int) -> bool:
    """A refrain is repeated too: a headline opens the file or the gap, or furniture stands about its copy."""
    if not view.prose_follows(later):
        return False
    return earlier == view.first_kept or view.removed_between(max(start, earlier - 1), later + 3) > 0 or view.lines[earlier].block.gap >= 2

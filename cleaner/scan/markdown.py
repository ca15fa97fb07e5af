"""Lines of a Markdown text: remove lines that are boilerplate by their links and their position.

Lines of nothing but links (menus, bars of buttons, lists of teasers) are removed after the rules have matched, because rules identify
a byline or a list's label better. The short lines between such lines, above the first heading and below the text, are removed with them.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ..lines.line import Line
from ..packs.rule import Hit
from .code_rules import AROUND, BREAK, LINKS, REFERENCE
from .page_lines import View

_SENTENCE = 60  # characters of the shortest link that may be a sentence of the text
_LABEL = 6  # words
_HELD = ("code", "row")  # kinds of blocks that are text without being prose


def is_markdown(lines: Sequence[Line]) -> bool:
    """Whether the lines are those of a Markdown text."""
    return any(line.block.markup is not None for line in lines)


def take(view: View, off: Set[str]) -> bool:
    """Remove the lines that are boilerplate by their links and position, except by rules in `off`. Returns whether any was removed."""
    count = sum(view.gone)
    if LINKS.id not in off:
        _take_links(view)
    if REFERENCE.id not in off:
        for i, line in enumerate(view.lines):
            if _kind(line) == "reference" and not view.gone[i]:
                view.take(i, Hit(REFERENCE, 0, len(line.text)))
    if AROUND.id not in off:
        _take_around(view)
    if BREAK.id not in off:
        _take_breaks(view)
    return sum(view.gone) > count


def _kind(line: Line) -> str:
    return line.block.markup.kind if line.block.markup is not None else "paragraph"


def _linked(line: Line) -> bool:
    """Whether a line is nothing but links, and no rule extracts a field from it."""
    markup = line.block.markup
    if markup is None or not markup.linked or markup.kind == "heading" or any(hit.rule.action == "lift" for hit in line.hits):
        return False
    return not (line.shape.prose and line.shape.stop and len(line.text) >= _SENTENCE)


def _holds_text(view: View, i: int) -> bool:
    """Whether a line is kept and is text by itself."""
    line = view.lines[i]
    return not view.gone[i] and not _linked(line) and (line.shape.prose or _kind(line) in _HELD)


def _take_links(view: View) -> None:
    """Remove lines of nothing but links, with the label above them, but not a list that a sentence introduces."""
    lines = view.lines
    announced = -1
    for i, line in enumerate(lines):
        if view.gone[i]:
            continue
        if not _linked(line):
            announced = _box(line) if announced >= 0 and _box(line) == announced else -1
            if line.text.endswith((":", "：")) and line.shape.words > 2 and i + 1 < len(lines):
                announced = _box(lines[i + 1])
            continue
        if announced >= 0 and _box(line) == announced:
            line.held = True
            continue
        view.take(i, Hit(LINKS, 0, len(line.text)))
        _take_label(view, i)


def _box(line: Line) -> int:
    return line.block.markup.box if line.block.markup is not None else -1


def _take_label(view: View, i: int) -> None:
    """Remove the label of a list of links: the item that the list is nested in, or the line right above it."""
    j = i - 1
    while j >= 0 and view.gone[j]:
        j -= 1
    if j < 0 or (j < i - 1 and _box(view.lines[i - 1]) != _box(view.lines[i])):
        return
    label, first = view.lines[j], view.lines[i]
    short = label.shape.words <= _LABEL and not label.shape.stop
    nested = _kind(label) == "item" and _box(label) == _box(first) and _depth(label) < _depth(first)
    above = _kind(label) == "paragraph" and _kind(first) == "item" and first.block.gap == 0 and j == i - 1
    if short and (nested or above):
        view.take(j, Hit(LINKS, 0, len(label.text), None, "the label of a list of links"))


def _depth(line: Line) -> int:
    return line.block.markup.depth if line.block.markup is not None else 0


def _take_around(view: View) -> None:
    """Remove short lines above the headline and below the text, if lines of links among them were removed."""
    text = [i for i in range(len(view.lines)) if _holds_text(view, i)]
    if not text:
        return
    top = next((i for i in range(text[0]) if _kind(view.lines[i]) == "heading" and not view.gone[i]), 0)
    _take_short(view, range(top))
    end = next((i for i in range(text[-1] + 1, len(view.lines)) if _ends(view, i)), len(view.lines))
    _take_short(view, range(end, len(view.lines)))


def _ends(view: View, i: int) -> bool:
    """Whether line i marks the end of the text: it is a horizontal rule, or a removed line of links."""
    return _kind(view.lines[i]) == "rule" or _went(view.lines[i])


def _went(line: Line) -> bool:
    """Whether a line was removed as links, or as a short line among links."""
    return line.taken is not None and line.taken.rule in (LINKS, AROUND)


def _take_short(view: View, indexes: range) -> None:
    if not any(map(_went, view.lines[indexes.start : indexes.stop])):
        return
    for i in indexes:
        line = view.lines[i]
        if not view.gone[i] and not line.shape.prose and not any(hit.rule.action == "lift" for hit in line.hits):
            view.take(i, Hit(AROUND, 0, len(line.text)))


def take_empty_headings(view: View) -> bool:
    """Remove headings with no kept line below them, down to the next heading of their level. Returns whether any was removed."""
    below: dict[int, bool] = {}  # level -> whether a kept line is below, in the section being read upwards
    count = sum(view.gone)
    stays = False
    for i in range(len(view.lines) - 1, -1, -1):
        line = view.lines[i]
        markup = line.block.markup
        if markup is None or markup.kind != "heading":
            stays = stays or not view.gone[i]
            continue
        filled = stays or any(held for level, held in below.items() if level > markup.level)
        beside = below.get(markup.level, False)
        below = {level: held for level, held in below.items() if level < markup.level}
        below[markup.level] = filled or beside
        if not filled and not view.gone[i] and markup.level > 1:
            view.take(i, Hit(AROUND, 0, len(line.text)))
        stays = False
    return sum(view.gone) > count


def _take_breaks(view: View) -> None:
    """Remove horizontal rules that no longer separate anything: at an edge of the text, or next to removed lines."""
    kept = [i for i, gone in enumerate(view.gone) if not gone]
    for at, i in enumerate(kept):
        if _kind(view.lines[i]) != "rule":
            continue
        edge = at == 0 or at + 1 == len(kept)
        if edge or kept[at - 1] < i - 1 or kept[at + 1] > i + 1:
            view.take(i, Hit(BREAK, 0, len(view.lines[i].text)))

"""The headline among an article's lines.

In clean text it is the first line that can be one. On a page with furniture it is weighed: what stands above the text,
and which of it the page itself points at (a copy, a clock below it, the words of the address). A cleaned text, headline
on top, shows the same one again.
"""

from __future__ import annotations

from ..line import Line, parted
from ..rule import Hit, Rule
from ..shapes import SUFFIX
from .clues import Clues, title_like

_REACH = 15  # kept lines from the article's first in which a headline with clues may stand
_ENOUGH = 1.5  # clues from which on a line of clean text is the headline wherever it stands


def find_title(lines: list[Line], url: str | None) -> Line | None:
    """The headline's line among those that no rule removes; None when there is none. One that only the weights remove is given back."""
    if any(line.weighed_out for line in lines):
        from .headline import choose

        title = choose(lines, url)
        if title is not None:
            if title.weighed_out:
                title.give_back()
            _drop_copies(title, lines)
            return title
    body = [line for line in lines if not line.gone]
    title = _first(body, lines, url)
    if title is not None:
        _drop_copies(title, body[: next(i for i, line in enumerate(body) if line is title)])
    return title


COPY = Rule(
    id="headline.copy",
    about="The headline again, near the beginning of the text",
    action="drop",
    kind="repeat",
    spec=None,
    languages=frozenset(),
    confidence=0.9,
    near=None,
    place=None,
    max_words=None,
    hits=(),
    misses=(),
    pack="",
    line=0,
)


def _drop_copies(title: Line, lines: list[Line]) -> None:
    """Kept copies of the headline go: with the headline on top they would stand beside it."""
    reach = [line for line in lines if not line.gone][: 2 * _REACH]
    for line in reach:
        if line is not title and line.shape.key == title.shape.key:
            line.take(Hit(COPY, 0, len(line.text), None, f"is the headline on line {title.block.line}"))


def plain(title: Line, lines: list[Line]) -> str:
    """The headline's words: a page title that stands first on a page with furniture goes without the outlet's name behind it."""
    dressed = title is lines[0] and any(line.weighed_out for line in lines)
    return SUFFIX.sub("", title.text) if dressed else title.text


def _first(body: list[Line], lines: list[Line], url: str | None) -> Line | None:
    """In clean text: the first line that can be a headline, or one that clues point at."""
    near = body[:_REACH]
    able = [i for i, line in enumerate(near) if title_like(line) and i + 1 < len(body) and parted(line, body[i + 1])]
    if not able:
        return None
    clues = Clues(lines, url)
    place = {id(line): i for i, line in enumerate(lines)}
    shown = {i: clues.weight(place[id(near[i])]) for i in able}
    best = max(shown, key=lambda i: (shown[i], -i))
    if shown[best] >= _ENOUGH:
        return next(near[i] for i in able if near[i].shape.key == near[best].shape.key)  # of its copies the first
    first_prose = next((i for i, line in enumerate(near) if line.shape.prose and not title_like(line)), len(near))
    head = [i for i in able if i < first_prose]
    if not head:
        return None
    kicker = near[head[0]].shape.words < 3 and head[0] == 0
    if kicker and 1 in head and near[1].shape.words >= 3 and first_prose == 2:  # a section's label above the headline
        return near[1]
    return near[head[0]] if head[0] == 0 or near[head[0]].shape.words >= 3 else None

"""The headline among an article's lines.

In clean text it is the first line that can be one. On a page with furniture it is weighed: what stands above the text,
and which of it the page itself points at (a copy, a clock below it, the words of the address). A cleaned text, headline
on top, shows the same one again.
"""

from __future__ import annotations

from ..line import Line, parted
from ..rule import Hit, Rule
from ..shapes import SUFFIX
from .clues import title_like

_REACH = 15  # kept lines from the article's first in which a headline with clues may stand


def find_title(lines: list[Line], url: str | None) -> Line | None:
    """The headline's line among those that no rule removes; None when there is none. One that only the weights remove is given back."""
    if any(line.taken is not None for line in lines):
        from .headline import choose

        title = choose(lines, url)
        if title is not None:
            if title.taken is not None:
                title.give_back()
            _drop_copies(title, lines)
            return title
    return _first([line for line in lines if not line.gone])


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
    dressed = title is lines[0] and any(line.taken is not None for line in lines)
    return SUFFIX.sub("", title.text) if dressed else title.text


def _first(body: list[Line]) -> Line | None:
    """In clean text: the first line, if it can be a headline, or the one below a section's label."""
    if len(body) < 2 or not title_like(body[0]) or not parted(body[0], body[1]):
        return None
    label = body[0].shape.words < 3 and len(body) > 2
    if (
        label
        and title_like(body[1])
        and body[1].shape.words >= 3
        and parted(body[1], body[2])
        and body[2].shape.prose
        and not title_like(body[2])
    ):
        return body[1]
    return body[0]

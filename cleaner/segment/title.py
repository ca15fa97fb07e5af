"""The headline among an article's lines.

A fitted model ranks the lines above and around the beginning of the text. Where it finds none, the headline is the first line that can
be one, unless the address spells another of those above the text. A cleaned text, headline on top, shows the same one again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ..lines.layout import parted
from ..lines.line import Line
from ..packs.rule import Hit, Rule
from ..text.shape import fold
from . import headline, story_head
from .headline_cue_features import stated_time, title_like
from .headline_text import worded
from .url_slug import spelled, words

_REACH = 15  # kept lines from the article's first in which a headline with clues may stand
_LABELS = 8  # lines of labels above the headline of a clean text
_SPELLED = 0.6  # how well an address spells a headline from which on it speaks for it
_PATH = re.compile(r"\s[/»›>]\s|\|$")


def find_title(lines: list[Line], url: str | None, several: bool = False) -> Line | None:
    """The headline's line; None when there is none. One that the line model or a rule removes is given back: a menu's rule may match
    a headline of two words, and a list of teasers may run on into the next story's head.

    `several`: the lines are one story's of a file of several.
    """
    named = next((line for line in lines if line.named and not line.gone), None)
    if named is not None:  # a field of a record
        _drop_copies(named, lines)
        return named
    heading = _top_heading(lines)
    if heading is not None:
        if heading.taken is not None:
            heading.give_back()
        _drop_copies(heading, lines)
        return heading
    if all(line.gone for line in lines):  # boilerplate alone has no headline
        return None
    address = spelled(url)
    title = story_head.choose(lines) if several and not address else headline.choose(lines, url)
    if title is None:
        return _first([line for line in lines if not line.gone], address)
    clean = all(line.taken is None or line.shape.key == title.shape.key for line in lines)
    if title.taken is not None:
        title.give_back()
    if not clean:  # in clean text a line that comes again is a refrain
        _drop_copies(title, lines)
    return title


def _top_heading(lines: list[Line]) -> Line | None:
    """The first heading of level 1 of a Markdown text, where no rule removes it and no text stands above it that stays."""
    for line in lines:
        markup = line.block.markup
        if markup is None or (line.shape.prose and not line.gone and markup.kind != "heading"):
            return None
        if (
            markup.kind == "heading"
            and markup.level == 1
            and (not line.ruled_out or (line.taken is not None and line.taken.rule.kind == "repeat"))
        ):
            return line
    return None


def printed(lines: list[Line], title: str) -> Line | None:
    """The line that prints the headline an HTML page states of itself, if one does; copies of it go."""
    key = fold(title)
    stops = title[-1:] in ".!?…。！？"
    line = next((line for line in lines[:_REACH] if not line.gone and line.shape.key == key and (stops or not line.shape.stop)), None)
    if line is not None:
        _drop_copies(line, lines)
    return line


COPY = Rule(
    id="headline.copy",
    about="The headline again, near the beginning of the text",
    action="drop",
    kind="repeat",
    confidence=0.9,
)


def _drop_copies(title: Line, lines: list[Line]) -> None:
    """Kept copies of the headline go: with the headline on top they would be beside it. What reads as a sentence of its own is no copy."""
    reach = [line for line in lines if not line.gone][: 2 * _REACH]
    for line in reach:
        if line is not title and line.shape.key == title.shape.key and (line.shape.stop == title.shape.stop or line.shape.bullet):
            line.take(Hit(COPY, 0, len(line.text), None, f"is the headline on line {title.block.line}"))


def plain(title: Line, lines: list[Line], url: str | None) -> str:
    """The headline's words, without what is glued to them on its line."""
    return worded(next(i for i, line in enumerate(lines) if line is title), lines, spelled(url))


def _first(body: list[Line], address: tuple[str, ...]) -> Line | None:
    """In clean text: the line above the text that the address spells, or the first, or the one below a section's labels."""
    if len(body) < 2:
        return None
    above = list(_above_text(body))
    told = max(above, key=lambda line: _told(line, address), default=None)
    if told is not None and _told(told, address) >= _SPELLED:
        return told
    opens = title_like(body[0]) and (parted(body[0], body[1]) or _above_date(body))
    if opens and not _label(body[0]):
        return body[0]
    below = next((line for line in body if not _label(line)), None)
    if below in above and opens is title_like(body[0]):  # not where it stands in verse or a list
        return below
    return body[0] if opens else None


def _above_date(body: list[Line]) -> bool:
    """Whether the first line stands right above one with a number in it, such as a date or a source, and that one above the text."""
    first, second, *further = body[:3]
    dated = second.shape.digits and not second.shape.prose and not second.shape.stop
    return first.shape.words >= 3 and dated and bool(further) and further[0].shape.prose


def _above_text(body: list[Line]) -> Iterator[Line]:
    """The lines that can be headlines in the few above the first paragraph; none where no paragraph follows so soon."""
    text = next((i for i, line in enumerate(body[: _LABELS + 2]) if line.shape.prose and not title_like(line)), None)
    for upper, lower in pairwise(body[: text + 1] if text is not None else ()):
        if title_like(upper) and upper.shape.words >= 2 and parted(upper, lower):
            yield upper


def _told(line: Line, address: tuple[str, ...]) -> float:
    """How well the address spells the line, from 0 to 1."""
    own = words(line.text)
    return sum(word in own for word in address) / max(len(address), len(own)) if address and own else 0.0


def _label(line: Line) -> bool:
    """A section's name, a kicker, a path to the page or a date, and no headline."""
    return line.shape.words < 3 or line.text.endswith(":") or _PATH.search(line.text) is not None or stated_time(line)

"""Find the headline among an article's lines.

A fitted model ranks the lines above and around the beginning of the text. If it finds none, the headline is the first line that can be
one, or the line above the text that the URL spells. Cleaning a cleaned text, with its headline on top, finds the same headline again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..languages.marks import COMMON_ENDS_OR_ELLIPSIS
from ..lines.layout import parted
from ..lines.line import Line
from ..packs.rule import Hit, Rule
from ..text.shape import fold
from . import headline, story_head
from .headline_cue_features import stated_time, title_like
from .headline_text import worded
from .stretches import Stretches
from .url_slug import spelled, words

_REACH = 15  # first lines of an article that are searched for its stated headline
_LABELS = 8  # lines of labels above the headline of a clean text
_SPELLED = 0.6  # least share of words in common with the URL
_PATH = re.compile(r"\s[/»›>]\s|\|$")


class Title(NamedTuple):
    """An article's headline: its line, None if there is none, and the copies of it."""

    line: Line | None = None
    copies: tuple[Line, ...] = ()


def show(title: Title) -> None:
    """Keep the headline's line, and remove its copies.

    A headline that a model or a rule removed is restored: a rule for menus may match a headline of two words, and a list of teasers may
    continue into the next story's head.
    """
    if title.line is None:
        return
    if title.line.taken is not None:
        title.line.give_back()
    for line in title.copies:
        line.take(Hit(COPY, 0, len(line.text), None, f"is the headline on line {title.line.block.line}"))


def find_title(lines: list[Line], url: str | None, several: bool = False, stretches: Stretches | None = None) -> Title:
    """Find the headline among an article's lines. Changes nothing.

    `several` says that the file has more stories than this one; `stretches` are those of the lines, if they are known.
    """
    named = next((line for line in lines if line.named and not line.gone), None)
    if named is not None:  # a field of a record
        return Title(named, _copies(named, lines))
    heading = _top_heading(lines)
    if heading is not None:
        return Title(heading, _copies(heading, lines))
    if all(line.gone for line in lines):  # boilerplate alone has no headline
        return Title()
    address = spelled(url)
    title = story_head.choose(lines) if several and not address else headline.choose(lines, url, stretches)
    if title is None:
        return Title(_first([line for line in lines if not line.gone], address))
    clean = all(line.taken is None or line.shape.key == title.shape.key for line in lines)
    return Title(title, () if clean else _copies(title, lines))  # in clean text a repeated line is a refrain


def _top_heading(lines: list[Line]) -> Line | None:
    """The first heading of level 1 of a Markdown text, if no rule removes it and no kept text is above it."""
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


def printed(lines: list[Line], title: str) -> Title:
    """The line equal to the headline in an HTML page's metadata. Changes nothing."""
    key = fold(title)
    stops = title[-1:] in COMMON_ENDS_OR_ELLIPSIS
    line = next((line for line in lines[:_REACH] if not line.gone and line.shape.key == key and (stops or not line.shape.stop)), None)
    return Title(line, _copies(line, lines)) if line is not None else Title()


COPY = Rule(
    id="headline.copy",
    about="A copy of the headline near the beginning of the text",
    action="drop",
    kind="repeat",
    confidence=0.9,
)


def _copies(title: Line, lines: list[Line]) -> tuple[Line, ...]:
    """The kept copies of the headline near the article's top. A line that ends like a sentence while the headline does not is no copy."""
    reach = [line for line in lines if not line.gone or line is title][: 2 * _REACH]
    key, stop = title.shape.key, title.shape.stop
    return tuple(line for line in reach if line is not title and line.shape.key == key and (line.shape.stop == stop or line.shape.bullet))


def plain(title: Line, lines: list[Line], url: str | None) -> str:
    """The headline's text, without the outlet's name or kicker on the same line."""
    return worded(next(i for i, line in enumerate(lines) if line is title), lines, spelled(url))


def _first(body: list[Line], address: tuple[str, ...]) -> Line | None:
    """The headline of clean text: the line above the text that the URL spells, else the first line, else the one below the labels."""
    if len(body) < 2:
        return None
    above = list(_above_text(body))
    best = max(above, key=lambda line: _spelled_share(line, address), default=None)
    if best is not None and _spelled_share(best, address) >= _SPELLED:
        return best
    opens = title_like(body[0]) and (parted(body[0], body[1]) or _above_date(body))
    if opens and not _label(body[0]):
        return body[0]
    below = next((line for line in body if not _label(line)), None)
    if below in above and opens is title_like(body[0]):  # not in verse or a list
        return below
    return body[0] if opens else None


def _above_date(body: list[Line]) -> bool:
    """Whether the second line holds a number, such as a date or a source, and the text begins directly below it."""
    first, second, *further = body[:3]
    dated = second.shape.digits and not second.shape.prose and not second.shape.stop
    return first.shape.words >= 3 and dated and bool(further) and further[0].shape.prose


def _above_text(body: list[Line]) -> Iterator[Line]:
    """The lines above the first paragraph that can be headlines; none if no paragraph follows within a few lines."""
    text = next((i for i, line in enumerate(body[: _LABELS + 2]) if line.shape.prose and not title_like(line)), None)
    for upper, lower in pairwise(body[: text + 1] if text is not None else ()):
        if title_like(upper) and upper.shape.words >= 2 and parted(upper, lower):
            yield upper


def _spelled_share(line: Line, address: tuple[str, ...]) -> float:
    """How well the URL spells the line, from 0 to 1."""
    own = words(line.text)
    return sum(word in own for word in address) / max(len(address), len(own)) if address and own else 0.0


def _label(line: Line) -> bool:
    """Whether the line is a section's name, a kicker, a path to the page or a date rather than a headline."""
    return line.shape.words < 3 or line.text.endswith(":") or _PATH.search(line.text) is not None or stated_time(line)

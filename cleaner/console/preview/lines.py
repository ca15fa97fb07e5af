"""A scrolling list of lines, drawn only when visible, so that ten megabytes scroll like one page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..safe import visible
from .themes import readable

_LONGEST = 8_000  # characters of a line that are drawn
_KEPT = 2_000  # drawn lines in the cache
_UPRIGHT = Style(strike=False, italic=False)  # keeps signs in the gutter readable beside struck-through text
_AHEAD = 3  # rows kept visible beyond the cursor


class StyledText(NamedTuple):
    """A part of a line and the name of its style."""

    text: str
    look: str = ""


class Drawn(NamedTuple):
    """One line before it is wrapped: its gutter and its pieces."""

    gutter: Sequence[StyledText]
    pieces: Sequence[StyledText]


class Lines(ScrollView, can_focus=True):
    """A list of lines, numbered from 0. Subclasses give the number of lines (`count`) and their content (`draw`, `words`)."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tops: list[int] = [0]  # the screen row on which each line begins, and after the last one, the end
        self.cursor = 0
        self._width = 0
        self._kept: dict[tuple[int, bool], list[Strip]] = {}

    # content, given by subclasses

    def count(self) -> int:
        return 0

    def words(self, i: int) -> str:
        """The text of the line as `shown`, from which its height is computed; the pieces of `draw` have the same text."""
        return ""

    def draw(self, i: int) -> Drawn:
        return Drawn((), ())

    def gutter_width(self) -> int:
        return 0

    def look(self, name: str) -> Style:
        """The style of a component, with colours from the theme. Only the cursor's has a background."""
        if not name:
            return Style.null()
        full = self.get_component_rich_style(name)
        if name == "lines--cursor":
            return Style(bgcolor=full.bgcolor)
        return Style(color=full.color, bold=full.bold, italic=full.italic, strike=full.strike, underline=full.underline)

    # layout

    def renew(self, keep_place: bool = True) -> None:
        """Lay everything out again after the lines or the width changed."""
        offset = self.tops[min(self.cursor, len(self.tops) - 1)] - self.scroll_offset.y
        self._width = max(4, self.scrollable_content_region.width or self.size.width or self._guessed())
        width = max(4, self._width - self.gutter_width())
        self.tops = list(accumulate((len(wrap(self.words(i), width)) for i in range(self.count())), initial=0))
        self.cursor = max(0, min(self.cursor, self.count() - 1))
        self.forget()
        self.virtual_size = Size(self._width, self.tops[-1])
        if keep_place and self.count():
            self.scroll_to(y=max(0, self.tops[self.cursor] - max(0, min(offset, self.size.height - 1))), animate=False, force=True)

    def _guessed(self) -> int:
        """An estimated width for a dialog that is about to open. It is laid out again when the width is known."""
        return min(self.app.size.width * 9 // 10 - 4, 106) if self.is_attached else 0

    def forget(self) -> None:
        """Clear the cache of drawn lines, and draw again."""
        self._kept.clear()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        if max(4, self.scrollable_content_region.width) != self._width:
            self.renew()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._kept.clear()

    def move_to(self, i: int) -> None:
        """Put the cursor on a line and scroll to it."""
        if not self.count():
            return
        before, self.cursor = self.cursor, max(0, min(i, self.count() - 1))
        top, end = self.tops[self.cursor], self.tops[self.cursor + 1]
        first, height = self.scroll_offset.y, max(1, self.size.height)
        ahead = min(_AHEAD, height // 4)
        if top < first + ahead:
            self.scroll_to(y=max(0, top - ahead), animate=False, force=True)
        elif end > first + height - ahead:
            self.scroll_to(y=min(top, end - height + ahead), animate=False, force=True)
        for line in {before, self.cursor}:
            if line < self.count():
                self.refresh_lines(self.tops[line], self.tops[line + 1] - self.tops[line])

    def line_at(self, y: int) -> int | None:
        """The line on a screen row of the widget."""
        row = self.scroll_offset.y + y
        return bisect_right(self.tops, row) - 1 if 0 <= row < self.tops[-1] else None

    # drawing

    def render_line(self, y: int) -> Strip:
        row = self.scroll_offset.y + y
        base = self.rich_style
        if row >= self.tops[-1]:
            return Strip.blank(self._width, base)
        i = bisect_right(self.tops, row) - 1
        strips = self._strips(i)
        at = min(row - self.tops[i], len(strips) - 1)
        return strips[at]

    def _strips(self, i: int) -> list[Strip]:
        key = (i, i == self.cursor)
        if key not in self._kept:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            self._kept[key] = self._drawn(i)
        return self._kept[key]

    def _drawn(self, i: int) -> list[Strip]:
        base = self.rich_style + (self.look("lines--cursor") if i == self.cursor and self.marks_cursor() else Style.null())
        drawn = self.draw(i)
        pieces = [StyledText(shown(piece.text), piece.look) for piece in drawn.pieces]
        text = "".join(piece.text for piece in pieces)
        gutter = self.gutter_width()
        strips = []
        for n, (start, end) in enumerate(wrap(text, max(4, self._width - gutter))):
            margin = drawn.gutter if n == 0 else [StyledText(" " * gutter)]
            segments = [Segment(visible(piece.text), readable(base + self.look(piece.look) + _UPRIGHT)) for piece in margin]
            segments += [Segment(part, readable(base + self.look(name))) for part, name in _cut(pieces, start, end)]
            strips.append(Strip(segments).adjust_cell_length(self._width, base))
        return strips

    def marks_cursor(self) -> bool:
        return True


def _cut(pieces: Sequence[StyledText], start: int, end: int) -> list[tuple[str, str]]:
    """(text, style name) of the parts of the pieces between `start` and `end` of their joined text."""
    found, at = [], 0
    for text, look in pieces:
        low, high = max(start, at), min(end, at + len(text))
        if low < high:
            found.append((text[low - at : high - at], look))
        at += len(text)
    return found


def shown(text: str) -> str:
    """The line in a form that is safe to show, shortened if it is very long."""
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]} … ({len(text) - _LONGEST} more characters)"
    return text if text.isprintable() else visible(text)


@lru_cache(maxsize=64)
def _rows_of(width: int) -> re.Pattern[str]:
    return re.compile(rf"(.{{1,{width}}})(?:\s+|$)|.{{{width}}}", re.DOTALL)


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """(start, end) of each screen row of a line, broken at blanks, and within words that are longer than a row."""
    if len(text) <= width and (text.isascii() or cell_len(text) <= width):
        return [(0, len(text))]
    if text.isascii() or cell_len(text) == len(text):
        return [(match.start(), match.end(1) if match[1] is not None else match.end()) for match in _rows_of(width).finditer(text)]
    return _wrap_wide(text, width)


def _wrap_wide(text: str, width: int) -> list[tuple[int, int]]:
    """Like `wrap`, for text with characters that are not one cell wide."""
    out, start, cells, blank = [], 0, 0, -1
    for i, character in enumerate(text):
        size = get_character_cell_size(character)
        if cells + size > width and i > start:
            end = blank if blank > start else i
            out.append((start, end))
            start = end + 1 if blank > start else i
            cells = cell_len(text[start:i])
            blank = -1
        if character == " ":
            blank = i
        cells += size
    return [*out, (start, len(text))]

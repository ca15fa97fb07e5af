"""A page before and after cleaning, side by side or unified, at any width from 40 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..batch import summarise
from ..data import Page
from ..interactive.rows import Fold, Heading, PageRow, RowPiece, fold, rows
from .layout import Cell, indented, lines
from .safe import rich_text
from .screen import coloured

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

SIDE_BY_SIDE_FROM = 120  # columns
_MARGIN_FROM = 72
_SIGNS = {"kept": " ", "dropped": "-", "lifted": "^", "changed": "~", "left out": "x"}
_STYLES = {"kept": "", "dropped": "red", "lifted": "cyan", "changed": "", "left out": "magenta"}
_OLD, _NEW = "red strike", "green underline"
_BLANK = "\N{OPEN BOX}"  # an added or removed blank, which colour alone would not show
_BREAK = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"  # a removed line break
_SEAM = "cyan"
_BESIDE = 160  # characters of a long line kept on either side of a change
_LONG = 600  # characters shown of a long line that is removed


@dataclass(frozen=True, slots=True)
class Look:
    """How a diff is drawn: `context` is the number of lines around a change, or None for every line in full."""

    side_by_side: bool | None = None
    context: int | None = 3


def diff(page: Page, name: str, drawn: Console, look: Look) -> Iterator[RenderableType]:
    """The output of `cleaner diff` for one page, piece by piece."""
    from rich.text import Text

    yield from indented(drawn, rich_text(name, "bold"), 0)
    yield from indented(drawn, rich_text(_counts(page), "dim"), 0)
    for flag in page.flags:
        yield from indented(drawn, rich_text(f"flag: {flag}", "yellow"), 0)
    if page.changed or look.context is None:
        everything = rows(page)
        shown = list(everything if look.context is None else fold(everything, look.context))
        columns = _Columns(drawn, shown, look)
        for row in shown:
            yield from columns.draw(row)
    yield Text("")


def _counts(page: Page) -> str:
    if not page.changed:
        return "nothing would change"
    result = summarise("", page)
    language = [page.language] if page.language else []
    html = ["text read from HTML"] if page.document.html else []
    articles = f"{result.articles} article{'' if result.articles == 1 else 's'}"
    dropped = sum(result.dropped.values())
    return " · ".join([*language, *html, articles, f"{dropped} dropped, {result.repairs} repaired, {result.lifted} lifted"])


class _Columns:
    """The column widths of one diff, and the layout of its rows."""

    def __init__(self, drawn: Console, shown: Iterable[PageRow | Heading | Fold], look: Look) -> None:
        self.drawn = drawn
        self.full = look.context is None
        self.marked = not coloured(drawn)
        plain = [row for row in shown if isinstance(row, PageRow)]
        self.number = len(str(max((row.number for row in plain), default=0)))
        notes = max((len(note) for row in plain for note in row.notes), default=0)
        self.margin = min(notes, 34, drawn.width // 3) if drawn.width >= _MARGIN_FROM else 0
        self.two = drawn.width >= SIDE_BY_SIDE_FROM if look.side_by_side is None else look.side_by_side
        left = drawn.width - self.number - 3 - (self.margin + 2 if self.margin else 0)
        self.text = (left - 2) // 2 if self.two else left

    def draw(self, row: PageRow | Heading | Fold) -> Iterator[RenderableType]:
        if isinstance(row, PageRow):
            yield from self._row(row)
        elif isinstance(row, Heading):
            yield from self._heading(row)
        else:
            what = "blocks of boilerplate left out (--all shows them)" if row.left_out else "lines"
            yield rich_text(f"{' ' * self.number}   … {row.count} {what} …", "dim")

    def _row(self, row: PageRow) -> Iterator[Text]:
        sides = [row.before, row.after] if self.two else [row.parts if row.state == "changed" else row.before]
        cells = [
            Cell(rich_text(f"{row.number:>{self.number}}", "dim"), self.number, 0),
            Cell(rich_text(_SIGNS[row.state], _STYLES[row.state]), 1, 1),
        ]
        cells += [Cell(self._text(side, row), self.text, 2 if i else 1) for i, side in enumerate(sides)]
        if self.margin:
            cells.append(Cell(_stacked(row.notes), self.margin, 2))
        yield from lines(self.drawn, cells)
        if not self.margin:
            indent = self.number + 3
            for note in row.notes:
                yield from lines(self.drawn, [Cell(rich_text(f"└ {note}", "dim"), self.drawn.width - indent, indent)])

    def _text(self, parts: Sequence[RowPiece], row: PageRow) -> Text:
        """The parts of a line as one text. Long unchanged parts are shortened, unless everything is shown."""
        text = rich_text("")
        whole = row.state in ("dropped", "lifted")
        for i, part in enumerate(parts):
            if part.kind == "break":
                text.append_text(rich_text(_BREAK, _STYLES[row.state] if whole else _SEAM))
                continue
            words = part.text if self.full else _cut(part.text, whole, first=i == 0, last=i == len(parts) - 1)
            if part.kind in ("same", "seam") or whole:
                text.append_text(rich_text(words, _STYLES[row.state]))
            else:
                words = words if words.strip() else words.replace(" ", _BLANK)
                bare = f"[-{words}-]" if part.kind == "old" else f"{{+{words}+}}"
                text.append_text(rich_text(bare if self.marked else words, _OLD if part.kind == "old" else _NEW))
        return text

    def _heading(self, heading: Heading) -> Iterator[RenderableType]:
        from rich.rule import Rule

        characters = "─" if self.drawn.is_terminal else "-"
        text = rich_text(heading.text, "bold blue")
        if text.cell_len + 8 <= self.drawn.width:
            yield Rule(text, characters=characters, style="blue", align="left")
        else:
            yield Rule(characters=characters, style="blue")
            yield from indented(self.drawn, text, 0)
        yield from indented(self.drawn, rich_text(heading.title, "bold"), 0) if heading.title else ()
        for reason in heading.reasons:
            yield from indented(self.drawn, rich_text(f"because: {reason}", "dim"), 2)


def _cut(text: str, whole: bool, first: bool, last: bool) -> str:
    """`text`, shortened if it is too long: only its head for a whole line, else only its parts next to a change."""
    if whole or (first and last):
        limit = _LONG if whole else 2 * _BESIDE
        return text if len(text) <= limit + 20 else f"{text[:limit]} …"
    head, tail = (0 if first else _BESIDE), (0 if last else _BESIDE)
    if len(text) <= head + tail + 20:
        return text
    return f"{text[:head]} … {text[len(text) - tail :]}"


def _stacked(notes: Sequence[str]) -> Text:
    """Notes below one another."""
    from rich.text import Text

    return Text("\n").join(rich_text(note, "dim") for note in notes)

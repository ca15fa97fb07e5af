"""The preview's panes: the list of files, the page, and read-only text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.message import Message

from ...interactive.page import Chips, PageModel, Sketch
from ...interactive.rows import Heading, PageRow, RowPiece
from ...interactive.session import Session
from .lines import Drawn, Lines, StyledText, shown

_SIGNS = {"kept": " ", "dropped": "-", "lifted": "^", "changed": "~", "left out": "x"}
_LOOKS = {"kept": "", "dropped": "lines--dropped", "lifted": "lines--lifted", "changed": "", "left out": "lines--out"}
_BLANK = "\N{OPEN BOX}"
_BREAK = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"


class Pane(Lines):
    """Lines with a cursor that keys and the mouse move."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lines--cursor", "lines--dropped", "lines--lifted", "lines--out", "lines--old", "lines--new", "lines--heading",
        "lines--title", "lines--chip", "lines--dim", "lines--flag", "lines--mark", "lines--found",
    }  # fmt: skip
    BINDINGS: ClassVar = [
        Binding("up,k", "go(-1)", "up", show=False),
        Binding("down,j", "go(1)", "down", show=False),
        Binding("pageup", "go_pages(-1)", "page up", show=False),
        Binding("pagedown", "go_pages(1)", "page down", show=False),
        Binding("home", "go(-100000000)", "top", show=False),
        Binding("end", "go(100000000)", "bottom", show=False),
    ]

    class Moved(Message):
        """The cursor moved to another line."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

        @property
        def control(self) -> Pane:
            return self.pane

    class Chosen(Moved):
        """The line was clicked, or Enter was pressed on it."""

    def action_go(self, by: int) -> None:
        self.go_to(self.cursor + by)

    def action_go_pages(self, by: int) -> None:
        row = self.tops[self.cursor] + by * max(1, self.size.height - 1)
        self.go_to(self.line_at(max(0, min(self.tops[-1] - 1, row)) - self.scroll_offset.y) or 0)

    def go_to(self, i: int) -> None:
        self.move_to(i)
        self.post_message(self.Moved(self))

    def on_click(self, event: events.Click) -> None:
        found = self.line_at(event.y)
        if found is not None:
            self.go_to(found)
            self.post_message(self.Chosen(self))


class Files(Pane):
    """The files, each with its counts and flags."""

    BINDINGS: ClassVar = [Binding("enter", "choose", "open", show=False)]

    def __init__(self, session: Session, id: str) -> None:
        super().__init__(id)
        self.session = session
        self.open = 0
        self.names = _short([source.name for source in session.sources])
        self.order = list(range(len(self.names)))  # the page on each line
        self.by_doubt = True  # least certain first; otherwise in the original order
        self.seen: set[int] = set()  # the pages that were opened
        self.decided: frozenset[int] = frozenset()
        self.begun: frozenset[int] = frozenset()

    def count(self) -> int:
        return len(self.names)

    def sort(self, again: bool = True) -> None:
        """Put the pages in order. The page under the cursor stays there.

        Without `again`, the pages at the top that were opened keep their places, so that what comes next is the least certain of the
        pages that were not seen.
        """
        place = 0 if again else next((i for i, page in enumerate(self.order) if page not in self.seen), len(self.order))
        top = self.order[:place]
        known = self.session.least_sure() if self.by_doubt else []
        order = [*dict.fromkeys([*top, *known, *range(len(self.names))])]
        if order == self.order:
            return
        here = self.page_at(self.cursor)
        self.order = order
        self.renew()
        self.move_to(self.place_of(here))

    def page_at(self, place: int) -> int:
        """The page on a line of the list."""
        return self.order[place] if place < len(self.order) else 0

    def place_of(self, page: int) -> int:
        """The line of the list that shows a page."""
        return self.order.index(page)

    def draw(self, place: int) -> Drawn:
        i = self.page_at(place)
        result = self.session.results.get(i)
        mark = ">" if i == self.open else " "
        counts = "" if result is None else "failed" if result.error else f"{result.articles}a {sum(result.dropped.values())}-"
        flag = "✓" if i in self.decided else "!" if self.session.flagged(i) else "…" if i in self.begun else " "
        room = max(4, self._width - len(counts) - 4)
        name = _tail(shown(self.names[i]), room)
        return Drawn(
            (),
            [
                StyledText(flag, "lines--flag"),
                StyledText(f"{mark}{name} ", "" if counts else "lines--dim"),
                StyledText(counts, "lines--dim"),
            ],
        )

    def renew_line(self, i: int) -> None:
        """Draw the line of one page again."""
        i = self.place_of(i)
        self._kept.pop((i, True), None)
        self._kept.pop((i, False), None)
        if i < len(self.tops) - 1:
            self.refresh_line(self.tops[i])

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self))


class Page(Pane):
    """A page: removed text struck through, repairs marked inside the line, stories separated by headings."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.model: PageModel | Sketch | None = None
        self.marked: set[int] = set()  # numbers of lines that are marked for a rule
        self.accepted: frozenset[tuple[str, int]] = frozenset()
        self.wanted = ""  # the rule or group whose findings are visited; empty for all
        self.brackets = False  # whether brackets show removed and added text, for lack of colours

    def load(self, model: PageModel | Sketch, number: int | None = None) -> None:
        """Show a page, with the cursor on a line."""
        self.model = model
        if number is not None:
            self.cursor = model.index_of(number)
            self.renew()
            return
        self.cursor = model.rows[0] if model.rows else 0
        self.renew(keep_place=False)
        self.scroll_to(y=0, animate=False, force=True)

    @property
    def number(self) -> int:
        """The number of the line under the cursor."""
        item = self.model.items[self.cursor] if self.model and self.cursor < len(self.model.items) else None
        return item.number if isinstance(item, PageRow) else 1

    def go_to(self, i: int) -> None:
        """Move the cursor to item i, or to the next line of the page in that direction: headings are skipped."""
        if self.model is None or not self.model.rows:
            return
        rows = self.model.rows
        at = bisect_left(rows, i)
        if i < self.cursor and (at == len(rows) or rows[at] != i):
            at -= 1
        super().go_to(rows[max(0, min(at, len(rows) - 1))])

    def count(self) -> int:
        return len(self.model.items) if self.model else 0

    def gutter_width(self) -> int:
        return 3 + len(str(self.model.items[self.model.rows[-1]].number)) if self.model and self.model.rows else 3  # type: ignore[union-attr]

    def words(self, i: int) -> str:
        return "".join(shown(piece.text) for piece in self._pieces(i))

    def draw(self, i: int) -> Drawn:
        assert self.model is not None
        item = self.model.items[i]
        width = self.gutter_width()
        if not isinstance(item, PageRow):
            return Drawn([StyledText(" " * width)], self._pieces(i))
        sign = _SIGNS[item.state]
        seen = "✓" if (self.model.name, item.number) in self.accepted else ">" if i == self.cursor else " "
        by_hand = isinstance(self.model, PageModel) and self.model.stop(item.number).decisions
        seen = "*" if item.number in self.marked else "#" if by_hand else seen
        gutter = [
            StyledText(f"{item.number:>{width - 3}}", "lines--dim"),
            StyledText(seen, "lines--mark"),
            StyledText(f"{sign} ", _LOOKS[item.state]),
        ]
        return Drawn(gutter, self._pieces(i))

    def _pieces(self, i: int) -> list[StyledText]:
        assert self.model is not None
        item = self.model.items[i]
        if isinstance(item, Heading):
            return self._heading(item)
        if isinstance(item, Chips):
            chips = [StyledText(f"[{name}: {_clipped(text)}]", "lines--chip") for name, text in item.fields]
            return [piece for chip in chips for piece in (chip, StyledText(" "))][:-1]
        parts = item.parts if item.state == "changed" else item.before
        pieces = [self._part(part, item) for part in parts]
        field = [note.partition(" → ")[2] for note in item.notes if " → " in note]
        return [*pieces, *([StyledText(f" [→ {', '.join(field)}]", "lines--chip")] if field else [])]

    def _heading(self, heading: Heading) -> list[StyledText]:
        """A line across the page, where a story begins."""
        text = f"── {heading.text} "
        return [StyledText(text + "─" * max(0, self._width - self.gutter_width() - len(text)), "lines--heading")]

    def _part(self, part: RowPiece, row: PageRow) -> StyledText:
        look = _LOOKS[row.state]
        if part.kind == "break":
            return StyledText(_BREAK, look or "lines--dim")
        if part.kind in ("same", "seam") or row.state in ("dropped", "lifted"):
            return StyledText(part.text.replace("\r", " ").replace("\n", " ") if "\n" in part.text else part.text, look)
        text = part.text if part.text.strip() else part.text.replace(" ", _BLANK)
        if self.brackets:
            text = f"[-{text}-]" if part.kind == "old" else f"{{+{text}+}}"
        return StyledText(text, "lines--old" if part.kind == "old" else "lines--new")


class Reading(Pane):
    """Read-only text, one entry per line."""

    def __init__(self, id: str) -> None:
        super().__init__(id)
        self.entries: list[StyledText] = []

    def load(self, entries: Sequence[StyledText]) -> None:
        self.entries = list(entries)
        self.cursor = 0
        self.renew(keep_place=False)
        self.scroll_to(y=0, animate=False, force=True)

    def count(self) -> int:
        return len(self.entries)

    def words(self, i: int) -> str:
        return shown(self.entries[i].text)

    def draw(self, i: int) -> Drawn:
        return Drawn((), [self.entries[i]])

    def marks_cursor(self) -> bool:
        return self.has_focus


def _tail(text: str, room: int) -> str:
    """`text` in exactly `room` cells: shortened at its beginning, or padded at its end."""
    if cell_len(text) > room:
        while cell_len(text) > room - 1:
            text = text[1 + max(0, (len(text) - room) // 2) :] if len(text) > 2 * room else text[1:]
        text = f"…{text}"
    return text + " " * (room - cell_len(text))


def _clipped(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _short(names: list[str]) -> list[str]:
    """File names without the folders that all of them share."""
    parents = [Path(name).parent.parts for name in names]
    common = 0
    while parents and all(len(own) > common and own[common] == parents[0][common] for own in parents):
        common += 1
    return [str(Path(*Path(name).parts[common:])) for name in names]

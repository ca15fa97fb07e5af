"""The preview's screen: its panes, and how pages are opened."""

from __future__ import annotations

import sys
import time
from collections import OrderedDict
from collections.abc import Iterable
from functools import partial
from typing import Any, ClassVar

from textual import work
from textual.app import App, ComposeResult, SystemCommand
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Footer, Static

from ...decisions import Decisions
from ...errors import CleanerError
from ...interactive.background import Background
from ...interactive.job import failed
from ...interactive.page import Glance, PageModel, Sketch
from ...interactive.session import Session
from ..safe import rich_text
from .keys import KEYS, named
from .lines import StyledText
from .themes import DARK, LIGHT
from .widgets import Files, Page, Pane, Reading

_SKETCHED = 20_000  # bytes
_SLOW = 200_000  # bytes of a page that takes noticeable time to clean
_PLAIN = (".txt", ".text", ".md", ".markdown")
_REMEMBERED = 12  # pages in the cache
_LARGE = 20_000  # lines of a page on which the full explanation waits longer
_TURN = 0.001  # seconds after which a cleaning thread yields, so that keys are answered
_REST, _LONG_REST = 0.05, 0.6  # seconds


class Viewer(App[int]):
    """The list of files, a page, its articles, and the explanation of the line under the cursor."""

    TITLE = "cleaner preview"
    CSS_PATH = "preview.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar = [
        Binding(key.keys, key.action, key.short or key.about, show=bool(key.short), key_display=named(key.keys).split()[0]) for key in KEYS
    ]

    def __init__(self, session: Session, light: bool = False) -> None:
        super().__init__()
        self.session = session
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = (LIGHT if light else DARK).name
        self.index = 0
        self.model: PageModel | None = None
        self.first_page: float | None = None  # when it was shown
        self._models: OrderedDict[int, PageModel] = OrderedDict()
        self._background = Background(session.job, len(session.sources))
        self._looking: Any = None

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Static(id="progress")
                yield Files(self.session, "files")
            with Vertical(id="middle"):
                yield Page("page")
                yield Reading("article")
        yield Reading("why")
        yield Static(id="status")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self.files, self.view = self.query_one("#files", Files), self.query_one("#page", Page)
        self.why, self.article = self.query_one("#why", Reading), self.query_one("#article", Reading)
        self._signs = {f"#{sign.id}": sign for sign in self.query(Static)}
        self.view.brackets = self.no_color
        self.view.focus()
        sys.setswitchinterval(_TURN)
        self.files.renew()
        self.set_interval(0.1, self._poll)
        self.open(0)

    def on_unmount(self) -> None:
        self._background.stop()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The commands of the palette: textual's own, which include the themes, and all keys of the preview."""
        yield from super().get_system_commands(screen)
        for key in KEYS:
            yield SystemCommand(key.about[0].upper() + key.about[1:], f"the key {named(key.keys)}", partial(self.run_action, key.action))

    # opening pages

    def open(self, index: int, number: int | None = None) -> None:
        """Show a file, and clean it first if it is not cleaned yet."""
        self.index = index
        self.files.open = index
        self.files.seen.add(index)
        self.files.forget()
        self.files.move_to(self.files.place_of(index))
        if index in self._models:
            self.model = None
            self._show(index, self._models[index], number)
            return
        self.say(f"cleaning {self.files.names[index]} …")
        self._sketch(index)
        self._clean(index, number)

    def _sketch(self, index: int) -> None:
        """Show the uncleaned page for now. Read errors are reported when it is cleaned."""
        self.model = None
        path = self.session.sources[index].path
        if path is None or path.suffix.lower() not in _PLAIN:
            return
        try:
            if self.first_page is not None and path.stat().st_size < _SLOW:
                return  # cleaning will be faster than reading
            with path.open("rb") as file:
                self.view.load(Sketch(file.read(_SKETCHED), path.name))
        except OSError:
            return

    @work(thread=True, exclusive=True, group="page", exit_on_error=False)
    def _clean(self, index: int, number: int | None) -> None:
        job = self.session.job(index)
        try:
            found: PageModel | CleanerError = PageModel(job.trace(), job.source.name)
        except CleanerError as error:
            found = error
        self.call_from_thread(self._cleaned, index, job.decisions, found, number)

    def _cleaned(self, index: int, decisions: Decisions, found: PageModel | CleanerError, number: int | None) -> None:
        if index != self.index or decisions != self.session.history.decisions:
            return
        if isinstance(found, CleanerError):
            self._failed(index, found)
            return
        self._models[index] = found
        while len(self._models) > _REMEMBERED:
            self._models.popitem(last=False)
        self._take_result(index, found.result)
        self._show(index, found, number)

    def _show(self, index: int, model: PageModel, number: int | None) -> None:
        changed = self.model is None
        self.model = model
        if changed:
            self.view.marked.clear()
        self.view.accepted = self.session.history.now.accepted
        self.view.load(model, number)
        self._show_articles()
        self._show_head(index)
        if changed:
            self.say("")
        self._explain()
        self._take_decided()
        self._begun()

    def _failed(self, index: int, error: CleanerError) -> None:
        """Show the error of a file that cannot be cleaned."""
        self.model = None
        self.view.load(Sketch(f"This page could not be cleaned: {error.problem}.\n{error.remedy}".encode(), error.place))
        self._take_result(index, failed(self.session.sources[index].name, f"{error.problem}. {error.remedy}"))
        self.article.load([])
        self.why.load([StyledText(str(error))])
        self._show_head(index)
        self.say(f"{error.problem}. {error.remedy}")
        self._begun()

    def _begun(self) -> None:
        """Start cleaning the other pages when the first one is shown."""
        if self.first_page is None:
            self.first_page = time.perf_counter()
            self._background.ask(i for i in range(len(self.session.sources)) if i != self.index)

    def _poll(self) -> None:
        found = self._background.poll()
        for index, result in found:
            self._take_result(index, result)
        if found and self.files.by_doubt:
            self.files.sort(again=False)
        count, left = len(self.session.sources), self._background.left
        place = self.files.place_of(self.index) + 1
        progress = f", {count - left} cleaned" if left else f", {len(self.files.decided)} decided"
        self._put("#progress", f"{place} of {count}{progress if self.first_page is not None else ''}")

    def _take_result(self, index: int, result: Glance) -> None:
        self.session.results[index] = result
        self.files.renew_line(index)

    def _take_decided(self) -> None:
        """Mark the pages that are decided, or begun, in the list of files."""
        if self.model is not None:
            self.session.progress.note(self.index, self.model)
        decided, begun = frozenset(self.session.progress.decided()), frozenset(self.session.progress.begun())
        changed = (decided ^ self.files.decided) | (begun ^ self.files.begun)
        self.files.decided, self.files.begun = decided, begun
        for index in changed:
            self.files.renew_line(index)

    # messages

    def say(self, text: str) -> None:
        """Show a message on the line above the keys."""
        self._put("#status", text, "bold")

    def _put(self, selector: str, text: str, style: str = "") -> None:
        widget = self._signs[selector]
        shown = rich_text(text, style)
        shown.no_wrap, shown.overflow = True, "ellipsis"
        if str(widget.content) != str(shown):
            widget.update(shown)

    def _show_head(self, index: int) -> None:
        result = self.session.results.get(index)
        parts = [self.files.names[index]]
        if result and result.status != "failed":
            parts.append(f"{result.articles} article{'' if result.articles == 1 else 's'}")
            parts.append(f"{sum(result.dropped.values())} dropped, {result.repairs} repaired, {result.lifted} lifted")
            parts += [f"! {flag}" for flag in result.flags]
        self._put("#head", " · ".join(parts), "bold")

    def _show_articles(self) -> None:
        """Load the cleaned articles if their pane is visible."""
        entries: list[StyledText] = []
        visible = self.screen_stack[0].has_class("-article")
        for article in self.model.page.articles if self.model and visible else ():
            entries += [StyledText(article.title or "(without a title)", "lines--title"), StyledText("")]
            entries += [*(StyledText(line) for line in article.text.split("\n")), StyledText("")]
        self.article.load(entries)

    def on_pane_moved(self, event: Pane.Moved) -> None:
        if event.pane is self.view:
            self._explain()

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        if event.pane is self.files and self.files.page_at(self.files.cursor) != self.index:
            self.open(self.files.page_at(self.files.cursor))

    def _explain(self) -> None:
        """Explain the line under the cursor: its rules immediately, everything when the cursor rests."""
        if self._looking is not None:
            self._looking.stop()
        if self.model is None:
            return
        number = self.view.number
        rules = self.model.rules_on(number)
        self.why.load([StyledText(f"line {number}", "lines--title"), StyledText(", ".join(rules) or "no rule changes it")])
        rest = _LONG_REST if len(self.model.items) > _LARGE else _REST
        self._looking = self.set_timer(rest, partial(self._explain_in_full, self.model, number))

    @work(thread=True, exclusive=True, group="why", exit_on_error=False)
    def _explain_in_full(self, model: PageModel, number: int) -> None:
        from ..why import explain

        try:
            sections = explain(model.traced, number, model.name)
        except CleanerError as error:
            self.call_from_thread(self._explained, model, number, [StyledText(str(error))])
            return
        entries: list[StyledText] = []
        for section in sections[1:] or sections:
            entries.append(StyledText(section.title, "lines--heading"))
            entries += [StyledText(f"{'    ' if entry.startswith(chr(9)) else '  '}{entry.lstrip(chr(9))}") for entry in section.entries]
        self.call_from_thread(self._explained, model, number, entries)

    def _explained(self, model: PageModel, number: int, entries: list[StyledText]) -> None:
        if model is self.model and number == self.view.number:
            self.why.load([StyledText(f"line {number}", "lines--title"), *entries])

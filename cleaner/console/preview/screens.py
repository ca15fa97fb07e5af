"""The preview's dialogs: help, a question, a choice, and a proposed rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from ..safe import rich_text
from .keys import KEYS, named
from .lines import StyledText
from .widgets import Reading

if TYPE_CHECKING:
    from ...interactive.proposal import Proposal, TakenLine


class Help(ModalScreen[None]):
    """All keys."""

    BINDINGS: ClassVar = [Binding("escape,q,question_mark,f1", "dismiss", "close")]

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Reading("help")
            yield Button("Close", id="close", compact=True)

    def on_mount(self) -> None:
        width = max(len(named(key.keys)) for key in KEYS)
        moves = [("up down j k", "move by a line; Page Up, Page Down, Home and End as usual"), ("tab", "go to the next pane")]
        rows = [*moves, *((named(key.keys), key.about) for key in KEYS)]
        signs = "Signs: - dropped, ^ moved into a field, ~ repaired inside, x left out, * marked, # decided by hand, ✓ accepted"
        pages = "Signs of pages: ! needs a look, … begun, ✓ decided"
        texts = [*(f"{keys:<{width}}  {about}" for keys, about in rows), "", signs, pages]
        self.query_one("#help", Reading).load([StyledText(text) for text in texts])

    def on_button_pressed(self) -> None:
        self.dismiss()


class Ask(ModalScreen[str | None]):
    """A question that is answered with a line of text."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)", "cancel")]

    def __init__(self, question: str, value: str = "") -> None:
        super().__init__()
        self.question, self.value = question, value

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(rich_text(self.question))
            yield Input(self.value, id="answer")
            yield Static(rich_text("Enter to confirm, Escape to cancel", "dim"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value)


class Choose(ModalScreen[str | None]):
    """A question with few answers, each with its key; they can be clicked."""

    BINDINGS: ClassVar = [Binding("escape", "dismiss(None)", "cancel")]

    def __init__(self, question: str, answers: dict[str, str]) -> None:
        super().__init__()
        self.question, self.answers = question, answers

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(rich_text(self.question))
            for key, answer in self.answers.items():
                yield Button(rich_text(f"{key}  {answer}"), id=f"answer-{key}", compact=True)
            yield Static(rich_text("Escape to cancel", "dim"))

    def on_key(self, event: events.Key) -> None:
        if event.key in self.answers:
            event.stop()  # some of these keys also have a meaning on the page
            self.dismiss(event.key)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(str(event.button.id).removeprefix("answer-"))


class Propose(ModalScreen["Proposal | None"]):
    """A proposed rule, and the lines that it would remove in the open files; the list grows during the search."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)", "cancel"),
        Binding("p", "turn('kind')", "phrase or pattern"),
        Binding("n", "turn('near')", "context"),
        Binding("s", "turn('site')", "site"),
        Binding("a,enter", "add", "add"),
    ]

    def __init__(self, proposal: Proposal, look: Callable[[Proposal], list[str]], seek: Callable[[Proposal, Propose], object]) -> None:
        super().__init__()
        self.proposal, self._look, self._seek = proposal, look, seek
        self.found: list[tuple[str, TakenLine]] = []
        self.problems: list[str] = []
        self.done = 0

    def compose(self) -> ComposeResult:
        with Vertical(classes="box tall"):
            yield Reading("rule")
            yield Static(id="verdict")
            yield Reading("hits")
            yield Static(rich_text("a add   p pattern   n context   s site   Escape cancel", "dim"))

    def on_mount(self) -> None:
        self._restart()

    def action_turn(self, what: str) -> None:
        from ...interactive.proposal import turned

        self.proposal = turned(self.proposal, what)
        self._restart()

    def action_add(self) -> None:
        if self.problems:
            self.app.bell()
        else:
            self.dismiss(self.proposal)

    def add(self, proposal: Proposal, found: list[tuple[str, TakenLine]], done: int) -> None:
        """Show the lines found so far, unless the proposal has been changed since."""
        if proposal is not self.proposal:
            return
        self.found, self.done = found, done
        self._show_verdict()

    def _restart(self) -> None:
        self.found, self.done = [], 0
        self.problems = self._look(self.proposal)
        lines = [StyledText(line) for line in self.proposal.toml().splitlines()]
        self.query_one("#rule", Reading).load([StyledText(f"# to {self.proposal.pack_name}", "lines--dim"), *lines])
        self._show_verdict()
        self._seek(self.proposal, self)

    def _show_verdict(self) -> None:
        files = len({name for name, _ in self.found})
        lines = f"{len(self.found)} more line{'' if len(self.found) == 1 else 's'}"
        text = f"It would remove {lines} in {files} file{'' if files == 1 else 's'} ({self.done} searched)."
        if self.problems:
            text = f"It cannot be added: {'; '.join(self.problems)}"
        self.query_one("#verdict", Static).update(rich_text(text, "bold"))
        self.query_one("#hits", Reading).load([StyledText(f"{name}:{found.number}  {found.text}") for name, found in self.found[:500]])

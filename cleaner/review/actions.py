"""The decisions that the browser can request. All values of a request are checked here; none is trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..decisions import RECORD
from ..errors import InputError
from ..interactive.history import Step
from ..interactive.page import PageModel, Stop
from ..interactive.session import Session
from .state import State

_LONGEST = 10_000  # characters of a text in a request
_MOST_LINES = 8_000  # lines of a request
_SCOPES = ("file", "site", "everywhere")
Body = Mapping[str, Any]


def number(body: Body, name: str) -> int:
    """A whole number in a request. Raises InputError."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
        raise InputError(f"`{name}` must be a whole number", place=name, remedy="Load the page again.")
    return value


def numbers(body: Body, name: str, most: int = 200) -> list[int]:
    """A list of whole numbers in a request, sorted, without duplicates. Raises InputError."""
    value = body.get(name)
    if not isinstance(value, list) or not 0 < len(value) <= most:
        raise InputError(f"`{name}` must be a list of 1 to {most} numbers", place=name, remedy="Mark fewer lines.")
    return sorted({number({name: item}, name) for item in value})


def text(body: Body, name: str) -> str:
    """A text in a request. Raises InputError."""
    value = body.get(name)
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise InputError(f"`{name}` must be a text of at most {_LONGEST:,} characters", place=name, remedy="Shorten it.")
    return value.encode("utf-8", "replace").decode()


def decide(state: State, index: int, model: PageModel, body: Body) -> str:
    """Make one decision about a line of a page, or about several (`lines`). Returns a message for the user. Raises CleanerError."""
    name = text(body, "action")
    act = ACTIONS.get(name)
    if act is None:
        raise InputError(f"there is no action {name[:40]!r}", place="action", remedy="Load the page again.")
    together = None
    if "lines" in body:
        together = TOGETHER.get(name)
        if together is None:
            raise InputError(f"{name} applies to one line only", place="action", remedy="Open the fold, and choose a line.")
    stop = model.stop(number(body, "line"))
    stops = [model.stop(line) for line in numbers(body, "lines", _MOST_LINES)] if together else []
    with state.changing(index):
        return described(
            state, index, stop.number, lambda: together(state.session, model, stops) if together else act(state.session, model, stop, body)
        )


def described(state: State, index: int, line: int, make: Callable[[], str]) -> str:
    """Make a step of the history, and note what it did and where. Returns its message. Raises CleanerError."""
    history = state.session.history
    before = history.now
    message = make()
    if history.now != before:
        history.describe(Step(index, line, message))
    return message


def travel(state: State, index: int, forward: bool) -> tuple[str, int, int]:
    """Undo the last step, or redo it. Returns a message for the user, and the index and line of what changed; line 0 if unknown.

    `index` is the page on the screen. Raises CleanerError.
    """
    with state.lock:
        history = state.session.history
        step = history.step(forward)
        with state.changing(step.page if step else index):
            moved = history.redo() if forward else history.undo()
        done = "redone" if forward else "undone"
        if not moved:
            return f"nothing to {'redo' if forward else 'undo'}", index, 0
        if step is None:
            return done, index, 0
        name = state.session.sources[step.page].name.removeprefix(RECORD)
        return f"{done} on {name}, line {step.line}: {step.about}", step.page, step.line


def _off(session: Session, page: PageModel, stop: Stop, body: Body) -> str:
    rule, scope = text(body, "rule"), text(body, "scope")
    if rule not in page.rules_on(stop.number) or scope not in _SCOPES:
        raise InputError("this rule changes nothing on this line", place="rule", remedy="Load the page again.")
    return session.switch_off(page, rule, scope)


def _title(session: Session, page: PageModel, stop: Stop, body: Body) -> str:
    return session.retitle(page, stop, text(body, "text"))


def _field(session: Session, page: PageModel, stop: Stop, body: Body) -> str:
    value = None if body.get("text") is None else text(body, "text")
    return session.write_field(page, stop, text(body, "field"), value)


def _page(session: Session, page: PageModel, stop: Stop, body: Body) -> str:
    return session.accept_page(page)


def _plain(act: Callable[[Session, PageModel, Stop], str]) -> Callable[[Session, PageModel, Stop, Body], str]:
    return lambda session, page, stop, body: act(session, page, stop)


ACTIONS: Mapping[str, Callable[[Session, PageModel, Stop, Body], str]] = {
    "accept": _plain(Session.accept),
    "accept run": _plain(Session.accept_run),
    "accept page": _page,
    "reject": _plain(Session.reject),
    "reject run": _plain(Session.reject_run),
    "keep": _plain(Session.keep),
    "drop": _plain(Session.drop),
    "boundary": _plain(Session.part),
    "move": _plain(Session.move_boundary),
    "off": _off,
    "title": _title,
    "title from line": _plain(Session.title_from_line),
    "field": _field,
}

TOGETHER: Mapping[str, Callable[[Session, PageModel, Sequence[Stop]], str]] = {  # actions on all the lines of a closed fold
    "accept": Session.accept_lines,
    "reject": Session.keep_lines,
    "keep": Session.keep_lines,
    "drop": Session.drop_lines,
}

"""A rule made from marked lines: the proposal, the lines that it would remove on other pages, and adding it to a pack."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock
from typing import Any

from ..errors import InputError, OutputError
from ..interactive import proposal as proposals
from ..interactive.page import PageModel
from ..interactive.proposal import Proposal, TakenLine
from ..packs import known_packs
from ..report.page_data import label
from .actions import Body, numbers
from .actions import described as described_step
from .pages import shown_name
from .state import State

_TIME = 0.4  # seconds that one request searches pages
_SHOWN = 300  # lines shown of those that a rule would remove


def wanted(state: State, model: PageModel, body: Body) -> Proposal:
    """The rule that a request describes: the lines of a page, and the variant of the rule. Raises InputError for lines without words."""
    taken = frozenset(rule.id for pack in known_packs(state.session.packs()) for rule in pack.rules)
    found = proposals.propose(model, numbers(body, "lines"), taken)
    if found is None:
        raise InputError("a rule needs a line with words", place=model.name, remedy="Mark a line with words.")
    if all(body.get(what) is None for what in ("kind", "near", "site")):
        return proposals.passing(found, state.session)
    for what, now in (("kind", found.kind), ("near", found.near), ("site", found.site)):
        if body.get(what) not in (None, now):
            found = proposals.turned(found, what)
    return found


def described(state: State, found: Proposal) -> dict[str, Any]:
    """A proposed rule as data: its table, its problems, and its variants."""
    path, before = proposals.home(found, state.session)
    problems = proposals.check(found, before, str(path))
    return {
        "toml": found.toml()[:20_000],
        "file": label(path.name),
        "problems": [label(problem) for problem in problems],
        "remedy": proposals.remedy(found, state.session) if problems else "",
        "kind": found.kind,
        "near": found.near,
        "site": found.site,
        "context": [label(group) for group in found.context],
        "host": label(found.host or ""),
    }


def add(state: State, index: int, line: int, found: Proposal) -> str:
    """Add a rule, made from a line of a page, to its pack, and clean with it from now on. Returns a message for the user. Raises CleanerError."""
    path, before = proposals.home(found, state.session)
    if problems := proposals.check(found, before, str(path)):
        raise OutputError("; ".join(problems), place=str(path), remedy="Change the rule, or mark other lines.")

    def make() -> str:
        state.session.history.add_rule(path, before, found.pack_text(before))
        return f"{found.id} was added to {path.name}"

    with state.changing(index):
        return described_step(state, index, line, make)


class Effect:
    """The lines that a rule would remove. Each request continues the search for a moment; there is one rule at a time."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._lock = Lock()
        self._wanted: Proposal | None = None
        self._seeking: Iterator[TakenLine | int] = iter(())
        self._found: list[TakenLine] = []
        self._done = 0

    def look(self, index: int, wanted: Proposal) -> dict[str, Any]:
        """Search more pages, beginning with the one on the screen, and return everything found so far."""
        with self._lock:
            if wanted != self._wanted:
                self._begin(index, wanted)
            end = time.monotonic() + _TIME
            count = len(self._state.session.sources)
            for each in self._seeking:
                if isinstance(each, TakenLine):
                    self._found.append(each)
                    continue
                self._done += 1
                if time.monotonic() > end:
                    break
            else:
                self._done = count
            sources = self._state.session.sources
            return {
                "done": self._done,
                "count": count,
                "lines": len(self._found),
                "pages": len({found.index for found in self._found}),
                "found": [[shown_name(sources[found.index].name), found.number, label(found.text)] for found in self._found[:_SHOWN]],
            }

    def _begin(self, index: int, wanted: Proposal) -> None:
        self.close()
        session = self._state.session
        order = sorted(range(len(session.sources)), key=lambda other: other != index)
        self._wanted, self._found, self._done = wanted, [], 0
        self._seeking = proposals.hits(wanted, ((other, session.job(other)) for other in order))

    def close(self) -> None:
        """Stop the search, and remove the temporary pack that it used."""
        with suppress(AttributeError):
            self._seeking.close()  # type: ignore[attr-defined]
        self._wanted = None

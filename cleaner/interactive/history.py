"""The history of decisions, with undo and redo."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from ..batch import write_whole
from ..decisions import Decision, Decisions, dumps, parse
from ..errors import DecisionError


class Step(NamedTuple):
    """What a step did: the index of its page, its line, and the message about it."""

    page: int
    line: int
    about: str


@dataclass(frozen=True, slots=True)
class State:
    """Decisions, accepted findings as (file, line), the texts of packs to which rules were added, and the step that led here."""

    decisions: Decisions
    accepted: frozenset[tuple[str, int]] = frozenset()
    packs: tuple[tuple[Path, str | None], ...] = ()  # None: the file does not exist yet
    step: Step | None = field(default=None, compare=False)


class History:
    """The past, present and future states. Each change is written to disk at once, so that nothing is lost with a connection."""

    def __init__(self, decisions: Decisions) -> None:
        self.now = State(decisions)
        self._past: list[State] = []
        self._future: list[State] = []
        self._written = self._on_disk()

    @property
    def decisions(self) -> Decisions:
        return self.now.decisions

    @property
    def steps(self) -> tuple[int, int]:
        """The numbers of steps that can be undone and redone."""
        return len(self._past), len(self._future)

    def decide(self, *added: Decision, without: tuple[Decision, ...] = ()) -> None:
        """Add and remove decisions, as one step. Raises DecisionError when the file was changed by another program."""
        decisions = self.decisions
        for decision in without:
            decisions = decisions.without(decision)
        for decision in added:
            decisions = decisions.with_one(decision)
        self._step(replace(self.now, decisions=decisions))

    def accept(self, name: str, *lines: int) -> None:
        """Mark findings as reviewed and correct."""
        self._step(replace(self.now, accepted=self.now.accepted | {(name, line) for line in lines}))

    def add_rule(self, pack: Path, before: str | None, after: str) -> None:
        """Change a pack's text from `before` to `after`, and use the pack to clean pages; as one step."""
        known = dict(self.now.packs)
        if pack not in known:  # all earlier states have the pack's text from before
            self._past = [replace(state, packs=(*state.packs, (pack, before))) for state in self._past]
            self.now = replace(self.now, packs=(*self.now.packs, (pack, before)))
        packs = tuple((path, after if path == pack else text) for path, text in self.now.packs)
        self._step(replace(self.now, decisions=self.decisions.with_pack(pack), packs=packs))

    def describe(self, step: Step) -> None:
        """Say what the last step did, for the messages of undo and redo."""
        self.now = replace(self.now, step=step)

    def step(self, forward: bool = False) -> Step | None:
        """The step that undo would take back, or that redo would make; None without a step or its description."""
        if forward:
            return self._future[-1].step if self._future else None
        return self.now.step if self._past else None

    def undo(self) -> bool:
        """Go back one step; False if there is none."""
        return self._move(self._past, self._future)

    def redo(self) -> bool:
        """Go forward one step again; False if there is none."""
        return self._move(self._future, self._past)

    def _move(self, source: list[State], other: list[State]) -> bool:
        if not source:
            return False
        self._save(source[-1])
        other.append(self.now)
        self.now = source.pop()
        return True

    def _step(self, state: State) -> None:
        if state == self.now:
            return
        self._save(state)
        self._past.append(self.now)
        self._future.clear()
        self.now = replace(state, step=None)

    def _save(self, state: State) -> None:
        """Write the files that differ from the present state. Raises DecisionError when the decisions were changed by another program."""
        path = state.decisions.path
        if state.decisions != self.decisions and path is not None:
            if self._on_disk() != self._written:
                self._reload(path)
            empty = not state.decisions.entries and not state.decisions.packs
            self._written = None if empty else dumps(state.decisions)
            _put(path, self._written)
        for pack, text in state.packs:
            if dict(self.now.packs).get(pack, text) != text:
                _put(pack, text)

    def _reload(self, path: Path) -> None:
        self._written = self._on_disk()
        self.now = State(parse(self._written or "", path))
        self._past.clear()
        self._future.clear()
        raise DecisionError(
            "the decisions were changed by another program", place=str(path), remedy="They were reloaded; make the decision again."
        )

    def _on_disk(self) -> str | None:
        path = self.decisions.path
        try:
            return path.read_text(encoding="utf-8") if path else None
        except (OSError, UnicodeDecodeError):
            return None


def _put(path: Path, text: str | None) -> None:
    """Write a file, or remove it if `text` is None."""
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write_whole(path, text)

"""How far a review is: which pages are decided, and which are begun."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from ..decisions import Decision, Scope
from .history import History
from .page import PageModel


class Progress:
    """The pages of a review by what is decided about them.

    A page is begun with the first decision about it or the first accepted finding, and decided when no finding on it is open. The open
    findings are known of pages that were shown. Others, and those that were not touched since an earlier review, count as decided if
    they have decisions: what was accepted in the earlier review is not stored.
    """

    def __init__(self, names: Sequence[str], history: History) -> None:
        self._names, self._history = names, history
        self._open: dict[int, int] = {}
        self._earlier = self._decisions()

    @cached_property
    def scopes(self) -> list[Scope]:
        """The scope of decisions about each single page, by index."""
        return [self._history.decisions.scope(name) for name in self._names]

    def note(self, index: int, page: PageModel) -> bool:
        """Count the open findings of a page that is shown. Returns whether their number changed."""
        before = self._open.get(index)
        self._open[index] = len(page.undecided(self._history.now.accepted))
        return before != self._open[index]

    def open(self, index: int) -> int:
        """The number of open findings of a page, as far as known."""
        return self._open.get(index, 0)

    def begun(self) -> set[int]:
        """The indexes of the pages with decisions or accepted findings of their own."""
        accepted, made = self._accepted(), self._decisions()
        return {i for i, name in enumerate(self._names) if self.scopes[i] in made or name in accepted}

    def decided(self) -> set[int]:
        """The indexes of the pages that are decided."""
        accepted, made = self._accepted(), self._decisions()
        untouched = {scope for scope, entries in made.items() if self._earlier.get(scope) == entries}
        return {i for i in self.begun() if not self.open(i) or (self.scopes[i] in untouched and self._names[i] not in accepted)}

    def _accepted(self) -> set[str]:
        return {name for name, _ in self._history.now.accepted}

    def _decisions(self) -> dict[Scope, set[Decision]]:
        made: dict[Scope, set[Decision]] = {}
        for entry in self._history.decisions.entries:
            made.setdefault(entry.scope, set()).add(entry)
        return made

"""The keys that move: among findings, pages and words, and between what is shown."""

from __future__ import annotations

from .app import Viewer
from .screens import Ask, Help


class Explorer(Viewer):
    """The screen, and the ways about it."""

    _words = ""  # that were searched for last

    def action_step(self, forward: bool) -> None:
        """Go to the next finding, or the one before."""
        if self.model is None:
            return
        found = self.model.step(self.view.number, forward, self.view.wanted)
        if found is None:
            self.say("there is no finding below" if forward else "there is no finding above")
            return
        self._go(found)

    def _go(self, number: int) -> None:
        if self.model is not None:
            self.view.go_to(self.model.index_of(number))

    def action_open_by(self, by: int) -> None:
        index = self.index + by
        if 0 <= index < len(self.session.sources):
            self.open(index)

    def action_flagged(self) -> None:
        found = self.session.next_flagged(self.index)
        if found is None:
            self.say("no page calls for a look" if not self._background.left else "no page calls for a look so far")
        elif found == self.index:
            self.say("no other page calls for a look")
        else:
            self.open(found)

    def action_search(self) -> None:
        self.push_screen(Ask("Search the page for", self._words), self._searched)

    def _searched(self, words: str | None) -> None:
        if words:
            self._words = words
            self.action_search_on()

    def action_search_on(self) -> None:
        if self.model is None or not self._words:
            return
        found = self.model.search(self._words, self.view.number)
        if found is None:
            self.say(f"nothing on this page reads “{self._words}”")
        else:
            self._go(found)

    def action_filter(self) -> None:
        self.push_screen(Ask("Look at the findings of the rule or group", self.view.wanted), self._filtered)

    def _filtered(self, rule: str | None) -> None:
        if rule is None or self.model is None:
            return
        self.view.wanted = rule.strip()
        self.view.forget()
        if not self.view.wanted:
            self.say("all findings")
            return
        lines = self.model.findings(self.view.wanted)
        self.say(f"{len(lines)} findings of {self.view.wanted}")
        if lines and self.view.number not in lines:
            self._go(next((line for line in lines if line > self.view.number), lines[0]))

    def action_article(self) -> None:
        self.screen_stack[0].toggle_class("-article")
        self._show_articles()

    def action_zoom(self) -> None:
        self.screen_stack[0].toggle_class("-zoom")

    def action_light(self) -> None:
        self.theme = "textual-dark" if self.theme == "textual-light" else "textual-light"

    def action_help(self) -> None:
        self.push_screen(Help())

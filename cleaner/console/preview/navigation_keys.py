"""The keys for navigation: between findings and pages, search, and what is shown."""

from __future__ import annotations

from .app import Viewer
from .screens import Ask, Help
from .themes import DARK, LIGHT


class Explorer(Viewer):
    """The screen with its navigation."""

    _words = ""  # the last search

    def action_step(self, forward: bool) -> None:
        """Go to the next or previous finding."""
        if self.model is None:
            if forward and self.session.results.get(self.index) is not None:
                self._open_next()
            return
        found = self.model.step(self.view.number, forward, self.view.wanted)
        if found is not None:
            self._go(found)
        elif not forward:
            self.say("there is no finding above")
        elif not self._open_next():
            self.say("there is no finding below, and no further page")

    def _open_next(self) -> bool:
        """Open the next page of the list. Returns whether there is one."""
        place = self.files.place_of(self.index) + 1
        if place >= len(self.files.order):
            return False
        self.open(self.files.page_at(place))
        return True

    def _open_undecided(self) -> None:
        """Open the next page that is not decided: below, or, if there is none, above."""
        order, place = self.files.order, self.files.place_of(self.index)
        results = self.session.results
        failed = {page for page in self.files.seen if page in results and results[page].status == "failed"}
        done = self.files.decided | failed
        rest = [page for page in (*order[place + 1 :], *order[:place]) if page not in done]
        if rest:
            self.open(rest[0])
            return
        but = f" but {len(failed)} that failed" if failed else ""
        self.say(f"all pages are decided{but}; w writes the articles, or run: cleaner clean")

    def _go(self, number: int) -> None:
        if self.model is not None:
            self.view.go_to(self.model.index_of(number))

    def action_open_by(self, by: int) -> None:
        place = self.files.place_of(self.index) + by
        if 0 <= place < len(self.files.order):
            self.open(self.files.page_at(place))
        else:
            self.say("this is the last page" if by > 0 else "this is the first page")

    def action_flagged(self) -> None:
        found = self.session.next_flagged(self.index)
        if found is None:
            self.say("no page needs a look" if not self._background.left else "no page needs a look so far")
        elif found == self.index:
            self.say("no other page needs a look")
        else:
            self.open(found)

    def action_search(self) -> None:
        self.push_screen(Ask("Search the page for", self._words), self._searched)

    def _searched(self, words: str | None) -> None:
        if words:
            self._words = words
            self.action_search_on()

    def action_search_on(self) -> None:
        model = self.view.model  # the uncleaned page, until it is cleaned
        if model is None or not self._words:
            return
        found = model.search(self._words, self.view.number)
        if found is None:
            self.say(f"nothing found for “{self._words}”")
        else:
            self.view.go_to(model.index_of(found))

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

    def action_order(self) -> None:
        """List the pages least certain first, or in their original order."""
        self.files.by_doubt = not self.files.by_doubt
        self.files.sort()
        self.say("least certain first" if self.files.by_doubt else "original order")

    def action_article(self) -> None:
        self.screen_stack[0].toggle_class("-article")
        self._show_articles()

    def action_zoom(self) -> None:
        self.screen_stack[0].toggle_class("-zoom")

    def action_light(self) -> None:
        self.theme = (LIGHT if self.current_theme.dark else DARK).name

    def action_help(self) -> None:
        self.push_screen(Help())

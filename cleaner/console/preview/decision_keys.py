"""The keys for decisions: about findings, rules, boundaries and titles; undo, rules from lines, and writing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from ...errors import CleanerError
from ...interactive.history import State
from .navigation_keys import Explorer
from .screens import Ask, Choose, Propose

if TYPE_CHECKING:
    from ...interactive.proposal import Proposal, TakenLine

_SCOPES = {"f": "file", "s": "site", "e": "everywhere"}


class Preview(Explorer):
    """The screen of `cleaner preview`."""

    def _decide(self, act: Callable[..., str], *arguments: str, follow: bool = False) -> None:
        """Make one decision about the line under the cursor, and show the result."""
        if self.model is None:
            self.say("this page is not cleaned yet")
            return
        stop = self.model.stop(self.view.number)
        self._changing(lambda: act(self.model, stop, *arguments), stop.number, follow)

    def _changing(self, step: Callable[[], str], number: int, follow: bool = False) -> None:
        before = self.session.history.now
        try:
            self.say(step())
        except CleanerError as error:
            self.say(str(error))
            follow = False
        now = self.session.history.now
        self.view.accepted = now.accepted
        self.view.forget()
        self._take_decided()
        advance = follow and now != before
        if before.decisions != now.decisions or before.packs != now.packs:
            below = self.model.step(number, True, self.view.wanted) if advance and self.model else None
            self._clean_again(before, number if below is None else below, advance and below is None)
        elif advance:
            self.action_step(True)

    def _clean_again(self, before: State, number: int, to_next_page: bool) -> None:
        """Clean the pages that a change since `before` affects; then put the cursor on a line, or open the next page."""
        affected = self.session.affected(before.decisions, before.packs != self.session.history.now.packs)
        for index in affected:
            self._models.pop(index, None)
        opened = to_next_page and self._open_next()
        self._background.ask(index for index in affected if index != self.index)
        if not opened:
            self._clean(self.index, number)

    def action_accept(self) -> None:
        self._answer(self.session.accept)

    def action_reject(self) -> None:
        self._answer(self.session.reject)

    def action_accept_run(self) -> None:
        self._answer(self.session.accept_run)

    def action_reject_run(self) -> None:
        self._answer(self.session.reject_run)

    def _answer(self, act: Callable[..., str]) -> None:
        """Decide about the finding under the cursor and go to the next; without one, only go to the next."""
        if self.model is not None and not self.model.on_finding(self.view.number):
            self.action_step(True)
            return
        self._decide(act, follow=True)

    def action_accept_page(self) -> None:
        """Accept all open findings of the page, and open the next page that is not decided."""
        model = self.model
        if model is not None:
            self._changing(lambda: self.session.accept_page(model), self.view.number)
        if model is not None or self.session.results.get(self.index) is not None:
            self._open_undecided()

    def action_drop(self) -> None:
        self._decide(self.session.drop)

    def action_part(self) -> None:
        self._decide(self.session.part)

    def action_move_boundary(self) -> None:
        self._decide(self.session.move_boundary)

    def action_switch_off(self) -> None:
        if self.model is None:
            return
        rules = self.model.rules_on(self.view.number)
        if not rules:
            self.say("no rule changes this line")
            return
        rule = rules[0]
        answers = {"f": "for this file"} | ({"s": f"for this site, {self.model.host}"} if self.model.host else {}) | {"e": "everywhere"}
        self.push_screen(Choose(f"Switch off {rule}?", answers), partial(self._switched_off, rule))

    def _switched_off(self, rule: str, answer: str | None) -> None:
        scope = _SCOPES.get(answer or "")
        if scope and self.model:
            model = self.model
            self._changing(lambda: self.session.switch_off(model, rule, scope), self.view.number)

    def action_title(self) -> None:
        article = self.model.article_at(self.view.number) if self.model else None
        if article is not None:
            self.push_screen(Ask("The story's title", article.title or ""), self._retitled)

    def action_title_here(self) -> None:
        self._decide(self.session.title_from_line)

    def _retitled(self, title: str | None) -> None:
        if title is not None:
            self._decide(self.session.retitle, title)

    def action_undo(self) -> None:
        self._changing(lambda: "undone" if self.session.history.undo() else "nothing to undo", self.view.number)

    def action_redo(self) -> None:
        self._changing(lambda: "redone" if self.session.history.redo() else "nothing to redo", self.view.number)

    # rules

    def action_mark(self) -> None:
        """Mark the line as boilerplate, or remove the mark."""
        if self.model is None or not self.model.stop(self.view.number).text:
            return
        self.view.marked ^= {self.view.number}
        self.view.forget()
        self.view.go_to(self.view.cursor + 1)

    def action_propose(self) -> None:
        """Propose a rule from the marked lines, or from the one under the cursor."""
        if self.model is None:
            return
        from ...interactive.proposal import passing, propose
        from ...packs import known_packs

        taken = frozenset(rule.id for pack in known_packs(self.session.packs()) for rule in pack.rules)
        proposal = propose(self.model, sorted(self.view.marked or {self.view.number}), taken)
        if proposal is None:
            self.say("a rule needs a line with words")
            return
        self.push_screen(Propose(passing(proposal, self.session), self._check, self._seek), self._proposed)

    def _check(self, proposal: Proposal) -> list[str]:
        from ...interactive.proposal import check, home

        path, before = home(proposal, self.session)
        return check(proposal, before, str(path))

    @work(thread=True, exclusive=True, group="hits", exit_on_error=False)
    def _seek(self, proposal: Proposal, screen: Propose) -> None:
        """Search all files for lines that the rule would remove, beginning with the one on the screen."""
        from ...interactive.proposal import TakenLine, hits

        worker = get_current_worker()
        order = sorted(range(len(self.session.sources)), key=lambda index: index != self.index)
        found: list[tuple[str, TakenLine]] = []
        done = 0
        for each in hits(proposal, ((index, self.session.job(index)) for index in order)):
            if worker.is_cancelled or not screen.is_attached:
                return
            if isinstance(each, TakenLine):
                found.append((self.files.names[each.index], each))
                continue
            done += 1
            if done < 20 or done % 20 == 0 or done == len(order):
                self.call_from_thread(screen.add, proposal, list(found), done)

    def _proposed(self, proposal: Proposal | None) -> None:
        if proposal is None:
            return
        from ...interactive.proposal import home

        path, before = home(proposal, self.session)
        self.view.marked.clear()

        def add() -> str:
            self.session.history.add_rule(path, before, proposal.pack_text(before))
            return f"{proposal.id} was added to {path.name}"

        self._changing(add, self.view.number)

    # writing

    def action_write(self) -> None:
        if self.session.output is not None:
            self._write(self.session.output)
        else:
            self.push_screen(Ask("Write the articles of all files into the folder", "clean"), self._folder_given)

    def _folder_given(self, folder: str | None) -> None:
        if folder and folder.strip():
            self.session.output = Path(folder.strip())
            self._write(self.session.output)

    def _write(self, folder: Path) -> None:
        self.say(f"writing to {folder} …")
        self._write_all(folder)

    @work(thread=True, exclusive=True, group="write", exit_on_error=False)
    def _write_all(self, folder: Path) -> None:
        try:
            results = self.session.write(folder)
        except CleanerError as error:
            self.call_from_thread(self.say, str(error))
            return
        failed = sum(result.status in ("failed", "refused") for result in results)
        articles, pages = sum(result.articles for result in results), len(results) - failed
        text = f"wrote {articles} article{'' if articles == 1 else 's'} of {pages} page{'' if pages == 1 else 's'} to {folder}"
        text += f"; removed {len(self.session.removed)} outdated" if self.session.removed else ""
        self.call_from_thread(self.say, f"{text}; {failed} failed" if failed else text)

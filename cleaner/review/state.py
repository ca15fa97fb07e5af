"""The state of the server: the session, a cache of cleaned pages, and cleaning in the background. Safe to use from threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Lock, RLock

from ..decisions import Decisions
from ..errors import CleanerError, InputError
from ..interactive.background import Background
from ..interactive.job import failed
from ..interactive.page import Glance, PageModel
from ..interactive.session import Session

_REMEMBERED = 24  # pages in the cache


class State:
    """One review. `lock` is held while a decision is made, but not while pages are cleaned."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lock = RLock()
        self._turns = [Lock() for _ in session.sources]
        self._models: OrderedDict[int, tuple[Decisions, PageModel]] = OrderedDict()
        self._background = Background(session.job, len(session.sources))
        self._background.ask(range(len(session.sources)))
        self._listed = False
        self.clock = 0  # incremented by each change of the list
        self._touched = dict.fromkeys(range(len(session.sources)), 0)

    def touch(self, indexes: Iterable[int]) -> None:
        """Note that the entries of these pages changed."""
        self.clock += 1
        self._touched.update(dict.fromkeys(indexes, self.clock))

    def touched(self, since: int) -> list[int]:
        """The pages whose entries changed after the time `since`; all pages if it is negative."""
        return [index for index, time in self._touched.items() if time > since]

    def page(self, index: int) -> PageModel:
        """A page, cleaned with the present decisions. Raises CleanerError if it fails.

        Requests for the same page wait for each other, so that it is cleaned once.
        """
        with self._turns[index]:
            return self._page(index)

    def _page(self, index: int) -> PageModel:
        with self.lock:
            decisions = self.session.history.decisions
            cached = self._models.get(index)
            if cached and cached[0] == decisions:
                self._models.move_to_end(index)
                self._note(index, cached[1])
                return cached[1]
            job = self.session.job(index)
        try:
            model = PageModel(job.trace(), job.source.name)
        except CleanerError as error:
            with self.lock:
                self._take(index, failed(job.source.name, f"{error.problem}. {error.remedy}"))
            raise
        except Exception as error:  # a bug that shows on one page must not stop the others
            problem = f"the program failed on it ({type(error).__name__}: {error})"
            raise InputError(problem, place=job.source.name, remedy="Report it, with the page.") from error
        with self.lock:
            if self.session.history.decisions == decisions:
                self._models[index] = decisions, model
                self._note(index, model)
                self._background.forget(index)
                self._take(index, model.result)
            while len(self._models) > _REMEMBERED:
                self._models.popitem(last=False)
        return model

    def _note(self, index: int, model: PageModel) -> None:
        """Note how many findings of a page are open."""
        if self.session.progress.note(index, model):
            self.touch([index])

    @contextmanager
    def changing(self, index: int) -> Iterator[None]:
        """Wrap one step of the history. Afterwards the affected pages are cleaned again, the other ones in the background."""
        with self.lock:
            before, decided = self.session.history.now, self.session.progress.decided()
            yield
            now = self.session.history.now
            if index in self._models:
                self._note(index, self._models[index][1])
            self.touch({index} | (decided ^ self.session.progress.decided()))
            if before.decisions == now.decisions and before.packs == now.packs:
                return
            affected = self.session.affected(before.decisions, before.packs != now.packs)
            for other, (_, model) in list(self._models.items()):
                if other in affected:
                    del self._models[other]
                else:
                    self._models[other] = now.decisions, model
            self._background.ask(other for other in affected if other != index)

    def polled(self) -> int:
        """Collect results from the background. Returns the number of pages that are not cleaned yet.

        The first call starts no work: a browser that has the list requests its first page next, which must not wait for the others.
        """
        with self.lock:
            if not self._listed:
                self._listed = True
                return self._background.left
            for index, found in self._background.poll():
                self._take(index, found)
            return self._background.left

    def _take(self, index: int, found: Glance) -> None:
        """Store the result of a page for the list."""
        if self.session.results.get(index) != found:
            self.session.results[index] = found
            self.touch([index])

    def close(self) -> None:
        self._background.stop()

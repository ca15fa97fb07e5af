"""What the server holds: the session, pages that were cleaned lately, and the pages that are cleaned behind them. Safe to use from threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock

from ..decisions import Decisions
from ..errors import CleanerError, InputError
from ..interactive.background import Background
from ..interactive.page import Glance, PageModel
from ..interactive.session import Session, failed

_REMEMBERED = 24  # pages that are open again at once


class State:
    """One review. `lock` is held while something is decided; pages are cleaned without it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lock = RLock()
        self._models: OrderedDict[int, tuple[Decisions, PageModel]] = OrderedDict()
        self._background = Background(session.job, len(session.sources))
        self._background.ask(range(len(session.sources)))
        self.clock = 0  # goes on with each change of the list
        self._touched = dict.fromkeys(range(len(session.sources)), 0)

    def touch(self, indexes: Iterable[int]) -> None:
        """Note that the list shows these pages otherwise from now on."""
        self.clock += 1
        self._touched.update(dict.fromkeys(indexes, self.clock))

    def touched(self, since: int) -> list[int]:
        """The pages that the list shows otherwise than it did at the time `since`; all for a negative one."""
        return [index for index, time in self._touched.items() if time > since]

    def page(self, index: int) -> PageModel:
        """A page, cleaned by what is decided now. Raises CleanerError for one that fails."""
        with self.lock:
            decisions = self.session.history.decisions
            held = self._models.get(index)
            if held and held[0] == decisions:
                self._models.move_to_end(index)
                return held[1]
            job = self.session.job(index)
        try:
            model = PageModel(job.trace(), job.source.name)
        except CleanerError as error:
            with self.lock:
                self._take(index, failed(job.source.name, f"{error.problem}. {error.remedy}"))
            raise
        except Exception as error:  # a fault of ours on one page must not cost the others
            problem = f"the program failed on it ({type(error).__name__}: {error})"
            raise InputError(problem, place=job.source.name, remedy="Report it, with the page.") from error
        with self.lock:
            if self.session.history.decisions == decisions:
                self._models[index] = decisions, model
                self._take(index, model.result)
            while len(self._models) > _REMEMBERED:
                self._models.popitem(last=False)
        return model

    @contextmanager
    def changing(self, index: int) -> Iterator[None]:
        """A step of the history: afterwards the pages that it is about are cleaned anew, those out of sight behind the others."""
        with self.lock:
            before, decided = self.session.history.now, self.session.decided()
            yield
            now = self.session.history.now
            self.touch({index} | (decided ^ self.session.decided()))
            if before.decisions == now.decisions and before.packs == now.packs:
                return
            meant = self.session.affected(before.decisions, before.packs != now.packs)
            for other, (_, model) in list(self._models.items()):
                if other in meant:
                    del self._models[other]
                else:  # what was decided is about others
                    self._models[other] = now.decisions, model
            self._background.ask(other for other in meant if other != index)

    def polled(self) -> int:
        """Take in what was cleaned behind the scenes; the number of pages that are still to come."""
        with self.lock:
            for index, found in self._background.poll():
                self._take(index, found)
            return self._background.left

    def _take(self, index: int, found: Glance) -> None:
        """Note what the list shows of a page."""
        if self.session.results.get(index) != found:
            self.session.results[index] = found
            self.touch([index])

    def close(self) -> None:
        self._background.stop()

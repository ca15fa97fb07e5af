"""What the preview works on, without a screen: the files, how they are cleaned, and what is decided about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..batch import Output, Result, Writer, prepare, run, summarise
from ..config import DECISIONS_NAME, Settings
from ..decisions import Decision, Decisions, load
from ..errors import CleanerError, OutputError
from ..inputs import Source, read
from .history import History
from .page import PageModel, Stop

if TYPE_CHECKING:
    from ..flow import Trace

_STORED = 240  # characters of a line that a decision tells
_NEIGHBOUR = 100


@dataclass(frozen=True, slots=True)
class Job:
    """All that one file's cleaning depends on; handed to other processes."""

    source: Source
    settings: Settings
    url: str | None
    fetched: str | None
    decisions: Decisions

    def trace(self) -> Trace:
        from ..flow import trace  # with the first page, not before the screen

        return trace(read(self.source), self.url, self.fetched, self.settings, self.source.name, self.decisions)


def summary(job: Job) -> Result:
    """The counts of one file for the list; a failure is a result."""
    try:
        return summarise(job.source.name, job.trace().page)
    except CleanerError as error:
        return Result(job.source.name, "failed", error=f"{error.problem}. {error.remedy}")
    except Exception as error:  # one page must not cost the others
        return Result(job.source.name, "failed", error=f"the program failed on it ({type(error).__name__}: {error})")


class Session:
    """The files and their results so far, the settings, and the history of decisions."""

    def __init__(
        self, sources: list[Source], settings: Settings, url: str | None = None, fetched: str | None = None, output: Path | None = None
    ) -> None:
        self.sources = sources
        path = Path(settings.decisions or DECISIONS_NAME)
        self.settings = replace(settings, strict=False, decisions=str(path))
        self.url, self.fetched, self.output = url, fetched, output
        self.history = History(load(path) if path.is_file() else Decisions(path))
        self.results: dict[int, Result] = {}
        self.removed: list[str] = []  # files that were out of date when the articles were written last

    def job(self, index: int) -> Job:
        return Job(self.sources[index], self.settings, self.url, self.fetched, self.history.decisions)

    def flagged(self, index: int) -> bool:
        """Whether a page calls for a look."""
        result = self.results.get(index)
        return result is not None and (bool(result.flags) or result.status != "cleaned")

    def next_flagged(self, index: int) -> int | None:
        """The next page that calls for a look, from the top again after the last."""
        count = len(self.sources)
        return next((i % count for i in range(index + 1, index + 1 + count) if self.flagged(i % count)), None)

    # what the keys decide

    def reject(self, page: PageModel, stop: Stop) -> str:
        """A finding is wrong: the line stays, or the piece in it, or no story begins there. What was decided by hand is taken back."""
        mine = [decision for decision in stop.decisions if decision.verb in ("drop", "begin")]
        if mine:
            self.history.decide(without=tuple(mine))
            return "taken back"
        if stop.rule is None and stop.boundary:
            return self.part(page, stop)
        if stop.rule is None:
            return "there is no finding on this line"
        if stop.rule.startswith("fragment."):
            self.history.decide(Decision("off", stop.rule, file=self._file(page)))
            return f"{stop.rule} is off for this file"
        self.history.decide(self._of_line("keep", page, stop, rule=stop.rule))
        return f"kept, against {stop.rule}"

    def accept(self, page: PageModel, stop: Stop) -> str:
        """A finding is right: a decision against it is taken back."""
        against = tuple(decision for decision in stop.decisions if decision.verb in ("keep", "join"))
        if against:
            self.history.decide(without=against)
            return "taken back"
        if stop.rule is None and not stop.boundary:
            return "there is no finding on this line"
        self.history.accept(page.name, stop.number)
        return "accepted"

    def drop(self, page: PageModel, stop: Stop) -> str:
        """A kept line is debris, on this page."""
        if stop.text == "":
            return "there is nothing on this line"
        if any(decision.verb == "drop" for decision in stop.decisions):
            return "dropped already"
        self.history.decide(self._of_line("drop", page, stop))
        return "dropped"

    def switch_off(self, page: PageModel, rule: str, scope: str) -> str:
        """A rule is wrong here, on this site, or everywhere."""
        file, site = (self._file(page) if scope == "file" else None), (page.host if scope == "site" else None)
        self.history.decide(Decision("off", rule, file=file, site=site))
        return f"{rule} is off {'everywhere' if scope == 'everywhere' else f'for this {scope}'}"

    def part(self, page: PageModel, stop: Stop) -> str:
        """Begin a story on a line, or, where one begins, join it to the one above."""
        if stop.first:
            return "the page's first story begins here anyway"
        mine = tuple(decision for decision in stop.decisions if decision.verb in ("begin", "join"))
        if mine:
            self.history.decide(without=mine)
            return "taken back"
        if stop.text == "":
            return "a story begins with a line that is not blank"
        self.history.decide(self._of_line("join" if stop.boundary else "begin", page, stop))
        return "joined to the story above" if stop.boundary else "a story begins here"

    def move_boundary(self, page: PageModel, stop: Stop) -> str:
        """Move the nearest boundary to a line."""
        nearest = page.nearest_boundary(stop.number)
        if nearest is None:
            return "there is no boundary to move"
        if nearest.number == stop.number or stop.text == "" or stop.first:
            return "no boundary can be moved here"
        begun = tuple(decision for decision in nearest.decisions if decision.verb == "begin")
        joined = tuple(decision for decision in stop.decisions if decision.verb == "join")
        added = [] if joined else [self._of_line("begin", page, stop)]
        added += [] if begun else [self._of_line("join", page, nearest)]
        self.history.decide(*added, without=(*begun, *joined))
        return f"moved from line {nearest.number}"

    def retitle(self, page: PageModel, stop: Stop, title: str) -> str:
        """Write the title of the story that a line belongs to; an empty one takes it back."""
        anchor, mine = page.title_anchor(stop.number)
        if not title.strip():
            self.history.decide(without=mine)
            return "the title is the page's own again"
        if anchor is None:
            return "there is no story here"
        self.history.decide(replace(self._of_line("title", page, anchor), what=title.strip(), of=anchor.text[:_STORED]), without=mine)
        return "the title is yours"

    def write(self, folder: Path) -> list[Result]:
        """Clean every file into `folder`, as `cleaner clean` would. Raises OutputError."""
        output = Output(folder)
        sources = [source for source in self.sources if source.path is not None]
        if not sources:
            raise OutputError("stdin cannot be read twice", place="-", remedy="Save the page to a file first.")
        prepare(output, sources)
        settings = self.settings if Path(str(self.settings.decisions)).is_file() else replace(self.settings, decisions=None)
        writer = Writer(output)
        results = [result for result, _ in run(sources, writer, settings, self.url, self.fetched)]
        self.removed = writer.removed
        return results

    def _file(self, page: PageModel) -> str | None:
        return self.history.decisions.named(page.name)

    def _of_line(self, verb: str, page: PageModel, stop: Stop, rule: str | None = None) -> Decision:
        above, below = page.neighbours(stop.number)
        return Decision(
            verb,  # type: ignore[arg-type]
            stop.text[:_STORED],
            file=self._file(page),
            rule=rule,
            above=above[:_NEIGHBOUR].strip() or None,
            below=below[:_NEIGHBOUR].strip() or None,
        )

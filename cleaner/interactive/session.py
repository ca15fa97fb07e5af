"""The state of a review, without a user interface: the pages, the settings, the results, and the decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ..batch import Output, Result, Writer, prepare, run
from ..config import DECISIONS_NAME, Settings
from ..decisions import FIELDS, Decision, Decisions, load
from ..errors import DecisionError, OutputError
from ..inputs import Source
from .by_hand import as_title
from .history import History
from .job import Job
from .page import Glance, PageModel, Stop
from .progress import Progress
from .samples import RecordSource

_STORED = 240  # characters of a line that a decision stores
_NEIGHBOUR = 100  # characters of a neighbouring line
_LONGEST_FIELD = 4_000  # characters of a field


class Session:
    """The pages and their results so far, the settings, and the history of decisions."""

    def __init__(
        self,
        sources: Sequence[Source | RecordSource],
        settings: Settings,
        url: str | None = None,
        fetched: str | None = None,
        output: Path | None = None,
    ) -> None:
        self.sources = list(sources)
        path = Path(settings.decisions or DECISIONS_NAME)
        self.settings = replace(settings, strict=False, decisions=str(path))
        self.url, self.fetched, self.output = url, fetched, output
        self.history = History(load(path) if path.is_file() else Decisions(path))
        self.progress = Progress([source.name for source in self.sources], self.history)
        self.results: dict[int, Glance] = {}
        self.removed: list[str] = []  # outdated files that the last `write` removed

    def job(self, index: int) -> Job:
        """The job for the page at `index`, with the current decisions."""
        return Job(self.sources[index], self.settings, self.url, self.fetched, self.history.decisions)

    def flagged(self, index: int) -> bool:
        """Whether a page needs a review."""
        result = self.results.get(index)
        return result is not None and (bool(result.flags) or result.status != "cleaned")

    def next_flagged(self, index: int) -> int | None:
        """The next page that needs a review, wrapping around at the end; None if there is none."""
        count = len(self.sources)
        return next((i % count for i in range(index + 1, index + 1 + count) if self.flagged(i % count)), None)

    def least_sure(self) -> list[int]:
        """The indexes of the cleaned pages: first those that need a review, then by doubt."""
        return sorted(self.results, key=lambda index: (not self.flagged(index), -self.results[index].doubt, index))

    def affected(self, before: Decisions, packs_changed: bool = False) -> list[int]:
        """The indexes of the pages affected by the change of decisions since `before`."""
        changed = set(before.entries) ^ set(self.history.decisions.entries)
        if packs_changed or not changed or not all(any(entry.scope) for entry in changed):
            return list(range(len(self.sources)))
        scopes = {entry.scope for entry in changed}
        return [i for i, scope in enumerate(self.progress.scopes) if scope in scopes]

    def packs(self) -> tuple[str, ...]:
        """The rule packs used besides the built-in ones: those of the settings and those of the decisions."""
        known = {Path(pack).resolve() for pack in self.settings.rules}
        of_decisions = (pack for pack in self.history.decisions.pack_paths() if Path(pack).is_file())
        return (*self.settings.rules, *(pack for pack in of_decisions if Path(pack).resolve() not in known))

    # Decisions: each method returns a message for the user

    def reject(self, page: PageModel, stop: Stop) -> str:
        """Reject the finding on a line: keep the line or the changed part, or remove the boundary. A drop or begin decision is undone."""
        existing = [decision for decision in stop.decisions if decision.verb in ("drop", "begin")]
        if existing:
            self.history.decide(without=tuple(existing))
            return "taken back"
        if stop.rule is None and stop.boundary:
            return self.part(page, stop)
        if stop.rule is None:
            return "there is no finding on this line"
        if stop.rule.startswith("fragment."):
            self.history.decide(self._here(page, Decision("off", stop.rule)))
            return f"{stop.rule} is off for this file"
        self.history.decide(self._of_line("keep", page, stop, rule=stop.rule))
        return f"kept, against {stop.rule}"

    def keep(self, page: PageModel, stop: Stop) -> str:
        """Keep a line against any rule; a drop decision is undone."""
        if any(decision.verb == "keep" for decision in stop.decisions):
            return "already kept"
        if stop.rule is None and not any(decision.verb == "drop" for decision in stop.decisions):
            return "it is already kept"
        return self.reject(page, stop)

    def reject_run(self, page: PageModel, stop: Stop) -> str:
        """Like `reject`, for the whole run of lines (see `PageModel.run`)."""
        numbers = page.run(stop.number)
        if len(numbers) == 1 or stop.rule is None or stop.rule.startswith("fragment."):
            return self.reject(page, stop)
        stops = [page.stop(number) for number in numbers]
        self.history.decide(*(self._of_line("keep", page, other, rule=other.rule) for other in stops))
        return f"kept {len(numbers)} lines"

    def accept_run(self, page: PageModel, stop: Stop) -> str:
        """Like `accept`, for the whole run of lines (see `PageModel.run`)."""
        numbers = page.run(stop.number)
        if len(numbers) == 1:
            return self.accept(page, stop)
        self.history.accept(page.name, *numbers)
        return f"accepted {len(numbers)} lines"

    def accept(self, page: PageModel, stop: Stop) -> str:
        """Accept the finding on a line; a keep or join decision against it is undone."""
        against = tuple(decision for decision in stop.decisions if decision.verb in ("keep", "join"))
        if against:
            self.history.decide(without=against)
            return "taken back"
        if stop.rule is None and not stop.boundary:
            return "there is no finding on this line"
        self.history.accept(page.name, stop.number)
        return "accepted"

    def accept_page(self, page: PageModel) -> str:
        """A page is right as it is now: all its findings are accepted but those that were decided by hand."""
        numbers = [number for number in page.stops if not page.stop(number).decisions]
        self.history.accept(page.name, *(numbers or [1]))
        return "the page is accepted"

    def accept_lines(self, page: PageModel, stops: Sequence[Stop]) -> str:
        """Accept the findings on several lines, as one step."""
        found = [stop for stop in stops if stop.rule is not None or stop.boundary]
        if not found:
            return "there is no finding on these lines"
        self.history.accept(page.name, *(stop.number for stop in found))
        return f"accepted {_lines(len(found))}"

    def keep_lines(self, page: PageModel, stops: Sequence[Stop]) -> str:
        """Keep several lines against any rule, as one step; drop decisions on them are undone."""
        dropped = [stop for stop in stops if any(decision.verb == "drop" for decision in stop.decisions)]
        removed = [stop for stop in stops if stop.rule is not None and not stop.decisions]
        if not dropped and not removed:
            return "these lines are already kept"
        without = tuple(decision for stop in dropped for decision in stop.decisions if decision.verb == "drop")
        self.history.decide(*(self._of_line("keep", page, stop, rule=stop.rule) for stop in removed), without=without)
        return f"kept {_lines(len(dropped) + len(removed))}"

    def drop_lines(self, page: PageModel, stops: Sequence[Stop]) -> str:
        """Drop several kept lines on this page, as one step."""
        kept = [stop for stop in stops if stop.text and stop.rule is None and not any(made.verb == "drop" for made in stop.decisions)]
        if not kept:
            return "these lines are already dropped"
        self.history.decide(*(self._of_line("drop", page, stop) for stop in kept))
        return f"dropped {_lines(len(kept))}"

    def drop(self, page: PageModel, stop: Stop) -> str:
        """Drop a kept line on this page."""
        if stop.text == "":
            return "there is nothing on this line"
        if any(decision.verb == "drop" for decision in stop.decisions):
            return "already dropped"
        self.history.decide(self._of_line("drop", page, stop))
        return "dropped"

    def switch_off(self, page: PageModel, rule: str, scope: str) -> str:
        """Switch a rule off. `scope`: `file`, `site` or `everywhere`."""
        if scope == "site" and page.host is None:
            return "the page has no address, so its site is unknown"
        off = Decision("off", rule, site=page.host if scope == "site" else None)
        self.history.decide(self._here(page, off) if scope == "file" else off)
        return f"{rule} is off {'everywhere' if scope == 'everywhere' else f'for this {scope}'}"

    def part(self, page: PageModel, stop: Stop) -> str:
        """Begin a story on a line, or, if one begins there, join it to the story above; a second call undoes the first."""
        if stop.first:
            return "the page's first story begins here anyway"
        existing = tuple(decision for decision in stop.decisions if decision.verb in ("begin", "join"))
        if existing:
            self.history.decide(without=existing)
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
        """Set the title of the story that a line belongs to; an empty title restores the page's own."""
        anchor, existing = self._titled(page, stop)
        if not title.strip():
            self.history.decide(without=existing)
            return "restored the page's own title"
        if anchor is None:
            return "there is no story here"
        self.history.decide(self._title(page, anchor, title), without=existing)
        return "title set"

    def title_from_line(self, page: PageModel, stop: Stop) -> str:
        """Make a line the title of its story, as one step. It is dropped where it stands, so that it is not repeated in the text."""
        anchor, existing = self._titled(page, stop)
        if not stop.text.strip():
            return "there is nothing on this line"
        if anchor is None:
            return "there is no story here"
        if anchor.number == stop.number:
            self.history.decide(without=existing)
            return "it is the title"
        dropped = [] if stop.rule or stop.decisions else [self._of_line("drop", page, stop)]
        self.history.decide(self._title(page, anchor, stop.text), *dropped, without=existing)
        return "this line is the title"

    def _titled(self, page: PageModel, stop: Stop) -> tuple[Stop | None, tuple[Decision, ...]]:
        """The line that identifies the story of a line, and the title decisions for that story."""
        anchor, made = page.title_anchor(stop.number)
        return anchor, tuple(decision for decision in made if decision.verb == "title")

    def _title(self, page: PageModel, anchor: Stop, title: str) -> Decision:
        return replace(self._of_line("title", page, anchor), what=as_title(title), of=anchor.text[:_STORED])

    def write_field(self, page: PageModel, stop: Stop, name: str, text: str | None) -> str:
        """Set a field of the story that a line belongs to, one item per line; empty text clears it, None restores the page's own value.

        Raises DecisionError for an unknown field, and for a date that cannot be parsed.
        """
        if name not in FIELDS:
            raise DecisionError(f"there is no field {name!r}", place=page.name, remedy=f"Fields are {', '.join(FIELDS)}.")
        anchor, made = page.title_anchor(stop.number)
        existing = tuple(decision for decision in made if (decision.verb, decision.what) == ("field", name))
        if text is None:
            self.history.decide(without=existing)
            return f"restored the page's own {name}"
        if anchor is None:
            return "there is no story here"
        if name in ("published", "updated") and text.strip():
            from ..backends import dates

            if dates.read(text, self.fetched, page.page.language) is None:
                raise DecisionError(
                    f"{text.strip()[:60]!r} is not a date", place=name, remedy="Write it as 2025-03-04 or 2025-03-04T06:30."
                )
        to = "\n".join(line.strip() for line in text[:_LONGEST_FIELD].splitlines() if line.strip())
        decision = replace(self._of_line("field", page, anchor), what=name, of=anchor.text[:_STORED], to=to)
        self.history.decide(decision, without=existing)
        return f"{name} set" if to else f"{name} cleared"

    def write(self, folder: Path) -> list[Result]:
        """Clean every file into `folder`, like `cleaner clean`. Raises OutputError."""
        output = Output(folder)
        sources = [source for source in self.sources if isinstance(source, Source) and source.path is not None]
        if not sources:
            remedy = "Save the page to a file first; a corpus is cleaned with `cleaner clean`."
            raise OutputError("only files can be written here", place=str(folder), remedy=remedy)
        prepare(output, sources)
        settings = self.settings if Path(str(self.settings.decisions)).is_file() else replace(self.settings, decisions=None)
        writer = Writer(output)
        results = [result for result, _ in run(sources, writer, settings, self.url, self.fetched)]
        self.removed = writer.removed
        return results

    def _here(self, page: PageModel, decision: Decision) -> Decision:
        """The decision, limited to this page."""
        scope = self.history.decisions.scope(page.name)
        return replace(decision, file=scope.file, record=scope.record)

    def _of_line(self, verb: str, page: PageModel, stop: Stop, rule: str | None = None) -> Decision:
        above, below = page.neighbours(stop.number)
        decision = Decision(
            verb,  # type: ignore[arg-type]
            stop.text[:_STORED],
            rule=rule,
            above=above[:_NEIGHBOUR].strip() or None,
            below=below[:_NEIGHBOUR].strip() or None,
        )
        return self._here(page, decision)


def _lines(count: int) -> str:
    return f"{count} line{'s' if count != 1 else ''}"

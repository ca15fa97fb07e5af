"""One page as the preview shows it: its lines with their states, the headings of stories, and the decisions possible on each line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Set
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, NamedTuple

from ..batch import Result, summarise
from ..data import Article, Block, Finding, Page
from ..decisions import Decision, nearest
from ..field_checks import host_of
from . import by_hand
from .rows import Heading, PageRow, RowPiece, rows

if TYPE_CHECKING:
    from ..flow import Trace


OF_STORY = "title", "field"  # the verbs of decisions about a story, which one of its lines identifies
_RUN = 500  # maximum lines that one step accepts or rejects
_UNMET = 50


@dataclass(frozen=True, slots=True)
class Chips:
    """The fields that were extracted from a story's lines, as (name, value)."""

    fields: tuple[tuple[str, str], ...]


Item = PageRow | Heading | Chips


class Stop(NamedTuple):
    """One line and what can be decided about it. `rule` is the rule that changes it; `boundary` says whether a story begins on it.

    `decisions` are those about the line itself; the title and the fields of its story are decided elsewhere (`title_anchor`).
    """

    number: int
    text: str
    rule: str | None
    boundary: bool
    first: bool  # the first line that is not blank
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Glance(Result):
    """The counts of a page, and the values that pages are listed and filtered by. `doubt`: 0 (surely right) to 1 (surely wrong)."""

    title: str = ""
    host: str = ""
    language: str = ""
    type: str = ""
    quality: float | None = None
    doubt: float = 1.0


def glance(name: str, page: Page) -> Glance:
    """The entry of a page in a list."""
    counts = summarise(name, page)
    stories = [*page.articles, *page.left_out]
    confidence = min((story.confidence for story in stories), default=0.0)
    quality = page.quality if page.quality is not None else 1 - page.loss
    return Glance(
        **{field.name: getattr(counts, field.name) for field in fields(counts)},
        title=next((story.title for story in stories if story.title), ""),
        host=host_of(page.document.url) or "",
        language=page.language or "",
        type=page.type or "",
        quality=page.quality,
        doubt=1 - min(confidence, quality),
    )


class Sketch:
    """The raw beginning of a page, to show until the page is cleaned."""

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        lines = raw.decode("utf-8", "replace").splitlines()
        self.items: list[Item] = [PageRow(number, "kept", (RowPiece(line),)) for number, line in enumerate(lines, 1)]
        self.rows = list(range(len(self.items)))

    def search(self, words: str, number: int) -> int | None:
        """Like `PageModel.search`."""
        found = [row.number for row in self.items if isinstance(row, PageRow) and words.casefold() in row.parts[0].text.casefold()]
        return next((line for line in found if line > number), found[0] if found else None)

    def index_of(self, number: int) -> int:
        """Like `PageModel.index_of`."""
        return max(0, min(number - 1, len(self.items) - 1))


class PageModel:
    """The items of a page from top to bottom, and queries about its lines by line number."""

    def __init__(self, traced: Trace, name: str) -> None:
        self.traced, self.name = traced, name
        self.page = traced.page
        self.host = host_of(self.page.document.url)
        self.result = glance(name, self.page)
        self.items: list[Item] = list(_items(traced))
        self.rows = [i for i, item in enumerate(self.items) if isinstance(item, PageRow)]
        self._dropped = {item.number for item in self.items if isinstance(item, PageRow) and item.state == "dropped"}
        self._numbers = [item.number for item in self.items if isinstance(item, PageRow)]
        blocks = [block for line in traced.scan.lines for block in line.blocks]
        self._blocks: dict[int, Block] = {}
        for block in sorted(
            [*blocks, *traced.scan.left_out], key=lambda block: block.start
        ):  # all of them, since decisions refer to neighbours
            self._blocks.setdefault(block.line, block)
        self._order = list(self._blocks)  # numbers of the lines that are not blank
        self._changes: dict[int, list[Finding]] = {}
        for finding in self.page.findings:
            if finding.action != "mark":
                self._changes.setdefault(finding.line, []).append(finding)
        self._stories = self.page.stories
        self._boundaries = sorted(story.boundary.line for story in self._stories if story.boundary)
        changed = {self._row_number(line) for line in self._changes}
        self._wanted: dict[str, list[int]] = {}  # cache of the last filter
        self.stops = sorted(changed | set(self._boundaries))  # the lines with findings
        self.titles = by_hand.titles(traced)

    def index_of(self, number: int) -> int:
        """The index of the item that shows a line, or of the row into which it is joined."""
        if not self.rows:
            return 0
        return self.rows[max(0, bisect_right(self._numbers, number) - 1)]

    def stop(self, number: int) -> Stop:
        """The line of this number and what can be decided about it."""
        block = self._blocks.get(number)
        changes = self._changes_in_row(number)
        made = tuple(one for one in self.traced.scan.decisions.lines.get(block.start, ()) if one.verb not in OF_STORY) if block else ()
        by_rule = [finding.rule for finding in changes if not finding.rule.startswith("decision.")]
        rule = by_rule[0] if by_rule else None
        first = not self._order or number <= self._order[0]
        return Stop(number, block.text if block else "", rule, number in self._boundaries, first, made)

    def rules_on(self, number: int) -> list[str]:
        """The rules that changed a line, and those that a decision overruled on it."""
        changing = [finding.rule for finding in self._changes_in_row(number)]
        kept = [decision.rule for decision in self.stop(number).decisions if decision.rule]
        return [rule for rule in dict.fromkeys([*changing, *kept]) if not rule.startswith("decision.")]

    def findings(self, wanted: str = "") -> list[int]:
        """The lines with findings, in order; with `wanted`, only findings of rules whose id begins with it."""
        if not wanted:
            return self.stops
        if wanted not in self._wanted:
            self._wanted = {wanted: [number for number in self.stops if any(rule.startswith(wanted) for rule in self.rules_on(number))]}
        return self._wanted[wanted]

    def on_finding(self, number: int) -> bool:
        """Whether a line has a finding, a boundary or a decision, that is, something to accept or reject."""
        return self._row_number(number) in self.stops or bool(self.stop(number).decisions)

    def step(self, number: int, forward: bool, wanted: str = "") -> int | None:
        """The next line with a finding, below (`forward`) or above; None if there is none."""
        stops = self.findings(wanted) if wanted else self.stops
        at = bisect_right(stops, number) if forward else bisect_left(stops, number) - 1
        return stops[at] if 0 <= at < len(stops) else None

    def neighbours(self, number: int) -> tuple[str, str]:
        """The texts of the nearest non-blank lines above and below; empty at the ends of the page."""
        at = bisect_left(self._order, number)
        above = self._blocks[self._order[at - 1]].text if at else ""
        below = self._blocks[self._order[at + 1]].text if at + 1 < len(self._order) else ""
        return above, below

    def around(self, number: int, reach: int) -> list[Block]:
        """Up to `reach` non-blank lines above a line, and the line itself."""
        at = bisect_right(self._order, number)
        return [self._blocks[line] for line in self._order[max(0, at - reach - 1) : at]]

    def nearest_boundary(self, number: int) -> Stop | None:
        """The boundary nearest to a line; None on a page without boundaries."""
        nearest = min(self._boundaries, key=lambda line: abs(line - number), default=None)
        return self.stop(nearest) if nearest is not None else None

    def article_at(self, number: int) -> Article | None:
        """The story that a line belongs to, also a left-out one; None for a line outside all stories."""
        return next((story for story in self._stories if story.first_line <= number <= story.last_line), None)

    def title_anchor(self, number: int) -> tuple[Stop | None, tuple[Decision, ...]]:
        """The line that identifies the story of a line, and the title and field decisions for that story."""
        article = self.article_at(number)
        span = next((span for span in self.traced.spans if article and self._in(span.first, article)), None)
        if article is None or span is None:
            return None, ()
        lines = self.traced.scan.lines[span.first : span.last + 1]
        made = tuple(d for line in lines for d in self.traced.scan.decisions.of_line(line) if d.verb in OF_STORY)
        anchor = span.title or next((line for line in lines if not line.gone), lines[0])
        return self.stop(anchor.block.line), made

    def undecided(self, accepted: Set[tuple[str, int]]) -> list[int]:
        """The lines with findings that are neither accepted, as (page, line), nor decided by hand."""
        return [n for n in self.stops if (self.name, n) not in accepted and not self.stop(self._row_number(n)).decisions]

    def search(self, words: str, number: int) -> int | None:
        """The next line that contains `words`, ignoring letter case; wraps around at the end. None if there is none."""
        wanted = words.casefold()
        if not wanted:
            return None
        at = bisect_right(self._order, number)
        for line in (*self._order[at:], *self._order[:at]):
            if wanted in self._blocks[line].text.casefold():
                return line
        return None

    def run(self, number: int) -> list[int]:
        """The run of adjacent lines around this one that are all dropped, or that the same rule changes; at most _RUN lines."""
        rule = self.stop(number).rule
        if rule is None:
            return [number]
        dropped = number in self._dropped
        found = [number]
        at = bisect_left(self._order, number)
        for direction in (range(at - 1, -1, -1), range(at + 1, len(self._order))):
            for i in direction:
                other = self.stop(self._order[i])
                belongs = other.number in self._dropped if dropped else other.rule == rule
                if len(found) >= _RUN or other.rule is None or not belongs:
                    break
                found.append(other.number)
        return sorted(found)

    def unmet(self) -> list[tuple[Decision, Block | None]]:
        """The decisions about this page that match no line, each with the most similar line, if any."""
        blocks = list(self._blocks.values())
        found = [(decision, nearest(decision, blocks)) for decision in self.traced.scan.decisions.unmet[:_UNMET]]
        return [(decision, similar[0] if similar else None) for decision, similar in found]

    def texts(self) -> Iterator[tuple[int, str]]:
        """The non-blank lines as (number, text), in order."""
        for number in self._order:
            yield number, self._blocks[number].text

    def _in(self, first: int, article: Article) -> bool:
        return article.first_line <= self.traced.scan.lines[first].block.line <= article.last_line

    def _row_number(self, number: int) -> int:
        at = bisect_right(self._numbers, number) - 1
        return self._numbers[at] if at >= 0 else number

    def _changes_in_row(self, number: int) -> list[Finding]:
        """The changes of a line and of the lines that are joined into its row."""
        at = bisect_right(self._numbers, number)
        end = self._numbers[at] if at < len(self._numbers) else number + 1
        return [finding for line in range(number, min(end, number + 200)) for finding in self._changes.get(line, ())]


def _items(traced: Trace) -> Iterator[Item]:
    """Rows and headings, with each story's extracted fields below its heading."""
    stories = iter(traced.page.stories)
    for item in rows(traced.page):
        yield item
        if isinstance(item, Heading) and (article := next(stories, None)) is not None and (fields := _fields(article)):
            yield Chips(fields)


def _fields(article: Article) -> tuple[tuple[str, str], ...]:
    """The extracted fields as (name, value), with dates as printed on the page."""
    found = [
        ("title", article.title or ""),
        ("author", ", ".join(article.authors)),
        ("agency", article.agency or ""),
        ("place", article.place or ""),
    ]
    found += [(name, "; ".join(texts)) for name, texts in article.date_texts.items()]
    found += [("caption", caption) for caption in article.captions] + [("key point", point) for point in article.summary]
    return tuple((name, text) for name, text in found if text)

"""A page as rows with before and after, as a diff shows it, without a user interface."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ..data import Article, Finding, Page
from ..scan.html import RULE as _HTML_RULE

State = Literal["kept", "dropped", "lifted", "changed", "left out"]
LEFT_OUT = _HTML_RULE.id
_RUN = 3  # minimum left-out blocks in a row that are folded into one line
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class RowPiece(NamedTuple):
    """A piece of a line: on both sides ("same"), only before ("old"), or only after ("new").

    A removed line break is a "break", and its replacement a "seam". Where they occur they are many, so they are drawn less prominently.
    """

    text: str
    kind: Literal["same", "old", "new", "break", "seam"] = "same"


@dataclass(frozen=True, slots=True)
class PageRow:
    """One line of the page, or several joined lines. `notes` name the rules that changed it and the target fields of extractions."""

    number: int
    state: State
    parts: tuple[RowPiece, ...]
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def before(self) -> tuple[RowPiece, ...]:
        """The parts of the line as scraped."""
        return tuple(part for part in self.parts if part.kind not in ("new", "seam"))

    @property
    def after(self) -> tuple[RowPiece, ...]:
        """The parts of the line in the article; empty if it is not in one."""
        return tuple(part for part in self.parts if _stays(part)) if self.state in ("kept", "changed") else ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of an article, or of lines that belong to no article."""

    text: str
    title: str = ""
    reasons: tuple[str, ...] = ()
    number: int | None = None  # of the article, if it is written


@dataclass(frozen=True, slots=True)
class Fold:
    """A run of lines that is not shown: unchanged lines, or left-out blocks of an HTML page."""

    count: int
    left_out: bool = False


def rows(page: Page) -> list[PageRow | Heading]:
    """All lines of `page` with their states, with a heading before each article."""
    out: list[PageRow | Heading] = []
    stories = page.stories
    numbers = {id(article): number for number, article in enumerate(page.articles, 1)}
    following = 0  # the first story that does not end above the line
    current: Article | None = None
    article: Article | None = None
    changes = [finding for finding in page.findings if finding.action != "mark"]
    untitled: str | None = None
    at = 0
    lines = _lines(page.text)
    for number, start, end in lines:
        while following < len(stories) and stories[following].last_line < number:
            following += 1
        story = stories[following] if following < len(stories) and stories[following].first_line <= number else None
        if story is not current or not out:
            current = story
            article = story if id(story) in numbers else None
            out.append(_heading(story, numbers.get(id(story)), len(numbers)))
            untitled = article.title if article else None
        on_line: list[Finding] = []
        while at < len(changes) and changes[at].start <= end:  # at the very end: an insertion
            on_line.append(changes[at])
            at += 1
            while on_line[-1].end > end:  # joined lines are one row
                end = next(lines, (0, 0, len(page.text)))[2]
        row = _row(page.text, number, start, end, on_line, article is not None)
        if untitled and row.state in ("kept", "changed") and _text(row.after) == untitled:
            row = replace(row, notes=(*row.notes, "title"))
            untitled = None
        out.append(row)
    return out


def fold(all_rows: Iterable[PageRow | Heading], context: int) -> Iterator[PageRow | Heading | Fold]:
    """Fold rows: unchanged runs to `context` lines around each change or heading, and runs of left-out blocks to one line."""
    kept: list[PageRow] = []
    first = True
    for row in _without_runs(all_rows):
        if isinstance(row, PageRow) and row.state == "kept":
            kept.append(row)
            continue
        yield from _folded(kept, 0 if first else context, context)
        kept, first = [], False
        yield row
    yield from _folded(kept, 0 if first else context, 0)


def _without_runs(all_rows: Iterable[PageRow | Heading]) -> Iterator[PageRow | Heading | Fold]:
    """Replace each run of blocks that only the block model left out by one fold, including blank lines between them."""
    run: list[PageRow] = []
    for row in all_rows:
        if isinstance(row, PageRow) and (_is_left_out(row) or (run and not _text(row.parts))):
            run.append(row)
            continue
        yield from _one_fold(run)
        run = []
        yield row
    yield from _one_fold(run)


def _one_fold(run: list[PageRow]) -> Iterator[PageRow | Fold]:
    count = sum(map(_is_left_out, run))
    if count < _RUN:
        yield from run
        return
    tail = len(run)
    while not _is_left_out(run[tail - 1]):  # trailing blank lines
        tail -= 1
    yield Fold(count, left_out=True)
    yield from run[tail:]


def _is_left_out(row: PageRow) -> bool:
    return row.state == "dropped" and row.notes == (LEFT_OUT,)


def _folded(kept: list[PageRow], head: int, tail: int) -> Iterator[PageRow | Fold]:
    hidden = len(kept) - head - tail
    if hidden < 2:
        yield from kept
        return
    yield from kept[:head]
    yield Fold(hidden)
    yield from kept[len(kept) - tail :]


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of each line without its line end; nothing after the last line end."""
    for number, match in enumerate(_LINE.finditer(text), 1):
        if match.start() == match.end():
            return
        line = match.group().rstrip("\r\n")
        yield number, match.start(), match.start() + len(line)


def _row(text: str, number: int, start: int, end: int, findings: list[Finding], in_article: bool) -> PageRow:
    parts: list[RowPiece] = []
    at = start
    for finding in findings:
        parts.append(RowPiece(text[at : finding.start]))
        joins = not finding.text.strip() and len(f"{finding.text}.".splitlines()) > 1
        parts.append(RowPiece(finding.text, "break" if joins else "old"))
        parts.append(RowPiece(finding.replacement, "seam" if joins else "new"))
        at = finding.end
    parts.append(RowPiece(text[at:end]))
    shown = tuple(part for part in parts if part.text)
    notes = tuple(dict.fromkeys(_note(finding) for finding in findings))
    return PageRow(number, _state(shown, findings, in_article), shown, notes, tuple(findings))


def _stays(part: RowPiece) -> bool:
    return part.kind not in ("old", "break")


def _state(parts: tuple[RowPiece, ...], findings: list[Finding], in_article: bool) -> State:
    left = any(part.text.strip() for part in parts if _stays(part))
    if not findings:
        return "kept" if in_article or not left else "left out"
    if left:
        return "changed" if in_article else "left out"
    return "lifted" if any(finding.action == "lift" for finding in findings) else "dropped"


def _note(finding: Finding) -> str:
    return f"{finding.rule} → {', '.join(finding.value)}" if finding.action == "lift" and finding.value else finding.rule


def _text(parts: tuple[RowPiece, ...]) -> str:
    return "".join(part.text for part in parts).strip()


def _heading(article: Article | None, number: int | None, count: int) -> Heading:
    if article is None:
        return Heading("no article: only debris")
    if number is None:
        return Heading("the main story, left out" if article.role == "main" else "an appended story, left out")
    place = f"article {number} of {count}"
    lines = f"lines {article.first_line}–{article.last_line}"
    if article.boundary is None:
        return Heading(f"{place} · {article.role} · {lines}", article.title or "", number=number)
    confidence = f"confidence {article.boundary.confidence:.2f}"
    return Heading(f"{place} · {article.role} · {lines} · {confidence}", article.title or "", article.boundary.reasons, number)

"""Clean one input and produce the texts to write for it. Any process can do this work; nothing is written yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from ..config import Settings
from ..data import Page
from ..errors import CleanerError, LossError
from ..formats import writer
from ..inputs import MAX_BYTES, Source, read
from ..write import audit
from ..write.jsonl import dumps
from ..write.rows import to_rows

T = TypeVar("T")
Status = Literal["cleaned", "no article", "refused", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one input.

    dropped: dropped lines by rule group. repairs: changes inside lines. duplicates: copies that were left out.
    decisions: for each decision that applies to the page, by its line in the decisions file, whether it matched a line.
    """

    name: str
    status: Status
    articles: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    lifted: int = 0
    repairs: int = 0
    flags: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    error: str = ""
    duplicates: int = 0
    decisions: Mapping[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Task:
    """How the inputs of a run are cleaned and rendered. Can be pickled for other processes."""

    settings: Settings = field(default_factory=Settings)
    url: str | None = None
    fetched: str | None = None
    format: str = "md"
    audit: bool = True
    most_bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class PageFiles:
    """The files to write for one input: texts by file name, in article order, and the audit if one is kept."""

    result: Result
    texts: Mapping[str, str]
    audit: str | None = None


def clean_source(task: Task, source: Source) -> Page | Result:
    """The cleaned page of a source, or a failed result."""
    from ..flow import clean  # slow to import, and not needed to find the inputs

    return _or_failure(source, lambda: clean(read(source, task.most_bytes), task.url, task.fetched, task.settings, source.name))


def page_files(task: Task, source: Source) -> PageFiles | Result:
    """The files to write for a source, or a failed result."""
    page = clean_source(task, source)
    return page if isinstance(page, Result) else _or_failure(source, lambda: render_page(task, source, page))


def render_page(task: Task, source: Source, page: Page) -> PageFiles:
    """The files to write for a cleaned page."""
    texts = render(page, source.target.name, task.format, source.name)
    names = list(texts) if task.format != "jsonl" else list(texts) * len(page.articles)
    return PageFiles(summarise(source.name, page), texts, audit(page, source.name, names) if task.audit else None)


def failure(source: Source, problem: str) -> Result:
    """The result of an input that failed."""
    return Result(source.name, "failed", error=problem)


def _or_failure(source: Source, work: Callable[[], T]) -> T | Result:
    """Return what `work` returns, or its error as a result."""
    try:
        return work()
    except LossError as error:
        return Result(source.name, "refused", error=error.problem)
    except CleanerError as error:
        return failure(source, message_of(error, source))
    except Exception as error:  # a bug that one page triggers must not affect the others
        return failure(source, f"the program failed on it ({type(error).__name__}: {error}). Report it, with the file.")


def message_of(error: CleanerError, source: Source) -> str:
    """The message of an error; its place is left out if it is the source itself."""
    place = "" if error.place == source.name else f"{error.place}: " if error.place else ""
    return f"{place}{error.problem}. {error.remedy}"


def summarise(name: str, page: Page, outputs: Iterable[str] = ()) -> Result:
    """The counts of one page. A line counts once per rule group, even if several of its pieces were dropped."""
    lines = {(finding.rule.partition(".")[0], finding.line) for finding in page.findings if finding.action == "drop"}
    dropped = Counter(group for group, _ in sorted(lines))
    lifted = sum(finding.action == "lift" for finding in page.findings)
    repairs = sum(finding.action == "repair" for finding in page.findings)
    status: Status = "cleaned" if page.articles or page.left_out else "no article"
    return Result(name, status, len(page.articles), dropped, lifted, repairs, page.flags, tuple(outputs), decisions=page.decisions)


def render(page: Page, name: str, format: str, id: str = "") -> dict[str, str]:
    """Texts by file name: `name.md` for one article, `name-1.md`, `name-2.md`, ... for several; for JSON lines one file with all rows.

    `id` is the page's id in its rows.
    """
    if format == "jsonl":
        return {f"{name}.jsonl": "".join(dumps(row) + "\n" for row in to_rows(page, id or name))}
    write = writer(format)
    texts = [write(article, page) for article in page.articles]
    names = [f"{name}.{format}"] if len(texts) == 1 else [f"{name}-{number}.{format}" for number in range(1, len(texts) + 1)]
    return dict(zip(names, texts, strict=True))

"""One input to what is written for it: the work that any process can do, with nothing written yet."""

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
    """What became of one input. `dropped` counts lines by rule group, `repairs` changes inside lines, `duplicates` copies left out.

    `decisions` are those made by hand that hold on the page, by their lines in their file: whether each is about a line of it.
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
    """How the inputs of a run are cleaned and what is made of them. Crosses process borders."""

    settings: Settings = field(default_factory=Settings)
    url: str | None = None
    fetched: str | None = None
    format: str = "md"
    audit: bool = True
    most_bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True)
class Made:
    """What is to be written for one input: file name -> text, in the order of the articles, and its audit if one is wanted."""

    result: Result
    texts: Mapping[str, str]
    audit: str | None = None


def cleaned(task: Task, source: Source) -> Page | Result:
    """The page that a source holds, or what kept it from being one."""
    from ..flow import clean  # the engine takes a while to load, and to find the inputs it is not needed

    return _or_failure(source, lambda: clean(read(source, task.most_bytes), task.url, task.fetched, task.settings, source.name))


def made(task: Task, source: Source) -> Made | Result:
    """All that can be done of an input without writing, or what kept it from being cleaned."""
    page = cleaned(task, source)
    return page if isinstance(page, Result) else _or_failure(source, lambda: rendered(task, source, page))


def rendered(task: Task, source: Source, page: Page) -> Made:
    """What is to be written for a page that was cleaned."""
    texts = render(page, source.target.name, task.format, source.name)
    names = list(texts) if task.format != "jsonl" else list(texts) * len(page.articles)
    return Made(summarise(source.name, page), texts, audit(page, source.name, names) if task.audit else None)


def failure(source: Source, problem: str) -> Result:
    """The result of an input that came to nothing."""
    return Result(source.name, "failed", error=problem)


def _or_failure(source: Source, work: Callable[[], T]) -> T | Result:
    """What `work` gives, or its failure as the result of the source."""
    try:
        return work()
    except LossError as error:
        return Result(source.name, "refused", error=error.problem)
    except CleanerError as error:
        return failure(source, told(error, source))
    except Exception as error:  # a fault of ours on one page must not cost the others
        return failure(source, f"the program failed on it ({type(error).__name__}: {error}). Report it, with the file.")


def told(error: CleanerError, source: Source) -> str:
    """An error in words, without the place where that is the source itself."""
    place = "" if error.place == source.name else f"{error.place}: " if error.place else ""
    return f"{place}{error.problem}. {error.remedy}"


def summarise(name: str, page: Page, outputs: Iterable[str] = ()) -> Result:
    """The counts of one page. A line counts once for a group, however many pieces of it go."""
    lines = {(finding.rule.partition(".")[0], finding.line) for finding in page.findings if finding.action == "drop"}
    dropped = Counter(group for group, _ in sorted(lines))
    lifted = sum(finding.action == "lift" for finding in page.findings)
    repairs = sum(finding.action == "repair" for finding in page.findings)
    status: Status = "cleaned" if page.articles or page.left_out else "no article"
    return Result(name, status, len(page.articles), dropped, lifted, repairs, page.flags, tuple(outputs), decisions=page.decisions)


def render(page: Page, name: str, format: str, id: str = "") -> dict[str, str]:
    """File name -> content: `name.md` for one article, `name-1.md`, `name-2.md`, ... for several; one JSON lines file for all rows.

    `id` is what the page is called in its rows.
    """
    if format == "jsonl":
        return {f"{name}.jsonl": "".join(dumps(row) + "\n" for row in to_rows(page, id or name))}
    write = writer(format)
    texts = [write(article, page) for article in page.articles]
    names = [f"{name}.{format}"] if len(texts) == 1 else [f"{name}-{number}.{format}" for number in range(1, len(texts) + 1)]
    return dict(zip(names, texts, strict=True))

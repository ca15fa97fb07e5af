"""One record to its rows: one an article, and one with a status and a message where there is none. Errors are data here."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..config import Settings
from ..data import Article, Page
from ..errors import CleanerError, LossError
from ..flow import clean
from ..schema import BY_NAME, written
from .records import Failure, Record

Row = dict[str, Any]

# column -> kind: what a row holds, in this order, whatever it is written as
COLUMNS: dict[str, str] = {
    "id": "string",
    "part": "integer",
    "status": "string",
    "message": "string",
    "url": "string",
    "fetched": "string",
    "text": "string",
    **{name: BY_NAME[name].type for name in written("row")},
    "first_line": "integer",
    "last_line": "integer",
    "flags": "strings",
    "type": "string",
    "quality": "number",
}
STATUSES = ("cleaned", "no article", "refused", "failed", "too large")
_EMPTY: dict[str, tuple[()] | None] = {name: () if kind == "strings" else None for name, kind in COLUMNS.items()}


class Cleaned(NamedTuple):
    """The rows of one record, at least one; and its page, unless it failed."""

    rows: list[Row]
    page: Page | None


def cleaned(record: Record, settings: Settings) -> Cleaned:
    """Clean one record. Never raises: a record that fails is a row that says so."""
    if record.failure:
        return Cleaned([_failed(record, record.failure)], None)
    try:
        page = clean(record.source, record.url, record.fetched, settings)
        return Cleaned(_rows(record, page), page)
    except LossError as error:
        failure = Failure("refused", f"{record.place}: {error.problem}. {error.remedy}")
    except CleanerError as error:
        failure = Failure("failed", f"{record.place}: {error.problem}. {error.remedy}")
    except Exception as error:  # a fault of ours on one record must not cost the others
        fault = f"the program failed on it ({type(error).__name__}: {error}). Report it, with the record."
        failure = Failure("failed", f"{record.place}: {fault}")
    return Cleaned([_failed(record, failure)], None)


def _rows(record: Record, page: Page) -> list[Row]:
    """A row an article, numbered from 1 among all stories of the page, so that leaving some out renames none."""
    head = {
        "id": record.id,
        "url": page.document.url,
        "fetched": record.fetched,
        "flags": list(page.flags),
        "type": page.type,
        "quality": page.quality,
    }
    stories = sorted([*page.articles, *page.left_out], key=lambda story: story.first_line)
    rows = [_row(part, story) | head for part, story in enumerate(stories, 1) if any(story is kept for kept in page.articles)]
    return rows or [_EMPTY | head | {"part": 0, "status": "no article", "message": _why_none(page), "language": page.language}]


def _row(part: int, story: Article) -> Row:
    return {name: getattr(story, name, None) for name in COLUMNS} | {"part": part, "status": "cleaned", "message": None}


def _why_none(page: Page) -> str:
    return "all its stories were left out" if page.left_out else "there is no article in it"


def _failed(record: Record, failure: Failure) -> Row:
    told = {"id": record.id, "part": 0, "status": failure.status, "message": failure.message}
    return _EMPTY | told | {"url": record.url, "fetched": record.fetched}

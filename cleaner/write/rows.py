"""Articles as rows, in the single schema of JSON lines and Parquet for every kind of input. Errors are rows, too."""

from __future__ import annotations

from typing import Any

from ..data import Article, Page
from ..schema import BY_NAME, written

Row = dict[str, Any]

# column -> type, in the order of the columns, for all formats
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


def to_rows(page: Page, id: str) -> list[Row]:
    """One row per article, at least one row. `id` is the page's id.

    Articles are numbered from 1 among all stories of the page, so that leaving some out does not renumber the others. A page
    without an article has one row with part 0 and a message.
    """
    head = {
        "id": id,
        "url": page.document.url,
        "fetched": page.document.fetched,
        "flags": list(page.flags),
        "type": page.type,
        "quality": page.quality,
    }
    rows = [_row(part, story) | head for part, story in enumerate(page.stories, 1) if any(story is kept for kept in page.articles)]
    return rows or [_EMPTY | head | {"part": 0, "status": "no article", "message": _why_none(page), "language": page.language}]


def failed_row(id: str, status: str, message: str, url: str | None = None, fetched: str | None = None) -> Row:
    """The row of a page that could not be cleaned. `status` is in STATUSES; `message` states the place, the problem and the remedy."""
    return _EMPTY | {"id": id, "part": 0, "status": status, "message": message, "url": url, "fetched": fetched}


def _row(part: int, story: Article) -> Row:
    return {name: getattr(story, name, None) for name in COLUMNS} | {"part": part, "status": "cleaned", "message": None}


def _why_none(page: Page) -> str:
    return "all its stories were left out" if page.left_out else "there is no article in it"

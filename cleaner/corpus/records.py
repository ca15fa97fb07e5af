"""What a reader gives: one record of a corpus, or what kept it from being one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..errors import ConfigError

MAX_RECORD = 16 * 1024 * 1024  # bytes of one record, unless the user says otherwise
FIELDS = ("text", "html", "url", "id", "fetched")  # what a user may name the fields of


class Failure(NamedTuple):
    """Why there is nothing to clean: the row's `status` and `message`."""

    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One page of a corpus.

    `id` is the corpus's own, or made of the input's name and the place in it; `place` is where it stands, for messages.
    `source` is what `cleaner.clean` takes; it is empty for a record with a `failure`. `file` is the name of a file that is this one
    page, by which decisions know it.
    """

    id: str
    source: str | bytes
    url: str | None = None
    fetched: str | None = None
    place: str = ""
    failure: Failure | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How records are read: the names of fields or columns, and the bytes that one record may have.

    Of `content`, the first field that a record fills is its page: text or HTML, which is told by itself.
    """

    content: tuple[str, ...] = ("text", "html")
    url: str = "url"
    id: str = "id"
    fetched: str = "fetched"
    max_record: int = MAX_RECORD


def reading_of(named: Iterable[tuple[str, str]], max_record: int | None = None) -> Reading:
    """How to read records whose fields have names of their own, as pairs of `FIELDS` and name. Raises ConfigError for another."""
    content: list[str] = []
    others: dict[str, str] = {}
    for name, column in named:
        if name not in FIELDS:
            raise ConfigError(f"there is no field {name!r}", place=name, remedy=f"Fields are {', '.join(FIELDS)}.")
        if name in ("text", "html"):
            content.append(column)
        else:
            others[name] = column
    default = Reading()
    return replace(default, content=tuple(content) or default.content, max_record=max_record or default.max_record, **others)

"""What a reader yields: one record of a corpus, or the reason why it could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..errors import ConfigError

MAX_RECORD = 16 * 1024 * 1024  # default limit of one record, in bytes
FIELDS = ("text", "html", "url", "id", "fetched")  # roles for which the user may name a field


class Failure(NamedTuple):
    """Why a record cannot be cleaned: the row's `status` and `message`."""

    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One page of a corpus.

    id: stated by the corpus, or made from the input's name and the position in it. source: passed to `cleaner.clean`; empty for a
    record with a `failure`. url, fetched: address and fetch time, if known. place: the record's position, for messages.
    file: the name of the page's own file, which decisions refer to; None for a record of a corpus file.
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
    """How records are read: the names of fields or columns, and the limit of one record in bytes.

    The first non-empty field in `content` is the page. Whether it is text or HTML is detected from its content.
    """

    content: tuple[str, ...] = ("text", "html")
    url: str = "url"
    id: str = "id"
    fetched: str = "fetched"
    max_record: int = MAX_RECORD


def reading_of(named: Iterable[tuple[str, str]], max_record: int | None = None) -> Reading:
    """Build a Reading from pairs of a role in `FIELDS` and a field name. Raises ConfigError for an unknown role."""
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

"""What a reader gives: one record of a corpus, or what kept it from being one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

MAX_RECORD = 16 * 1024 * 1024  # bytes of one record, unless the user says otherwise


class Failure(NamedTuple):
    """Why there is nothing to clean: the row's `status` and `message`."""

    status: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """One page of a corpus.

    `id` is the corpus's own, or made of the input's name and the place in it; `place` is where it stands, for messages.
    `source` is what `cleaner.clean` takes; it is empty for a record with a `failure`.
    """

    id: str
    source: str | bytes
    url: str | None = None
    fetched: str | None = None
    place: str = ""
    failure: Failure | None = None


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

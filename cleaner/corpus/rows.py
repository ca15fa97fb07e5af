"""Turn one record into rows: one row per article, or one row with a status and a message. Errors are data here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..config import Settings
from ..data import Page
from ..decisions import RECORD
from ..errors import CleanerError, LossError
from ..flow import clean
from ..write.rows import COLUMNS, STATUSES, Row, failed_row, to_rows
from .records import Failure, Record

__all__ = ["COLUMNS", "STATUSES", "Cleaned", "Row", "batches", "cleaned"]

_ROWS, _CHARACTERS = 5_000, 16_000_000  # approximate limits of a batch


class Cleaned(NamedTuple):
    """The rows of one record, at least one, and its page; None if it failed."""

    rows: list[Row]
    page: Page | None


def batches(results: Iterable[Cleaned]) -> Iterator[list[Row]]:
    """The rows of the results in batches of about 5,000 rows or 16 million characters of text. A record's rows stay together."""
    rows: list[Row] = []
    characters = 0
    for result in results:
        rows += result.rows
        characters += sum(len(row["text"] or "") for row in result.rows)
        if len(rows) >= _ROWS or characters >= _CHARACTERS:
            yield rows
            rows, characters = [], 0
    if rows:
        yield rows


def cleaned(record: Record, settings: Settings) -> Cleaned:
    """Clean one record. Never raises: a failure becomes a row with its status and message."""
    if record.failure:
        return Cleaned([_failed(record, record.failure)], None)
    try:
        page = clean(record.source, record.url, record.fetched, settings, record.file or f"{RECORD}{record.id}")
        return Cleaned([row | {"fetched": record.fetched} for row in to_rows(page, record.id)], page)
    except LossError as error:
        failure = Failure("refused", f"{record.place}: {error.problem}. {error.remedy}")
    except CleanerError as error:
        failure = Failure("failed", f"{record.place}: {error.problem}. {error.remedy}")
    except Exception as error:  # a bug that one record triggers must not affect the others
        fault = f"the program failed on it ({type(error).__name__}: {error}). Report it, with the record."
        failure = Failure("failed", f"{record.place}: {fault}")
    return Cleaned([_failed(record, failure)], None)


def _failed(record: Record, failure: Failure) -> Row:
    return failed_row(record.id, failure.status, failure.message, record.url, record.fetched)

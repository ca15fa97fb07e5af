"""Arrow in, Arrow out: record batches of pages to record batches of rows, for Spark's `mapInArrow` and other Arrow pipelines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .backends import arrow
from .config import Settings
from .corpus import COLUMNS
from .corpus.fields import clean_fields
from .corpus.records import reading_of
from .corpus.rows import batches as batches_of_rows

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema


def schema() -> Schema:
    """The schema of the batches that `clean_batches` yields; it does not depend on the input."""
    return arrow.schema(COLUMNS)


def clean_batches(batches: Iterable[RecordBatch], settings: Settings | None = None, **columns: str) -> Iterator[RecordBatch]:
    """Clean every record and yield one row per article; a record that fails becomes a row with its status and message.

    `columns` names the input columns as `--field` does: text, html, url, id, fetched. Only one batch and its rows are in memory.
    Raises ConfigError for an unknown keyword.
    """
    reading = reading_of(columns.items())
    settings = settings or Settings()
    wanted = (*reading.content, reading.url, reading.id, reading.fetched)
    for batch in batches:
        for rows in batches_of_rows(clean_fields(fields, settings, reading) for fields in arrow.mappings(batch, wanted)):
            yield arrow.batch(rows, COLUMNS)

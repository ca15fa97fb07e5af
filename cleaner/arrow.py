"""Arrow in, Arrow out: record batches of pages to record batches of rows, for Spark's `mapInArrow` and all that speaks Arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .backends import arrow
from .config import Settings
from .corpus import COLUMNS
from .corpus.fields import clean_fields
from .corpus.records import reading_of
from .corpus.rows import Row

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema

_ROWS, _CHARACTERS = 5_000, 16_000_000  # of one batch, about


def schema() -> Schema:
    """The schema of what `clean_batches` gives, whatever it is given."""
    return arrow.schema(COLUMNS)


def clean_batches(batches: Iterable[RecordBatch], settings: Settings | None = None, **columns: str) -> Iterator[RecordBatch]:
    """Clean every record, and give a row an article; a record that fails is a row that says so.

    `columns` names the columns as `--field` does: text, html, url, id, fetched. Nothing is held but one batch and its rows.
    Raises ConfigError for a name that there is not.
    """
    reading = reading_of(columns.items())
    settings = settings or Settings()
    wanted = (*reading.content, reading.url, reading.id, reading.fetched)
    for batch in batches:
        rows: list[Row] = []
        held = 0
        for fields in arrow.mappings(batch, wanted):
            found = clean_fields(fields, settings, reading).rows
            rows += found
            held += sum(len(row["text"] or "") for row in found)
            if len(rows) >= _ROWS or held >= _CHARACTERS:
                yield arrow.batch(rows, COLUMNS)
                rows, held = [], 0
        if rows:
            yield arrow.batch(rows, COLUMNS)

"""Hugging Face datasets: a function for `Dataset.map(batched=True)`.

A batch has as many rows afterwards as it has articles and failures, so the columns from before cannot stay: pass
`remove_columns=dataset.column_names`, or for a stream `remove_columns=list(...)` of those it has.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..config import Settings
from ..corpus import COLUMNS
from ..corpus.fields import clean_fields
from ..corpus.records import reading_of

if TYPE_CHECKING:
    from datasets import Features

_KINDS = {"string": "string", "integer": "int32", "number": "float64", "boolean": "bool"}


def clean_examples(batch: Mapping[str, Sequence[Any]], settings: Settings | None = None, **columns: str) -> dict[str, list[Any]]:
    """The columns of the rows that come of a batch; a record that fails is a row that says so.

    `columns` names the columns as `--field` does: text, html, url, id, fetched. Pass them, and settings, as `fn_kwargs`.
    """
    reading = reading_of(columns.items())
    settings = settings or Settings()
    records = (dict(zip(batch, values, strict=True)) for values in zip(*batch.values(), strict=True))
    rows = [row for fields in records for row in clean_fields(fields, settings, reading).rows]
    return {name: [list(row[name]) if kind == "strings" else row[name] for row in rows] for name, kind in COLUMNS.items()}


def features() -> Features:
    """The types of the columns, for `map(features=...)`: without them, a column that is empty at first has none."""
    from datasets import Features, Value

    def of(kind: str) -> Any:
        return [Value("string")] if kind == "strings" else Value(_KINDS[kind])

    return Features({name: of(kind) for name, kind in COLUMNS.items()})

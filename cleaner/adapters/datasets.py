"""Hugging Face datasets: a function for `Dataset.map(batched=True)`.

The result has one row per article or failure, so the input columns cannot stay: pass
`remove_columns=dataset.column_names`, or for a stream `remove_columns=list(...)` with its columns.
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
    """Clean a batch and return the rows as columns; a record that fails becomes a row with its status and message.

    `columns` names the input columns as `--field` does: text, html, url, id, fetched. Pass them and `settings` as `fn_kwargs`.
    Raises ConfigError for an unknown keyword.
    """
    reading = reading_of(columns.items())
    settings = settings or Settings()
    records = (dict(zip(batch, values, strict=True)) for values in zip(*batch.values(), strict=True))
    rows = [row for fields in records for row in clean_fields(fields, settings, reading).rows]
    return {name: [list(row[name]) if kind == "strings" else row[name] for row in rows] for name, kind in COLUMNS.items()}


def features() -> Features:
    """The column types, for `map(features=...)`: without them, the type of a column that starts empty cannot be inferred."""
    from datasets import Features, Value

    def of(kind: str) -> Any:
        return [Value("string")] if kind == "strings" else Value(_KINDS[kind])

    return Features({name: of(kind) for name, kind in COLUMNS.items()})

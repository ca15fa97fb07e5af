"""The page about rows, from the columns that the writers use."""

from __future__ import annotations

from cleaner.arrow import schema
from cleaner.corpus import COLUMNS
from cleaner.corpus.rows import STATUSES
from cleaner.schema import FIELDS

from .markdown import NOTE, code, table

_JSON = {"string": "string", "strings": "array of strings", "number": "number", "integer": "integer", "boolean": "boolean"}

_COLUMNS = {  # columns that are not fields of the article
    "id": "The record's id: its own `id`, or the input's name and the record's position in it",
    "part": "The article's number in its record, from 1; 0 in the row of a record without an article",
    "status": "The result for the record, see below",
    "message": "Why there is no article, where, and what to do; null otherwise",
    "url": "The page's address",
    "fetched": "When it was fetched, ISO 8601",
    "text": "The body, paragraphs separated by a blank line",
    "first_line": "First line of the article in the page's text, from 1",
    "last_line": "Its last line, inclusive",
    "flags": "Reasons to look at the page; empty when there are none",
    "type": "Type of an HTML page: article, forum, product, documentation, service, listing, collection or other",
    "quality": "0 to 1: the expected F1 of the kept text; null if no model was used",
}
_STATUSES = {
    "cleaned": "It has articles, one row each",
    "no article": "It has none",
    "refused": "It would lose more text than is plausible (`--strict`)",
    "failed": "It could not be read or cleaned; `message` says where, why, and what to do",
    "too large": "It is over the limit (`--max-record`)",
}


def page() -> str:
    """The page, with every column and every status."""
    about = {field.name: field.about for field in FIELDS} | _COLUMNS
    kinds = {field.name: str(field.type) for field in schema()}
    columns = ((code(name), _JSON[kind], code(kinds[name]), about[name]) for name, kind in COLUMNS.items())
    return f"""{NOTE}
# Rows

The formats `jsonl`, `jsonl.gz`, `jsonl.zst` and `parquet` have one schema, with one row per article, for every kind of input. Every record has at
least one row, so no record is lost silently. The schema is part of the [public interface](../versioning.md).

{table(("column", "JSON type", "Arrow type", "what it is"), columns)}

## Status

{table(("`status`", "the record"), ((code(name), _STATUSES[name]) for name in STATUSES))}"""

"""datatrove: a `PipelineStep` that takes one document per page and yields one document per article.

`Cleaner` is a subclass of datatrove's own class, so it is created on first access: importing this module does not import datatrove.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..config import Settings
from ..corpus.fields import clean_fields
from ..corpus.records import Reading
from ..corpus.rows import Row

if TYPE_CHECKING:
    from datatrove.data import Document

_READING = Reading(content=("text",))
_ATTRIBUTES = ("id", "text")  # columns that are attributes of a document, not metadata


def rows_of(document: Document, settings: Settings) -> list[Row]:
    """The rows of a document. Its metadata may state the address as `url`, and the fetch time as `fetched` or `date`."""
    metadata = document.metadata
    fields = {
        "text": document.text,
        "id": document.id,
        "url": metadata.get("url"),
        "fetched": metadata.get("fetched") or metadata.get("date"),
    }
    return clean_fields(fields, settings, _READING).rows


def articles_of(document: Document, rows: list[Row]) -> Iterator[Document]:
    """One document per article, with the id `page id/part`; the row's other columns are added to the page's metadata."""
    for row in rows:
        if row["status"] == "cleaned":
            extra = {name: value for name, value in row.items() if name not in _ATTRIBUTES and value not in (None, ())}
            id = f"{document.id}/{row['part']}"
            yield type(document)(text=row["text"], id=id, metadata=document.metadata | extra | {"page": document.id})


def __getattr__(name: str) -> Any:
    """Create the class `Cleaner` on first access."""
    if name != "Cleaner":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from datatrove.pipeline.base import PipelineStep

    class Cleaner(PipelineStep):  # type: ignore[misc]
        """Cleans each document; pages without an article are counted by status and dropped."""

        name = "cleaner"
        type = "FORMATTER"

        def __init__(self, settings: Settings | None = None) -> None:
            super().__init__()
            self.settings = settings or Settings()

        def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
            for document in data or ():
                with self.track_time():
                    rows = rows_of(document, self.settings)
                    self.stat_update(rows[0]["status"])
                for article in articles_of(document, rows):
                    self.update_doc_stats(article)
                    yield article

    Cleaner.__qualname__ = name  # so that it can be pickled by name
    globals()[name] = Cleaner
    return Cleaner

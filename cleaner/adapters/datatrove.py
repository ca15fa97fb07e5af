"""datatrove: a `PipelineStep` that takes a document a page, and gives a document an article.

What this module defines stands on datatrove's own class, so it is made when it is first asked for.
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
_OWN = ("id", "text")  # what a document has beside its metadata


def rows_of(document: Document, settings: Settings) -> list[Row]:
    """The rows of a document, whose address and time of fetch stand in its metadata as `url` and `fetched` or `date`."""
    told = document.metadata
    fields = {"text": document.text, "id": document.id, "url": told.get("url"), "fetched": told.get("fetched") or told.get("date")}
    return clean_fields(fields, settings, _READING).rows


def articles_of(document: Document, rows: list[Row]) -> Iterator[Document]:
    """A document an article, named after the page's and its part; the page's metadata stay, and the row's other columns join them."""
    for row in rows:
        if row["status"] == "cleaned":
            extra = {name: value for name, value in row.items() if name not in _OWN and value not in (None, ())}
            id = f"{document.id}/{row['part']}"
            yield type(document)(text=row["text"], id=id, metadata=document.metadata | extra | {"page": document.id})


def __getattr__(name: str) -> Any:
    """`Cleaner`, a class of datatrove's kind, made once."""
    if name != "Cleaner":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from datatrove.pipeline.base import PipelineStep

    class Cleaner(PipelineStep):  # type: ignore[misc]
        """Cleans each document; pages without an article are counted by their status, and pass no further."""

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

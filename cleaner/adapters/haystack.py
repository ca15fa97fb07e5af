"""Haystack: a component that takes a document a page, text or HTML, and gives a document an article."""

from __future__ import annotations

from typing import Any

from ..config import Settings, override
from ..errors import ConfigError, install_with
from .documents import articles_of

try:
    from haystack import Document, component, default_from_dict, default_to_dict
except ImportError as error:
    raise ConfigError("haystack-ai is not installed", place="Haystack", remedy=f"Install it with: {install_with('haystack')}") from error


@component
class ArticleCleaner:
    """Cleans each document; its meta stay with every article, and the article's own fields join them.

    `settings` are those of `cleaner.clean`, by their names, so that a pipeline can be stored: `ArticleCleaner({"appended": "drop"})`.
    """

    def __init__(self, settings: dict[str, Any] | None = None) -> None:
        self.settings = settings or {}
        self._settings = override(Settings(), **self.settings)

    def to_dict(self) -> dict[str, Any]:
        """As Haystack stores it."""
        stored: dict[str, Any] = default_to_dict(self, settings=self.settings)
        return stored

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ArticleCleaner:
        """As Haystack has stored it."""
        made: ArticleCleaner = default_from_dict(cls, data)
        return made

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """A document for each article of `documents`, in their order."""
        found = [
            Document(content=text, meta=meta)
            for document in documents
            for text, meta in articles_of(document.content or "", document.meta, self._settings)
        ]
        return {"documents": found}

"""Haystack: a component that takes one document per page, text or HTML, and returns one document per article."""

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
    """Cleans each document; every article keeps the document's meta, with the article's fields added.

    `settings` are the settings of `cleaner.clean` by name, so that a pipeline can be serialised: `ArticleCleaner({"appended": "drop"})`.
    Raises ConfigError for an unknown setting.
    """

    def __init__(self, settings: dict[str, Any] | None = None) -> None:
        self.settings = settings or {}
        self._settings = override(Settings(), **self.settings)

    def to_dict(self) -> dict[str, Any]:
        """Serialise the component for Haystack."""
        serialised: dict[str, Any] = default_to_dict(self, settings=self.settings)
        return serialised

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ArticleCleaner:
        """Create the component from its serialised form."""
        component: ArticleCleaner = default_from_dict(cls, data)
        return component

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """One document per article, in the order of `documents`."""
        found = [
            Document(content=text, meta=meta)
            for document in documents
            for text, meta in articles_of(document.content or "", document.meta, self._settings)
        ]
        return {"documents": found}

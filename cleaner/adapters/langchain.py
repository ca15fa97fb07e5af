"""LangChain: a document transformer that takes a document a page, text or HTML, and gives a document an article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..config import Settings
from ..errors import ConfigError, install_with
from .documents import articles_of

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
except ImportError as error:
    raise ConfigError(
        "langchain-core is not installed", place="LangChain", remedy=f"Install it with: {install_with('langchain')}"
    ) from error


class CleanerTransformer(BaseDocumentTransformer):
    """Cleans each document; what the page's metadata say stays, and the article's own fields join them.

    `settings` are those of `cleaner.clean`. The address of a page is its metadata's `source` or `url`, if that is a URL.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def transform_documents(self, documents: Sequence[Document], **_: Any) -> list[Document]:
        """A document for each article of `documents`, in their order."""
        return [
            Document(page_content=text, metadata=metadata)
            for document in documents
            for text, metadata in articles_of(document.page_content, document.metadata, self.settings)
        ]

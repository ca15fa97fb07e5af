"""LangChain: a document transformer that takes one document per page, text or HTML, and returns one document per article."""

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
    """Cleans each document; every article keeps the page's metadata, with the article's fields added.

    `settings` as in `cleaner.clean`. The page's address is `url` or `source` in its metadata, if that is a URL.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()

    def transform_documents(self, documents: Sequence[Document], **_: Any) -> list[Document]:
        """One document per article, in the order of `documents`."""
        return [
            Document(page_content=text, metadata=metadata)
            for document in documents
            for text, metadata in articles_of(document.page_content, document.metadata, self.settings)
        ]

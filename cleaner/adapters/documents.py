"""Shared by the adapters for retrieval: turn a library's document into its articles, each as text and metadata."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from ..config import Settings
from ..corpus.fields import clean_fields
from ..corpus.records import Reading

logger = logging.getLogger("cleaner")
_READING = Reading(content=("text",))
_NOT_METADATA = ("id", "text", "status", "message")
_ADDRESSES = ("url", "source", "source_url", "link")  # metadata keys that libraries use for the address of a page


def articles_of(content: str, metadata: Mapping[str, Any], settings: Settings) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the text of each article of a page (text or HTML) with the page's metadata plus the article's: title, authors, dates ...

    The page's address is the first HTTP URL in its metadata under a key in _ADDRESSES; `fetched` is the fetch time. A page that
    fails or has no article yields nothing and logs a warning to the logger `cleaner`.
    """
    stated = (str(metadata[name]) for name in _ADDRESSES if metadata.get(name))
    address = next((value for value in stated if value.startswith(("http://", "https://"))), None)
    fields = {"text": content, "url": address, "fetched": metadata.get("fetched")}
    for row in clean_fields(fields, settings, _READING).rows:
        if row["status"] == "cleaned":
            added = {name: value for name, value in row.items() if name not in _NOT_METADATA and value not in (None, (), [])}
            yield row["text"], {**metadata, **added}
        else:
            logger.warning("%s: %s", address or "a page", row["message"])

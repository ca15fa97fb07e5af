"""What the adapters for retrieval share: a page as a library holds it to its articles, each as text and metadata."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from ..config import Settings
from ..corpus.fields import clean_fields
from ..corpus.records import Reading

logger = logging.getLogger("cleaner")
_READING = Reading(content=("text",))
_OWN = ("id", "text", "status", "message")
_ADDRESSES = ("url", "source", "source_url", "link")  # what libraries call the address of a page


def articles_of(content: str, metadata: Mapping[str, Any], settings: Settings) -> Iterator[tuple[str, dict[str, Any]]]:
    """The body of each article of a page, text or HTML, with the page's metadata and the article's own: title, authors, dates, language ...

    Of the page's metadata, `url` or `source` is its address, if it is one, and `fetched` the time of its fetch. A page that fails or
    holds no article gives none, and a message to the logger `cleaner`.
    """
    named = (str(metadata[name]) for name in _ADDRESSES if metadata.get(name))
    address = next((value for value in named if value.startswith(("http://", "https://"))), None)
    fields = {"text": content, "url": address, "fetched": metadata.get("fetched")}
    for row in clean_fields(fields, settings, _READING).rows:
        if row["status"] == "cleaned":
            own = {name: value for name, value in row.items() if name not in _OWN and value not in (None, (), [])}
            yield row["text"], {**metadata, **own}
        else:
            logger.warning("%s: %s", address or "a page", row["message"])

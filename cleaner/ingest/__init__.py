"""First stage: bytes or text of any supported format in, a `Document` out."""

from __future__ import annotations

from ..data import Document
from .decode import decode
from .front_matter import read_front_matter
from .sniff import looks_like_html


def ingest(source: str | bytes, url: str | None = None, fetched: str | None = None) -> Document:
    """Decode `source` and see what it is. Raises InputError for bytes that are no text."""
    text, encoding = (source, None) if isinstance(source, str) else decode(source)
    if looks_like_html(text):
        return Document(source, text, encoding, html=True, url=url, fetched=fetched)
    given, body_start = read_front_matter(text)
    return Document(source, text, encoding, url=url or given.get("source"), fetched=fetched, given=given, body_start=body_start)

"""An HTML page to the text of its main part, through trafilatura."""

from __future__ import annotations

from typing import Any

from ..data import Document


def read_html(document: Document) -> tuple[str, dict[str, Any]]:
    """The page's text, a block a line with blank lines between, and the fields that its metadata give."""
    import lxml.etree
    from trafilatura import bare_extraction

    source = document.source if isinstance(document.source, bytes) else document.text
    try:
        found = bare_extraction(source, url=document.url, include_comments=False, include_tables=True, with_metadata=True)
    except (lxml.etree.LxmlError, ValueError, RecursionError, AttributeError):
        found = None
    if found is None:
        return "", {}
    record = found if isinstance(found, dict) else found.as_dict()
    text = "\n\n".join(line for line in (record.get("text") or "").split("\n") if line.strip())
    return text, _given(record)


def _given(record: dict[str, Any]) -> dict[str, Any]:
    authors = [name.strip() for name in (record.get("author") or "").split(";") if name.strip()]
    fields = {
        "title": record.get("title"),
        "authors": authors,
        "published": record.get("date"),
        "source": record.get("url"),
        "language": record.get("language"),
    }
    return {key: value for key, value in fields.items() if value}

"""An HTML page to the text of its main part, through trafilatura."""

from __future__ import annotations

from typing import Any

from ...data import Document
from .fields import read_fields


def read_html(document: Document) -> tuple[str, dict[str, Any]]:
    """The page's text, a block a line with blank lines between, and the fields that its metadata give."""
    import lxml.etree
    from trafilatura import bare_extraction, load_html

    source = document.source if isinstance(document.source, bytes) else document.text
    given: dict[str, Any] = {}
    try:
        tree = load_html(source)
        if tree is not None:
            given = read_fields(tree, document.url)
        found = bare_extraction(tree, url=document.url, include_comments=False, include_tables=True) if tree is not None else None
    except (lxml.etree.LxmlError, ValueError, RecursionError, AttributeError):
        found = None
    if found is None:
        return "", given
    record = found if isinstance(found, dict) else found.as_dict()
    text = "\n\n".join(line for line in (record.get("text") or "").split("\n") if line.strip())
    return text, given

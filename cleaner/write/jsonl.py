"""An article as one record: the names are those of the Markdown front matter, and the body under `text`."""

from __future__ import annotations

import json
from typing import Any

from ..data import Article, Page


def to_record(article: Article, page: Page) -> dict[str, Any]:
    """Field -> value; fields without a value are left out, but for title and text."""
    record: dict[str, Any] = {
        "title": article.title,
        "authors": article.authors,
        "published": article.published,
        "updated": article.updated,
        "language": article.language,
        "agency": article.agency,
        "place": article.place,
        "summary": article.summary,
        "captions": article.captions,
        "source": page.document.url,
        "site": article.site,
        "role": article.role,
        "confidence": article.confidence,
        "likeness": article.likeness,
        "cut": article.cut or None,
        "lines": [article.first_line, article.last_line],
    }
    record = {name: value for name, value in record.items() if name == "title" or value not in (None, [], "")}
    return record | {"text": article.text}


def dumps(record: dict[str, Any]) -> str:
    """One line of JSON, whatever the text holds: readable where UTF-8 can carry it, without raw line separators."""
    try:
        line = json.dumps(record, ensure_ascii=False)
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record)
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")

"""Write an article as one JSON record, with the names of the Markdown front matter and the body under `text`."""

from __future__ import annotations

import json
from typing import Any

from ..data import Article, Page
from ..schema import written


def to_record(article: Article, page: Page) -> dict[str, Any]:
    """The article's fields by name; empty fields are left out, except title and text."""
    values = {name: getattr(article, name, None) for name in written("record")}
    values |= {"source": page.document.url, "cut": article.cut or None}
    record = {name: value for name, value in values.items() if name == "title" or value not in (None, [], "", {})}
    record["lines"] = [article.first_line, article.last_line]
    return record | {"text": article.text}


def dumps(record: dict[str, Any]) -> str:
    """A record as one line of JSON: unescaped where UTF-8 can encode it, and never with a raw line separator."""
    try:
        line = json.dumps(record, ensure_ascii=False)
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record)
    return line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")

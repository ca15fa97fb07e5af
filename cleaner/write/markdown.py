"""Write an article as Markdown with YAML front matter. `ingest` recognises it, so that cleaning it again changes nothing."""

from __future__ import annotations

import json
import re
from typing import Any

from ..data import GENERATOR, GENERATOR_VERSIONS, Article, Page
from ..schema import written
from .jsonl import to_record
from .read_back import readable_markdown

_PLAIN = re.compile(r"[A-Za-z][\w .,'’()/-]*[\w)]|\d{4}-\d\d-\d\d(?:T[\d:.+-]+)?")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])


def to_markdown(article: Article, page: Page) -> str:
    """The front matter (title, authors, published, updated, summary, captions, source, role, lines ...) and the body.

    `generator` in the front matter names this program and the version of the format, by which `ingest` recognises the file.
    """
    record = to_record(article, page)
    body = record.pop("text")
    structured = markdown_body(article)
    record["generator"] = f"{GENERATOR} {GENERATOR_VERSIONS[-1 if structured is not None else 0]}"
    body = body if structured is None else structured
    for name in set(written("record")) - set(written("front matter")):
        record.pop(name, None)
    head = "".join(_entry(name, value) for name, value in record.items())
    return f"---\n{head}---\n\n{body}\n"


def markdown_body(article: Article) -> str | None:
    """The body of an HTML page's article as Markdown with headings, lists, tables and emphasis.

    A line that could not be read back with its structure is written with less of it. None if the article has no structure, or if its
    text could not be read back from any Markdown.
    """
    if article.markdown is not None or not article.layout:
        return article.markdown
    return readable_markdown(article.layout, article.text)


def _entry(name: str, value: Any) -> str:
    if isinstance(value, list) and name != "lines":
        return f"{name}:\n" + "".join(f"  - {_scalar(item)}\n" for item in value)
    return f"{name}: {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    """A YAML scalar or flow list. Text that YAML could misread is quoted as JSON, which is valid YAML."""
    if value is None:
        return "null"
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS and ": " not in value:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", lambda match: f"\\u{ord(match.group()):04x}", quoted)

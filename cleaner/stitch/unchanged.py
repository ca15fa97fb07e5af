"""A file that is one article without changes: one that this program wrote, or one that timed out."""

from __future__ import annotations

from ..backends import markdown
from ..data import GENERATOR_VERSIONS, Article, Document
from ..lines.line import Line
from ..lines.spans import Span
from ..schema import readers
from .paragraphs import join


def rewritten(document: Document, lines: list[Line], span: Span, last_line: int) -> Article:
    """The file's one article: all fields from the front matter, and the body unchanged except for lines that a reviewer removed."""
    given = document.given
    kept = [line for line in lines if not line.gone]
    untouched = len(kept) == len(lines) and all(line.pieces is None for line in lines)
    return Article(
        title=span.stated or given.get("title"),
        text=_text(document) if untouched else join(document.text, kept),
        markdown=_body(document) if untouched and _is_structured(document) else None,
        blocks=[(line.block.line, line.text) for line in kept],
        summary=given.get("summary", []),
        authors=given.get("authors", []),
        captions=given.get("captions", []),
        agency=given.get("agency"),
        place=given.get("place"),
        site=given.get("site"),
        role=given.get("role", "main"),
        confidence=given.get("confidence", 1.0),
        likeness=given.get("likeness"),
        cut=given.get("cut", False),
        last_line=last_line,
        date_texts={name: [given[name]] if given.get(name) else [] for name in ("published", "updated")},
        fetched=document.fetched,
        stated_language=given.get("language"),
        url=document.url,
        further={name: given[name] for name in readers() if given.get(name)},
    )


def _text(document: Document) -> str:
    """The article's text: the body, without marks if it is Markdown written from an HTML page's structure."""
    body = _body(document)
    return markdown.plain(body) if _is_structured(document) else body


def _is_structured(document: Document) -> bool:
    """Whether the body is Markdown written from an HTML page's structure."""
    return bool((document.given.get("generator") or "").endswith(f" {GENERATOR_VERSIONS[-1]}"))


def _body(document: Document) -> str:
    """The text below the front matter, with line ends normalized, because editors and version control may change them."""
    return document.text[document.body_start :].replace("\r\n", "\n").replace("\r", "\n").strip("\n")

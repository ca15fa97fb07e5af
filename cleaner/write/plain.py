"""Convert pages and articles to plain dicts that `json.dumps` accepts."""

from __future__ import annotations

from typing import Any

from ..data import Article, Finding, Page

ARTICLE = (
    *("title", "text", "summary", "authors", "captions", "published", "updated", "language", "agency", "place", "site", "url"),
    *("role", "confidence", "likeness", "cut", "first_line", "last_line"),
)
_PAGE = ("language", "type", "type_confidence", "quality", "loss", "changed")
_FINDING = ("rule", "action", "line", "start", "end", "text", "replacement", "reason", "confidence")


def article_dict(article: Article) -> dict[str, Any]:
    """All fields of an article, and its boundary, or None."""
    boundary = article.boundary
    shown = boundary and {"line": boundary.line, "confidence": boundary.confidence, "reasons": list(boundary.reasons)}
    return {name: getattr(article, name) for name in ARTICLE} | dict(article.further) | {"boundary": shown}


def page_dict(page: Page) -> dict[str, Any]:
    """The result of a page: its articles, left-out articles, findings, flags and page-level values."""
    head = {"url": page.document.url, "fetched": page.document.fetched} | {name: getattr(page, name) for name in _PAGE}
    return head | {
        "flags": list(page.flags),
        "articles": [article_dict(article) for article in page.articles],
        "left_out": [article_dict(article) for article in page.left_out],
        "findings": [_finding(finding) for finding in page.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    value = finding.value and {name: list(items) for name, items in finding.value.items()}
    return {name: getattr(finding, name) for name in _FINDING} | {"value": value}

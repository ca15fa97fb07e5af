"""Write articles as HTML, and a page before and after for a notebook. All text is escaped, so that no markup of a page survives."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ..data import Article, Finding, Page

_LONGEST = 40_000  # characters of a page that a notebook shows
_STYLES = {  # translucent, so that they work on light and dark backgrounds
    "drop": "background:rgba(220,60,50,.22);text-decoration:line-through",
    "lift": "background:rgba(50,110,220,.22)",
    "repair": "background:rgba(220,160,20,.30)",
    "new": "background:rgba(40,150,80,.25)",
}
_CELL = "vertical-align:top;text-align:left;white-space:pre-wrap;overflow-wrap:anywhere;width:50%;padding:.4em .8em"
_UNSEEN = {code: f"<U+{code:04X}>" for code in (*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)}
_CONTROLS = {code: chr(0x2400 + code) for code in range(0x20) if code not in (9, 10)} | {0x7F: "\u2421"} | _UNSEEN
_HALVES = dict.fromkeys(range(55296, 57344), "�")
_HARMLESS = _CONTROLS | _HALVES


def article_html(article: Article) -> str:
    """The article as an `article` element with headline, key points and paragraphs."""
    parts = [f"<h1>{_safe(article.title)}</h1>"] if article.title else []
    if article.summary:
        parts.append("<ul>" + "".join(f"<li>{_safe(point)}</li>" for point in article.summary) + "</ul>")
    paragraphs = (paragraph.strip("\n") for paragraph in article.text.split("\n\n"))
    parts += [f"<p>{_safe(paragraph)}</p>".replace("\n", "<br>\n") for paragraph in paragraphs if paragraph]
    language = f' lang="{_safe(article.language)}"' if article.language else ""
    return f"<article{language}>\n" + "\n".join(parts) + "\n</article>"


def page_html(page: Page) -> str:
    """The page's articles as a complete HTML document."""
    title = next((article.title for article in page.articles if article.title), "") or "Page"
    language = f' lang="{_safe(page.language)}"' if page.language else ""
    body = "\n".join(map(article_html, page.articles))
    return f'<!DOCTYPE html>\n<html{language}>\n<head><meta charset="utf-8"><title>{_safe(title)}</title></head>\n<body>\n{body}\n</body>\n</html>\n'


def before_and_after(page: Page) -> str:
    """A table with two columns: the text with its changes highlighted, and the resulting articles."""
    flags = "".join(f"<li>{_safe(flag)}</li>" for flag in page.flags)
    head = f"{len(page.articles):,} article(s), {len(page.findings):,} finding(s), {page.language or 'unknown language'}"
    before, after = "".join(_before(page)).rstrip("\n"), "".join(_after(page)).rstrip("\n")
    return (
        f"<div><p>{_safe(head)}</p>{f'<ul>{flags}</ul>' if flags else ''}"
        f'<table style="width:100%;table-layout:fixed"><tr><th style="{_CELL}">Before</th><th style="{_CELL}">After</th></tr>'
        f'<tr><td style="{_CELL}">{before}</td><td style="{_CELL}">{after}</td></tr></table></div>'
    )


def _before(page: Page) -> Iterator[str]:
    """The text with its changes highlighted, each with rule and reason, up to _LONGEST characters."""
    left = _LONGEST
    for piece in page.pieces():
        text = piece if isinstance(piece, str) else piece.text
        shown = _safe(text[:left])
        yield shown if isinstance(piece, str) else _marked(piece, shown)
        left -= len(text)
        if left <= 0:
            yield "…"
            return


def _marked(finding: Finding, shown: str) -> str:
    why = escape(f"{finding.rule}: {finding.reason}", quote=True).translate(_HARMLESS)
    style = _STYLES[finding.action]
    new = f'<ins style="{_STYLES["new"]}">{_safe(finding.replacement)}</ins>' if finding.replacement else ""
    return f'<span style="{style}" title="{why}">{shown or "&#8203;"}</span>{new}'


def _after(page: Page) -> Iterator[str]:
    left = _LONGEST
    for article in page.articles:
        text = article.text[: max(left, 0)]
        yield f"<b>{_safe(article.title or 'without a title')}</b>\n<i>{article.role}, confidence {article.confidence:.2f}</i>\n\n{_safe(text)}\n\n"
        left -= len(article.text)


def _safe(text: str | None) -> str:
    return escape(text or "", quote=True).translate(_HARMLESS)

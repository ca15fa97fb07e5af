"""Fifth stage: build the articles from the spans and their kept lines. The only stage that makes text.

Scan and segment record on each `Line` what was decided about it; the document's own text is never changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..data import Article, Document
from ..lines.line import Line
from ..lines.spans import Span
from ..schema import readers
from .fields import lifted
from .markdown import join_markdown, unmarked
from .paragraphs import join, pieces
from .styled_lines import laid_out
from .unchanged import rewritten

_INSTEAD = "prompt.error"  # the rule for an error, a waiting line or a robot check that is shown instead of the page
_SEVERAL = 4  # this many kept lines are a text, if they have more words than the removed ones

__all__ = ["EMPHASIS", "stitch"]

EMPHASIS = frozenset({"strong", "em", "code", "strike"})  # kinds of marks that Markdown keeps in any case


def stitch(
    document: Document,
    lines: list[Line],
    spans: list[Span],
    last_line: int,
    language: str | None = None,
    marks: frozenset[str] = EMPHASIS,
) -> list[Article]:
    """Build the articles, in file order; [] for a page of nothing but boilerplate.

    `last_line` is the number of the file's last line, `language` the code of the page's language, and `marks` the kinds of marks of an
    HTML page that Markdown keeps.
    """
    if document.as_is and len(spans) < 2:
        span = spans[0] if spans else Span(0, -1)
        return [_by_hand(rewritten(document, lines, span, last_line), span)]
    if not spans or _debris_alone(lines, document):
        return []
    articles = []
    for number, span in enumerate(spans):
        own = lines[span.first : span.last + 1]
        first = 1 if number == 0 else own[0].block.line
        last = last_line if number == len(spans) - 1 else lines[span.last + 1].block.line - 1
        articles.append(_by_hand(_article(document, own, span, number, (first, last), language, marks), span))
    return articles


def _article(
    document: Document, lines: list[Line], span: Span, number: int, reach: tuple[int, int], language: str | None, marks: frozenset[str]
) -> Article:
    """Build one article; `reach` holds the numbers of its first and last line."""
    given = document.stated(number, lines[0].block.line)
    fields = lifted(lines, span.title, span.head)
    body = [line for line in lines if not line.gone]
    title = given.get("title", span.headline)
    if document.html or document.markdown or "title" not in given:  # front matter states the headline, so it is not repeated in the text
        body = [line for line in body if line is not span.title]
    return Article(
        title=span.stated or (unmarked(title) if document.markdown and title else title),
        text=(join_markdown if document.markdown else join)(document.text, body),
        blocks=[(line.block.line, line.text) for line in body],
        summary=_listed(given, "summary") or fields.get("summary", []),
        authors=_listed(given, "authors") or fields.get("authors", []),
        captions=list(dict.fromkeys(_listed(given, "captions") + fields.get("captions", []))),
        agency=next(iter(fields.get("agency", [])), None) or given.get("agency"),
        place=next(iter(fields.get("place", [])), None) or given.get("place"),
        site=str(given.get("site") or document.given.get("site") or "") or None,
        role="main" if span.boundary is None and given.get("role") != "appended" else "appended",
        confidence=span.boundary.confidence if span.boundary else 1.0,
        likeness=span.likeness if span.boundary else _number(given.get("likeness")),
        cut=span.cut,
        first_line=reach[0],
        last_line=reach[1],
        boundary=span.boundary,
        date_texts={name: [str(given[name])] if given.get(name) else fields.get(name, []) for name in ("published", "updated")},
        fetched=document.fetched,
        stated_language=language,
        url=document.url,
        layout=laid_out(body, *pieces(document.text, body), marks, document.url) if document.html and body else (),
        field_confidence={
            name: sure
            for name, sure in (given.get("field_confidence") or {}).items()
            if given.get(name) and not (name == "title" and span.stated)
        },
        further={name: given[name] for name in readers() if given.get(name)},
    )


def _by_hand(article: Article, span: Span) -> Article:
    """The article with the fields that a reviewer wrote for it."""
    if not span.written:
        return article
    written = dict(span.written)
    dates = {name: written.pop(name, texts) for name, texts in article.date_texts.items()}
    one = {name: "; ".join(written.pop(name)) or None for name in ("agency", "place") if name in written}
    sure = {name: sure for name, sure in article.field_confidence.items() if name not in dict(span.written)}
    return replace(article, date_texts=dates, field_confidence=sure, **one, **written)  # type: ignore[arg-type]


def _number(given: Any) -> float | None:
    try:
        return float(given)
    except (TypeError, ValueError):
        return None


def _listed(given: Any, name: str) -> list[str]:
    value = given.get(name)
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []


def _debris_alone(lines: list[Line], document: Document) -> bool:
    """Whether a page is nothing but boilerplate: no line is kept, or only a few that are not sentences, while far more was removed.

    An HTML page without kept lines is still an article if it has metadata, unless it shows an error instead.
    """
    kept = [line for line in lines if not line.gone]
    if not kept:
        return not document.given or any(line.taken is not None and line.taken.rule.id == _INSTEAD for line in lines)
    scraps = not any(line.shape.prose or (line.shape.stop and line.shape.words >= 4) for line in kept)
    removed = [line for line in lines if line.gone]
    longer = sum(line.shape.words for line in kept) > sum(len(line.block.text.split()) for line in removed)
    return scraps and not document.given and len(removed) >= max(3, len(kept)) and not (longer and len(kept) >= _SEVERAL)

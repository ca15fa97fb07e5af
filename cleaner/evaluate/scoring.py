"""One row cleaned and measured: a handful of figures, and what is needed to say why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..config import Settings
from ..data import Article, Page
from ..errors import CleanerError
from ..flow import clean
from ..measure import Split, articles_f1, folded, match, rightness, split
from .gold import Gold, Row

FIELDS = ("title", "authors", "published", "updated")


@dataclass(frozen=True, slots=True)
class Score:
    """What one row scored. A figure that the row's gold says nothing about is missing.

    figures, each from 0 to 1: `f1` of all rows (of a stream: the mean over its articles); `precision`, `recall`, the FIELDS and
    `one_document` of other rows; `right`, `pk`, `window_diff` of streams whose gold names lines. confidences: of each boundary
    drawn there, with whether it is right. error: why the row could not be cleaned; it then counts as nothing found.
    """

    line: int
    id: str
    style: str
    language: str
    stream: bool
    figures: Mapping[str, float]
    split: Split | None = None
    confidences: tuple[tuple[float, bool], ...] = ()
    error: str = ""

    @property
    def f1(self) -> float:
        return self.figures["f1"]


def score_all(rows: Iterable[Row], settings: Settings) -> Iterator[tuple[Row, Score, Page | None]]:
    """Each row with its score and its cleaned page; no page for a row that failed."""
    for row in rows:
        yield (row, *score(row, settings))


def score(row: Row, settings: Settings) -> tuple[Score, Page | None]:
    """Clean one row and measure it. What a row states of its language is for the reader: pages are cleaned without it."""
    page, error = _cleaned(row, replace(settings, strict=False))
    articles = page.articles if page else []
    figures = _stream_figures(row, articles) if row.stream else _page_figures(row, articles)
    parted, confidences = _parted(row, articles)
    if parted:
        figures |= {"right": float(parted.right), "pk": parted.pk, "window_diff": parted.window_diff}
    language = row.language or (page.language if page else None) or "unknown"
    return Score(row.line, row.id, row.style, language, row.stream, figures, parted, confidences, error), page


def _cleaned(row: Row, settings: Settings) -> tuple[Page | None, str]:
    try:
        return clean(row.source, row.url, row.fetched, settings), ""
    except CleanerError as error:
        return None, str(error)
    except Exception as error:  # a fault of ours on one page must not cost the others
        return None, f"the program failed on it ({type(error).__name__}: {error}). Report it, with the page."


def _stream_figures(row: Row, articles: list[Article]) -> dict[str, float]:
    return {"f1": articles_f1([gold.text for gold in row.articles], [article.text for article in articles])}


def _page_figures(row: Row, articles: list[Article]) -> dict[str, float]:
    (gold,) = row.articles
    found = match(gold.text, "\n".join(article.text for article in articles))
    fields = _fields(row, gold, articles[0] if articles else None)
    return {**found._asdict(), **fields, "one_document": float(len(articles) == bool(gold.paragraphs))}


def _fields(row: Row, gold: Gold, article: Article | None) -> dict[str, float]:
    """1 or 0 for each field that gold names: title and authors by their words, dates by the day.

    A title or an author that does not stand in a scraped text is no fair question; of HTML, which holds metadata, it is.
    """
    text = None if row.html else folded(row.source)
    out = {}
    if gold.title and (text is None or folded(gold.title) in text):
        out["title"] = article is not None and folded(article.title) == folded(gold.title)
    wanted = {folded(name) for name in gold.authors}
    if wanted and (text is None or all(name in text for name in wanted)):
        out["authors"] = article is not None and {folded(name) for name in article.authors} == wanted
    for name in ("published", "updated"):
        day = (getattr(gold, name) or "")[:10]
        if day:
            out[name] = article is not None and (getattr(article, name) or "")[:10] == day
    return {name: float(right) for name, right in out.items()}


def _parted(row: Row, articles: list[Article]) -> tuple[Split | None, tuple[tuple[float, bool], ...]]:
    """How a stream was parted, and each boundary's confidence with whether it is right; nothing where gold names no lines."""
    extents = row.extents
    if not row.stream or extents is None:
        return None, ()
    sure = {article.first_line - 1: article.confidence for article in articles[1:]}
    starts = sorted(start for start in sure if start > 0)
    right = rightness(extents, starts)
    return split(extents, starts), tuple((sure[start], hit) for start, hit in zip(starts, right, strict=True))

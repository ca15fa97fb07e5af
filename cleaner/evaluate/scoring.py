"""Clean and measure one row: a few figures, and what is needed to explain them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ..config import Settings
from ..data import Article, Page
from ..errors import CleanerError
from ..flow import clean
from ..measure import Split, articles_f1, folded, match, rightness, split
from .gold import Gold, GoldRow

FIELDS = ("title", "authors", "published", "updated")


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one row. A figure is missing if the row's gold does not state what it measures.

    figures, each from 0 to 1: `f1` for all rows (for a stream, the mean over its articles); `precision`, `recall`, the FIELDS and
    `one_document` for rows that are not streams; `right`, `pk`, `window_diff` for streams whose gold states lines.
    confidences: for each predicted boundary of such a stream, its confidence and whether it is right.
    error: why the row could not be cleaned; it is then scored as if nothing was found.
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


def score_all(rows: Iterable[GoldRow], settings: Settings) -> Iterator[tuple[GoldRow, Score, Page | None]]:
    """Yield each row with its score and its cleaned page; None for a row that failed."""
    for row in rows:
        yield (row, *score(row, settings))


def score(row: GoldRow, settings: Settings) -> tuple[Score, Page | None]:
    """Clean and measure one row. The language that a row states is only used for grouping: the page is cleaned without it."""
    page, error = _cleaned(row, replace(settings, strict=False))
    articles = page.articles if page else []
    figures = _stream_figures(row, articles) if row.stream else _page_figures(row, articles)
    metrics, confidences = _split_metrics(row, articles)
    if metrics:
        figures |= {"right": float(metrics.right), "pk": metrics.pk, "window_diff": metrics.window_diff}
    language = row.language or (page.language if page else None) or "unknown"
    return Score(row.line, row.id, row.style, language, row.stream, figures, metrics, confidences, error), page


def _cleaned(row: GoldRow, settings: Settings) -> tuple[Page | None, str]:
    try:
        return clean(row.source, row.url, row.fetched, settings), ""
    except CleanerError as error:
        return None, str(error)
    except Exception as error:  # a bug that one page triggers must not affect the others
        return None, f"the program failed on it ({type(error).__name__}: {error}). Report it, with the page."


def _stream_figures(row: GoldRow, articles: list[Article]) -> dict[str, float]:
    return {"f1": articles_f1([gold.text for gold in row.articles], [article.text for article in articles])}


def _page_figures(row: GoldRow, articles: list[Article]) -> dict[str, float]:
    (gold,) = row.articles
    found = match(gold.text, "\n".join(article.text for article in articles))
    fields = _fields(row, gold, articles[0] if articles else None)
    return {**found._asdict(), **fields, "one_document": float(len(articles) == bool(gold.paragraphs))}


def _fields(row: GoldRow, gold: Gold, article: Article | None) -> dict[str, float]:
    """1 or 0 for each field that gold states: titles and authors are compared by words, dates by day.

    A title or author that does not occur in a scraped text is not scored, since it cannot be found; HTML may have it in metadata.
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


def _split_metrics(row: GoldRow, articles: list[Article]) -> tuple[Split | None, tuple[tuple[float, bool], ...]]:
    """The split metrics of a stream, and each boundary's confidence and whether it is right; empty if gold states no lines."""
    extents = row.extents
    if not row.stream or extents is None:
        return None, ()
    confidences = {article.first_line - 1: article.confidence for article in articles[1:]}
    starts = sorted(start for start in confidences if start > 0)
    right = rightness(extents, starts)
    return split(extents, starts), tuple((confidences[start], hit) for start, hit in zip(starts, right, strict=True))

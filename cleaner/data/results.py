"""The result for a page: its articles, each change, and how to restore the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from .block import Place, TextMark
from .document import Document
from .finding import Boundary, Finding

Role = Literal["main", "appended"]
GENERATOR = "cleaner article"  # in the front matter of a written article: the program and, behind it, the version of the file's form
GENERATOR_VERSIONS = (
    "1",
    "2",
)  # those that are known: a body of plain text, or as it came; a body in which Markdown was made of a page's structure


class Styled(NamedTuple):
    """A line of an article with how it was written on its HTML page; `marks` are offsets in `text`."""

    text: str
    place: Place
    marks: tuple[TextMark, ...] = ()
    tight: bool = False  # separated from the line above only by a line end


@dataclass(frozen=True, repr=False)
class Article:
    """One story of a page.

    `text` is the body without title and key points, with a blank line between paragraphs; `blocks`
    the lines of its paragraphs as (line number, text). `site` is the outlet's name, if an HTML page states it.
    `first_line` and `last_line` are 1-based and inclusive; the articles' lines together cover the file. `confidence` of the first is that it is an article, and of
    a later one that it begins where it does. `field_confidence`, by field, is that the value is right, of those that an HTML page states.
    `likeness` of an appended article is the share of the shorter one's words that it has in
    common with the file's first; `layout` holds the lines of an HTML page's article with their structure, from which Markdown is
    made, `markdown` the Markdown body of an article that was read back from Markdown; `further` holds the fields whose reader
    `cleaner/schema.py` names, which are attributes, too; `cut` says that the text is truncated. Dates and language are computed when
    first used, because their libraries are slow.
    """

    title: str | None
    text: str
    blocks: list[tuple[int, str]]
    summary: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    agency: str | None = None
    place: str | None = None
    site: str | None = None
    role: Role = "main"
    confidence: float = 1.0
    likeness: float | None = None
    cut: bool = False
    first_line: int = 1
    last_line: int = 1
    boundary: Boundary | None = None
    date_texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fetched: str | None = None
    stated_language: str | None = None
    url: str | None = None
    field_confidence: Mapping[str, float] = field(default_factory=dict)
    layout: tuple[Styled, ...] = field(default=(), repr=False, compare=False)
    markdown: str | None = field(default=None, repr=False)
    further: Mapping[str, Any] = field(default_factory=dict, repr=False)

    if not TYPE_CHECKING:  # a type checker still refuses names that no field has

        def __getattr__(self, name: str) -> Any:
            """A field in `further`, as if it were an attribute."""
            try:
                return self.__dict__["further"][name]
            except KeyError:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}") from None

    def __repr__(self) -> str:
        """As `<Article 'Night ferry to sail again' main, 512 characters>`."""
        return f"<Article {_short(self.title or self.text)} {self.role}, {len(self.text):,} characters>"

    def to_dict(self) -> dict[str, Any]:
        """The article for `json.dumps`: its text and all fields; None or an empty list for a field without a value."""
        return cast(dict[str, Any], _later("write.plain", "article_dict")(self))

    def to_markdown(self) -> str:
        """The article as Markdown with front matter, as `cleaner clean` writes it."""
        return cast(str, _later("write.markdown", "to_markdown")(self, Page(Document("", "", url=self.url), [self], [])))

    def to_html(self) -> str:
        """The article as an HTML element: headline, key points and paragraphs, with all text escaped."""
        return cast(str, _later("write.html", "article_html")(self))

    @cached_property
    def published(self) -> str | None:
        """ISO 8601 date, or date and time if the page states one; None if unknown."""
        return self._date("published")

    @cached_property
    def updated(self) -> str | None:
        """As `published`. A clock such as "5 sec ago" is a date only if the time of the fetch is known."""
        return self._date("updated")

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code of the text's language; None if the text is too short to identify it."""
        if self.stated_language:
            return self.stated_language
        from ..backends import languages

        return languages.identify(self.text)

    def _date(self, name: str) -> str | None:
        from ..backends import dates

        found = (dates.read(text, self.fetched, self.language) for text in self.date_texts.get(name, ()))
        return next((date for date in found if date), None)


@dataclass(frozen=True, repr=False)
class Page:
    """The result for one source: its articles and every finding, both in file order.

    `flags` are reasons to review this page (an implausible loss, a match that exceeded its
    time limit, an uncertain model). `left_out` are the stories that the settings, or a run
    that writes no copies, keep out of `articles`. `loss` is the share of its running text that is removed. `quality` is the expected F1 of
    the kept text, from 0 to 1; None if no model was applied. `decisions` are those that apply to this page: line in
    the file of decisions -> whether the line that it refers to exists.
    """

    document: Document
    articles: list[Article]
    findings: list[Finding]
    flags: tuple[str, ...] = ()
    language: str | None = None
    left_out: list[Article] = field(default_factory=list)
    loss: float = 0.0
    quality: float | None = None
    decisions: Mapping[int, bool] = field(default_factory=dict)

    def __repr__(self) -> str:
        """As `<Page of 2 articles, 5 findings, en: 'Night ferry to sail again'>`."""
        articles = f"{len(self.articles)} article{'' if len(self.articles) == 1 else 's'}"
        findings = f"{len(self.findings)} finding{'' if len(self.findings) == 1 else 's'}"
        title = next((_short(article.title) for article in self.articles if article.title), "no title")
        return f"<Page of {articles}, {findings}, {self.language or 'unknown language'}: {title}{', flagged' if self.flags else ''}>"

    def _repr_html_(self) -> str:
        """For notebooks: the page before and after, each change with its rule. All text of the page is escaped."""
        return cast(str, _later("write.html", "before_and_after")(self))

    def to_dict(self) -> dict[str, Any]:
        """The page for `json.dumps`: its articles and findings as dicts, flags, language, type, quality and loss."""
        return cast(dict[str, Any], _later("write.plain", "page_dict")(self))

    def to_html(self) -> str:
        """The cleaned page as an HTML document: each article with its headline, key points and paragraphs, all text escaped."""
        return cast(str, _later("write.html", "page_html")(self))

    @property
    def type(self) -> str | None:
        """The type of an HTML page: article, forum, product, documentation, service, listing, collection or other."""
        return self.document.type

    @property
    def type_confidence(self) -> float | None:
        """The probability of that type, 0 to 1."""
        return self.document.type_confidence

    @property
    def text(self) -> str:
        """The text to which the offsets of findings refer."""
        return self.document.text

    @property
    def changed(self) -> bool:
        """Whether anything was dropped, repaired or extracted, or a boundary drawn."""
        return len(self.articles) != 1 or bool(self.left_out) or any(f.action != "mark" for f in self.findings)

    @property
    def stories(self) -> list[Article]:
        """All articles in file order, those left out, too: an article's number in rows and headings counts these from 1."""
        return in_file_order([*self.articles, *self.left_out])

    def pieces(self) -> list[str | Finding]:
        """The whole text in order: each kept part as str, each changed part as its finding."""
        out: list[str | Finding] = []
        at = 0
        for finding in self.findings:
            if finding.action == "mark":
                continue
            if finding.start > at:
                out.append(self.text[at : finding.start])
            out.append(finding)
            at = finding.end
        if at < len(self.text):
            out.append(self.text[at:])
        return out

    def restore(self) -> str | bytes:
        """The source: of the same type, with the same bytes or characters."""
        if self.document.html:
            return self.document.source
        text = "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces())
        return self.document.encoding.encode(text) if self.document.encoding else text


def in_file_order(articles: Iterable[Article]) -> list[Article]:
    """The articles sorted by their first lines."""
    return sorted(articles, key=lambda article: article.first_line)


def _later(module: str, name: str) -> Callable[..., Any]:
    """A function of a later layer, for methods that only call it with their own object."""
    return cast(Callable[..., Any], getattr(import_module(f"..{module}", __package__), name))


def _short(text: str, most: int = 50) -> str:
    """The beginning of a text on one line, quoted and without control characters."""
    return repr(text if len(text) <= most else f"{text[: most - 1]}…")

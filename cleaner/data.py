"""The nouns of the program: what the stages hand to one another, all immutable."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from importlib import import_module
from typing import Any, Literal, NamedTuple, cast

Action = Literal["drop", "repair", "lift", "mark"]
Role = Literal["main", "appended"]
GENERATOR = "cleaner article"  # in the front matter of a written article: the program and, behind it, the version of the file's form
GENERATOR_VERSIONS = (
    "1",
    "2",
)  # those that are known: a body of plain text, or as it came; a body in which Markdown was made of a page's structure
LIFT_FIELDS = ("authors", "published", "updated", "captions", "summary", "agency", "place")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the input's bytes became text: `bom` + text.encode(codec, errors) are those bytes again."""

    codec: str
    errors: str = "strict"
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        return self.bom + text.encode(self.codec, self.errors)


class Opening(NamedTuple):
    """Where a further article of an HTML page begins: the line of the page's text, how sure that is, and the fields it states."""

    line: int
    confidence: float
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One input after `ingest`: its text, and how to get back to the source.

    `text` is what findings and line numbers point into: the decoded input, or, for an HTML page,
    the text read from it. `encoding` is None when the source was a str. `given` are fields the
    input states of itself (front matter, HTML metadata). `flags` are reasons to look at the page that
    came up while it was read. `as_is` says that it is one article in which nothing is looked for: this program wrote it, or there is no time.
    `binary` is a source in a format that is no text; nothing of it is read. `markdown` is a text to be read as Markdown.
    """

    source: str | bytes
    text: str
    encoding: Encoding | None = None
    html: bool = False
    url: str | None = None
    fetched: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    body_start: int = 0  # offset in `text` where front matter ends
    flags: tuple[str, ...] = ()
    as_is: bool = False
    binary: bool = False
    markdown: bool = False
    escaped: bool = False  # HTML whose signs of tags were escaped
    quality: float | None = None  # F1 to be expected of what was kept of an HTML page, 0 to 1; None where it is not known
    type: str | None = None  # of an HTML page: article, forum, product, documentation, service, listing, collection or other
    type_confidence: float | None = None  # the probability of that type
    openings: tuple[Opening, ...] | None = None  # further articles that an HTML page's tree shows, in its order; None where none was asked

    @property
    def markup(self) -> str:
        """The page as it came, decoded; of scraped text, that text."""
        if isinstance(self.source, str):
            return unescape(self.source) if self.escaped else self.source
        encoding = self.encoding or Encoding("utf-8", "surrogateescape")
        decoded = self.source[len(encoding.bom) :].decode(encoding.codec, encoding.errors)
        return unescape(decoded) if self.escaped else decoded

    def on_lines(self, lines: Sequence[int]) -> Document:
        """The same with each opening on the first of `lines` (line numbers, ascending) that is not above it; one below all is dropped."""
        if not self.openings:
            return self
        moved = ((bisect_left(lines, opening.line), opening) for opening in self.openings)
        openings = {lines[at]: opening._replace(line=lines[at]) for at, opening in moved if at < len(lines)}
        return replace(self, openings=tuple(openings.values()))

    def stated(self, number: int, line: int) -> Mapping[str, Any]:
        """The fields that the input states of an article, by its number from 0 and the line that it begins on."""
        if number == 0:
            return self.given
        return next((opening.given for opening in self.openings or () if opening.line == line), {})


class TextMark(NamedTuple):
    """Words of a line that are a link or emphasised, or an image before them: text[start:end] of the line as it was read.

    kind: link, strong, em, code, strike or image. target: the address of a link or an image. alt: what describes an image.
    """

    start: int
    end: int
    kind: str
    target: str = ""
    alt: str = ""


class Style(NamedTuple):
    """How a block of an HTML page is written, beside its kind: how deep it is quoted, its marks, the language of code, the offsets
    at which a table's cells are divided, the number of the first block of the table or list that it is in, and the number of blocks of line breaks.
    """

    quoted: int = 0
    marks: tuple[TextMark, ...] = ()
    language: str = ""
    cells: tuple[int, ...] = ()
    group: int = -1
    head: bool = False  # a table's row of headings
    prefix: int = 0  # characters of the mark of a list item in front of its text
    task: bool | None = None  # of an item of a list of tasks: whether it is done
    soft: bool = False  # only a line break divides it from the block above


class Place(NamedTuple):
    """A block of an HTML page in the page's tree, and what the block model decided.

    kind: paragraph, heading, item, row, code, term, definition, caption, button or summary. level: of a heading 1 to 6, of an item how
    many lists it is nested in. block: its number on the page, from 0.
    """

    tag: str  # of the innermost block-level element around it
    line: int  # of the HTML source that this element begins on, from 1; 0 when not known
    probability: float  # that it is text of the article
    kept: bool = True
    kind: str = "paragraph"
    level: int = 0
    number: int | None = None  # of an item of a numbered list
    hidden: bool = False  # not visible before a script acts
    block: int = 0
    style: Style | None = None


class Change(NamedTuple):
    """What reading makes of text[start:end] of the document: `replacement`, by the rule of that id."""

    start: int
    end: int
    replacement: str
    rule: str


class Markup(NamedTuple):
    """A line's place among the blocks of a Markdown text.

    kind: paragraph, heading, item (the first line of one), code, html, rule, row or reference (the target of a link). level: of a heading
    1 to 6. leaf: number of the block that the line belongs to. box: number of the outermost list, quote or table around it, -1 for none.
    lead, tail: characters before and behind the line's text that are its marks (number signs, quotation marks, fences, indents).
    goes_on: the paragraph of the line above goes on in it. linked: nothing but links and images stands on it. depth: of a list item, columns of its indent.
    """

    kind: str
    level: int = 0
    leaf: int = 0
    box: int = -1
    lead: int = 0
    tail: int = 0
    goes_on: bool = False
    linked: bool = False
    depth: int = 0


class Block(NamedTuple):
    """One line of text with its exact place: text[start:end] of the document, stripped of white space.

    `changes` are those that reading found necessary, in order, none overlapping another.
    """

    text: str
    start: int
    end: int
    line: int  # 1-based line of the document's text
    gap: int  # blank lines directly above
    place: Place | None = None  # in the tree of an HTML page
    markup: Markup | None = None  # in a Markdown text
    changes: tuple[Change, ...] = ()


class Finding(NamedTuple):
    """One change, or one piece of evidence, with its rule and its place.

    `start` and `end` are offsets in characters into `page.text`; `text` is what stands there.
    `replacement` is what a repair puts in its place ("" for drop and lift). `value` holds the
    fields a lift fills, each a list of strings. `confidence` runs from 0 to 1.
    """

    rule: str
    action: Action
    start: int
    end: int
    text: str
    replacement: str = ""
    reason: str = ""
    confidence: float = 1.0
    line: int = 0
    value: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where one article ends and the next begins: the 1-based line the later one starts on."""

    line: int
    confidence: float
    reasons: tuple[str, ...]


def _later(module: str, name: str) -> Callable[..., Any]:
    """A function of a later layer, for methods that only pass their own data on: nothing here depends on it."""
    return cast(Callable[..., Any], getattr(import_module(f"{__package__}.{module}"), name))


class Styled(NamedTuple):
    """A line of an article with how it was written on its HTML page; `marks` are offsets in `text`."""

    text: str
    place: Place
    marks: tuple[TextMark, ...] = ()
    tight: bool = False  # only a line end parts it from the line above


@dataclass(frozen=True, repr=False)
class Article:
    """One story of a page.

    `text` is the body without title and key points, paragraphs parted by a blank line; `blocks`
    its paragraphs' lines as (line number, text). `site` is the outlet's name, where an HTML page gives it.
    `first_line` and `last_line` are 1-based and inclusive; the articles' lines together cover the file. `confidence` of the first is that it is an article, and of
    a later one that it begins where it does. `field_confidence`, by field, is that the value is right, of those that an HTML page states.
    `likeness` of an appended article is the share of the shorter one's words that it has in
    common with the file's first; `layout` holds the lines of an HTML page's article with their structure, of which Markdown is
    made, `markdown` the Markdown body of one that was written so and read back; `cut` tells that the text breaks off. Dates and language are worked out when
    first asked for, since their libraries are slow.
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

    def __repr__(self) -> str:
        """As `<Article 'Night ferry to sail again' main, 512 characters>`."""
        return f"<Article {_short(self.title or self.text)} {self.role}, {len(self.text):,} characters>"

    def to_dict(self) -> dict[str, Any]:
        """All that is known of the article, for `json.dumps`: its text and fields, None or an empty list where there is nothing."""
        return cast(dict[str, Any], _later("write.plain", "article_dict")(self))

    def to_markdown(self) -> str:
        """The article as Markdown with front matter, as `cleaner clean` writes it."""
        return cast(str, _later("write.markdown", "to_markdown")(self, Page(Document("", "", url=self.url), [self], [])))

    def to_html(self) -> str:
        """The article as an HTML element: headline, key points and paragraphs, with every character that markup could take for its own escaped."""
        return cast(str, _later("write.html", "article_html")(self))

    @cached_property
    def published(self) -> str | None:
        """ISO 8601 date, or date and time where the page tells one; None when unknown."""
        return self._date("published")

    @cached_property
    def updated(self) -> str | None:
        """As `published`. A clock such as "5 sec ago" is a date only when the time of the fetch is known."""
        return self._date("updated")

    @cached_property
    def language(self) -> str | None:
        """ISO 639-1 code of the text's language; None for a text too short to tell."""
        if self.stated_language:
            return self.stated_language
        from .backends import languages

        return languages.identify(self.text)

    def _date(self, name: str) -> str | None:
        from .backends import dates

        found = (dates.read(text, self.fetched, self.language) for text in self.date_texts.get(name, ()))
        return next((date for date in found if date), None)


@dataclass(frozen=True, repr=False)
class Page:
    """What came of one source: its articles and every finding, both in file order.

    `flags` are reasons to have a look at this page (loss out of proportion, a match that ran out
    of time, a model in doubt); an empty tuple means none. `left_out` are the stories that the settings, or a run
    that writes no copies, keep out of `articles`. `loss` is the share of its running text that goes. `quality` is the F1, from 0 to 1,
    that is to be expected of what stays; None where no model was asked. `decisions` are those made by hand that hold on this page, by
    their lines in the file of decisions: whether each is about a line that is there.
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
        """What a notebook shows: the page before and after, each change with its rule. No text of the page is markup."""
        return cast(str, _later("write.html", "before_and_after")(self))

    def to_dict(self) -> dict[str, Any]:
        """All that came of the page, for `json.dumps`: its articles and findings as dicts, flags, language, type, quality and loss."""
        return cast(dict[str, Any], _later("write.plain", "page_dict")(self))

    def to_html(self) -> str:
        """The cleaned page as an HTML document: each article with its headline, key points and paragraphs, all text escaped."""
        return cast(str, _later("write.html", "page_html")(self))

    @property
    def type(self) -> str | None:
        """What kind of HTML page it is: article, forum, product, documentation, service, listing, collection or other."""
        return self.document.type

    @property
    def type_confidence(self) -> float | None:
        """The probability of that type, 0 to 1."""
        return self.document.type_confidence

    @property
    def text(self) -> str:
        """The text that findings point into."""
        return self.document.text

    @property
    def changed(self) -> bool:
        """Whether anything was dropped, repaired or lifted, or a boundary drawn."""
        return len(self.articles) != 1 or bool(self.left_out) or any(f.action != "mark" for f in self.findings)

    def pieces(self) -> list[str | Finding]:
        """The text from end to end: kept stretches as str, changed ones as their finding."""
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
        """The source again: the same type, and the same bytes or characters."""
        if self.document.html:
            return self.document.source
        text = "".join(piece if isinstance(piece, str) else piece.text for piece in self.pieces())
        return self.document.encoding.encode(text) if self.document.encoding else text


def _short(text: str, most: int = 50) -> str:
    """The beginning of a text on one line, quoted and without control characters."""
    return repr(text if len(text) <= most else f"{text[: most - 1]}…")

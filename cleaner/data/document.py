"""One input after `ingest`: its text, the fields that it states, and how to restore its bytes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the input's bytes were decoded: `bom` + text.encode(codec, errors) are these bytes."""

    codec: str
    errors: str = "strict"
    bom: bytes = b""

    def encode(self, text: str) -> bytes:
        return self.bom + text.encode(self.codec, self.errors)


class Opening(NamedTuple):
    """Where a further article of an HTML page begins: the line of the page's text, the confidence, and the fields that it states."""

    line: int
    confidence: float
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """One input after `ingest`: its text, and how to restore the source.

    `text` is the text to which findings and line numbers refer: the decoded input, or, for an HTML page,
    the text read from it. `encoding` is None when the source was a str. `given` are fields the
    input states (front matter, HTML metadata). `flags` are reasons to review the page that
    were found while it was read. `as_is`: it is one article that is not changed, because this program wrote it or the time is over.
    `binary`: the source is not text, and nothing of it is read. `markdown`: the text is read as Markdown.
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
    escaped: bool = False  # HTML whose tags were escaped
    quality: float | None = None  # expected F1 of the kept text of an HTML page, 0 to 1; None if unknown
    type: str | None = None  # of an HTML page: article, forum, product, documentation, service, listing, collection or other
    type_confidence: float | None = None  # the probability of that type
    openings: tuple[Opening, ...] | None = None  # further articles in the tree of an HTML page, in order; None if the tree was not examined

    @property
    def markup(self) -> str:
        """The decoded HTML page, or the scraped text."""
        if isinstance(self.source, str):
            return unescape(self.source) if self.escaped else self.source
        encoding = self.encoding or Encoding("utf-8", "surrogateescape")
        decoded = self.source[len(encoding.bom) :].decode(encoding.codec, encoding.errors)
        return unescape(decoded) if self.escaped else decoded

    def on_lines(self, lines: Sequence[int]) -> Document:
        """Move each opening to the first of `lines` (line numbers, ascending) that is not above it; drop one below all of them."""
        if not self.openings:
            return self
        moved = ((bisect_left(lines, opening.line), opening) for opening in self.openings)
        openings = {lines[at]: opening._replace(line=lines[at]) for at, opening in moved if at < len(lines)}
        return replace(self, openings=tuple(openings.values()))

    def stated(self, number: int, line: int) -> Mapping[str, Any]:
        """The fields that the input states for an article, given its number from 0 and the line on which it begins."""
        if number == 0:
            return self.given
        return next((opening.given for opening in self.openings or () if opening.line == line), {})

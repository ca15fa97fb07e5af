"""Read gold rows from JSON lines, plain or gzip: each is a page and its expected result. An invalid row is refused with its line number."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

from ..errors import InputError
from ..inputs import MAX_BYTES

_GZIP = b"\x1f\x8b"
_FORM = 'A row is {"text" or "html": ..., "gold": {"title": ..., "paragraphs": [...]}}, or has "articles" in place of "gold".'


@dataclass(frozen=True, slots=True)
class Gold:
    """The expected result for one article. None or empty means not stated. `extent`: first and last line of the body, 0-based."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    extent: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The paragraphs, one per line."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class GoldRow:
    """One page and its gold. `line`: the row's line in its file, from 1. A `stream` has any number of articles, other rows have at most one."""

    line: int
    id: str
    source: str
    html: bool
    articles: tuple[Gold, ...]
    stream: bool
    style: str
    language: str | None
    url: str | None
    fetched: str | None
    fold: str | None = None

    @property
    def extents(self) -> list[tuple[int, int]] | None:
        """The articles' extents; None unless all are stated and the page is text."""
        known = [article.extent for article in self.articles if article.extent is not None]
        return known if len(known) == len(self.articles) and not self.html else None


def check(path: Path, fold: str | None = None) -> int:
    """Count the rows of a file and check all of them. Raises InputError for the first invalid row, and for a file without rows."""
    count = sum(1 for _ in rows(path, fold))
    if not count:
        raise InputError("the file has no rows", place=str(path), remedy=_FORM)
    return count


def rows(path: Path, fold: str | None = None) -> Iterator[GoldRow]:
    """Yield the rows of a .jsonl or .jsonl.gz file; with `fold`, only those of that fold or without one. Raises InputError."""
    for line, record in records(path):
        row = parse_row(record, line, f"{path}:{line}")
        if fold is None or row.fold in (None, fold):
            yield row


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each line of a JSON lines file, plain or gzip, with its number from 1; skips blank lines. Raises InputError."""
    if not path.is_file():
        raise InputError("there is no such file", place=str(path), remedy="Give a .jsonl or .jsonl.gz file.")
    for number, raw in _lines(path):
        place = f"{path}:{number}"
        if len(raw) > MAX_BYTES:
            raise InputError(f"the line is over {MAX_BYTES // 1024 // 1024} MB", place=place, remedy="Leave it out.")
        if not raw.strip():
            continue
        try:
            record = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise InputError(f"the line is not JSON ({error})", place=place, remedy="Write one JSON object per line, in UTF-8.") from error
        if not isinstance(record, dict):
            raise InputError("the line is JSON, but not an object", place=place, remedy=_FORM)
        yield number, record


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as plain, _unzipped(plain) as file:
            number = 0
            while raw := file.readline(MAX_BYTES + 1):
                number += 1
                yield number, raw
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"the file cannot be read ({error})", place=str(path), remedy="Check it and its permissions.") from error


def _unzipped(file: BufferedReader) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=file)) if file.peek(2).startswith(_GZIP) else file


def parse_row(record: dict[str, Any], line: int, place: str) -> GoldRow:
    """Parse a row from its JSON object. Raises InputError at `place`, naming the invalid key."""
    read = _Reader(record, place)
    text, html = read.text("text"), read.text("html")
    if (text is None) == (html is None):
        raise InputError("the row needs a text or an html, and not both", place=place, remedy=_FORM)
    stream = record.get("articles") is not None
    if stream == (record.get("gold") is not None):
        problem = "the row has gold and articles" if stream else "the row has no gold"
        raise InputError(problem, place=place, remedy=_FORM)
    articles = tuple(_article(entry) for entry in (read.tables("articles") if stream else [read.table("gold")]))
    source = text if text is not None else html or ""
    if text is not None:
        _check_extents(articles, text, place)
    name, kind, style = record.get("id"), read.text("kind"), read.text("style")
    return GoldRow(
        line=line,
        id=str(name) if isinstance(name, (str, int)) else f"line {line}",
        source=source,
        html=html is not None,
        articles=articles,
        stream=stream,
        style=(kind or style if stream else style or kind) or "",
        language=read.text("lang"),
        url=read.text("url"),
        fetched=read.text("fetched"),
        fold=read.text("fold"),
    )


class _Reader:
    """Typed access to the values of a JSON object; null counts as missing."""

    def __init__(self, record: dict[str, Any], place: str) -> None:
        self.record, self.place = record, place

    def text(self, key: str) -> str | None:
        return cast("str | None", self._get(key, str, "a string"))

    def number(self, key: str) -> int | None:
        return cast("int | None", self._get(key, int, "a whole number"))

    def texts(self, key: str) -> tuple[str, ...]:
        found = self._get(key, list, "a list of strings") or []
        if not all(isinstance(item, str) for item in found):
            self._refuse(key, "a list of strings")
        return tuple(found)

    def table(self, key: str) -> _Reader:
        return _Reader(self._get(key, dict, "an object") or {}, f"{self.place}: {key}")

    def tables(self, key: str) -> list[_Reader]:
        found = self._get(key, list, "a list of objects") or []
        if not all(isinstance(item, dict) for item in found):
            self._refuse(key, "a list of objects")
        return [_Reader(item, f"{self.place}: {key}[{number}]") for number, item in enumerate(found)]

    def _get(self, key: str, kind: type, wanted: str) -> Any:
        value = self.record.get(key)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            self._refuse(key, wanted)
        return value

    def _refuse(self, key: str, wanted: str) -> None:
        raise InputError(f"{key} is not {wanted}", place=self.place, remedy=_FORM)


def _article(read: _Reader) -> Gold:
    if "paragraphs" not in read.record:
        raise InputError(
            "there are no paragraphs",
            place=read.place,
            remedy='Add "paragraphs", a list of strings; an empty list for a page of debris alone.',
        )
    first, last = read.number("first_line"), read.number("last_line")
    return Gold(
        paragraphs=read.texts("paragraphs"),
        title=read.text("title"),
        authors=read.texts("authors"),
        published=read.text("published"),
        updated=read.text("updated"),
        extent=None if first is None or last is None else (first, last),
    )


def _check_extents(articles: tuple[Gold, ...], text: str, place: str) -> None:
    """Refuse articles that are out of order, overlap or lie outside the text."""
    above = -1
    last_line = text.count("\n")
    for number, article in enumerate(articles):
        if article.extent is None:
            continue
        first, last = article.extent
        if not above < first <= last <= last_line:
            raise InputError(
                f"lines {first} to {last} are not below the article above and inside the text",
                place=f"{place}: articles[{number}]",
                remedy="first_line and last_line are those of the article's body, counted from 0.",
            )
        above = last

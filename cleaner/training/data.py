"""Reads training data: rows in the format of `cleaner eval`, and pages with sentences that must, or must not, be kept.

Rows of fold `dev` are never read. A missing domain is derived from the URL; for a story in a file of several, from the page with the
same paragraphs; failing that, from the row's id.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from ..backends import domains
from ..errors import InputError
from ..evaluate.gold import Gold, parse_row, records
from .folds import fold_of

Kind = Literal["text", "text stream", "page", "page stream", "keep", "sentences", "fields"]
HELD_OUT = "dev"
_DOUBTFUL, _SOURCES = "doubtful.json", "sources.json"
_KNOWN_BY = 6  # first paragraphs of a page by which a story is recognised
_LEAST = 30  # minimum characters of such a paragraph
_REMEDY = "Give .jsonl or .jsonl.gz files in the form that `cleaner eval --help` describes, or folders of them."


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One row. `text`: scraped text or HTML. `domains`: the domain of each article, or of the page. `fields`: the gold except its
    paragraphs. `keep`: lines that must be kept; `absent`: sentences that must be dropped. `origin`: the data source that the row names,
    or its file. `digest`: a hash of the row."""

    id: str
    kind: Kind
    text: str
    url: str | None
    fetched: str | None
    articles: tuple[Gold, ...]
    fields: Mapping[str, Any]
    keep: tuple[str, ...]
    absent: tuple[str, ...]
    domains: tuple[str, ...]
    origin: str
    language: str
    type: str
    style: str
    doubtful: bool
    digest: str

    @property
    def html(self) -> bool:
        return self.kind not in ("text", "text stream")

    @property
    def domain(self) -> str:
        """The domain of the first article."""
        return self.domains[0]

    @property
    def fold(self) -> int:
        """The fold of the first article, which determines the out-of-fold models that read the file."""
        return fold_of(self.domains[0])

    @property
    def folds(self) -> tuple[int, ...]:
        """The fold of each article."""
        return tuple(map(fold_of, self.domains))


@dataclass(frozen=True)
class Data:
    """Files of rows. Examples are read again at each call, in file order; only hashes that identify stories are kept in memory."""

    paths: tuple[Path, ...]
    _stories: dict[bytes, str] = field(default_factory=dict, repr=False)  # a paragraph -> its domain
    _kinds: dict[Path, set[Kind]] = field(default_factory=lambda: defaultdict(set), repr=False)

    @classmethod
    def of(cls, inputs: Iterable[str | Path]) -> Data:
        """The data in files and folders, scanned once. Raises InputError for an invalid row, and if there is no row."""
        data = cls(tuple(_files(inputs)))
        for path in data.paths:
            for number, record in _learnable(path):
                kind = _kind(record, f"{path}:{number}")
                data._kinds[path].add(kind)
                if kind in ("text", "page"):
                    domain = _own_domain(record)
                    data._stories.update((_key(text), domain) for text in _paragraphs(record["gold"]) if len(text) >= _LEAST)
        if not data._kinds:
            raise InputError("there is no row to learn from", place=", ".join(map(str, data.paths)), remedy=_REMEDY)
        return data

    def examples(self, *kinds: Kind, doubtful: bool = True) -> Iterator[Example]:
        """The rows of the given kinds; with `doubtful` false, without rows whose gold is in doubt. Raises InputError."""
        for path in self.paths:
            if not self._kinds.get(path, set()) & set(kinds):
                continue
            in_doubt = self._doubtful.get(path.parent, frozenset())
            for number, record in _learnable(path):
                if _kind(record, f"{path}:{number}") in kinds:
                    example = self._example(record, path, number, in_doubt)
                    if doubtful or not example.doubtful:
                        yield example

    def licence(self, origin: str) -> str:
        """The licence of a data source, from `sources.json` beside the data or the built-in list; "not stated" if unknown."""
        return self._licences.get(origin, "not stated")

    @cached_property
    def _doubtful(self) -> dict[Path, frozenset[str]]:
        """For each folder, the ids in its `doubtful.json` ({reason: [ids]})."""
        found = {folder: _json(folder / _DOUBTFUL) for folder in {path.parent for path in self.paths}}
        return {folder: frozenset(str(name) for names in reasons.values() for name in names) for folder, reasons in found.items()}

    @cached_property
    def _licences(self) -> dict[str, str]:
        out = _json(Path(__file__).with_name(_SOURCES))
        for folder in sorted({path.parent for path in self.paths}):
            out |= _json(folder / _SOURCES)
        return out

    def _example(self, record: dict[str, Any], path: Path, number: int, in_doubt: frozenset[str]) -> Example:
        kind, place = _kind(record, f"{path}:{number}"), f"{path}:{number}"
        articles: tuple[Gold, ...] = ()
        keep = tuple(record.get("keep") or record.get("with") or ())
        if kind not in ("keep", "sentences", "fields"):
            articles = parse_row(record, number, place).articles
        name = str(record.get("id") or f"{path.name}:{number}")
        own = _own_domain(record | {"id": name})
        several = kind.endswith("stream")
        raw = json.dumps(record, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return Example(
            id=name,
            kind=kind,
            text=record.get("text") or record.get("html") or "",
            url=record.get("url"),
            fetched=record.get("fetched"),
            articles=articles,
            fields={name: value for name, value in (record.get("gold") or {}).items() if name != "paragraphs"},
            keep=keep,
            absent=tuple(record.get("without") or ()),
            domains=tuple(self._domain(article, own) for article in articles) if several and articles else (own,),
            origin=str(record.get("source") or path.name.partition(".")[0]),
            language=str(record.get("lang") or "unknown"),
            type=str(record.get("type") or "article"),
            style=str(record.get("kind") or record.get("style") or kind),
            doubtful=name in in_doubt,
            digest=hashlib.sha256(raw).hexdigest(),
        )

    def _domain(self, article: Gold, otherwise: str) -> str:
        found = (self._stories.get(_key(text)) for text in article.paragraphs[:_KNOWN_BY] if len(text) >= _LEAST)
        return next((domain for domain in found if domain), otherwise)


def _files(inputs: Iterable[str | Path]) -> Iterator[Path]:
    for entry in map(Path, inputs):
        if not entry.is_dir():
            yield entry
            continue
        found = sorted(path for path in entry.iterdir() if path.name.endswith((".jsonl", ".jsonl.gz")))
        if not found:
            raise InputError("the folder holds no rows", place=str(entry), remedy=_REMEDY)
        yield from found


def _learnable(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, row) of every row outside the held-out fold."""
    return ((number, record) for number, record in records(path) if record.get("fold") != HELD_OUT)


def _kind(record: dict[str, Any], place: str) -> Kind:
    kind: Kind = "page" if record.get("html") is not None else "text"
    if record.get("articles") is not None:
        return "page stream" if kind == "page" else "text stream"
    if record.get("gold") is not None:
        return kind if "paragraphs" in record["gold"] else "fields"
    if record.get("keep") is not None:
        return "keep"
    if record.get("with") is not None:
        return "sentences"
    raise InputError("the row has no gold", place=place, remedy=_REMEDY)


def _own_domain(record: dict[str, Any]) -> str:
    url = record.get("url")
    group = str(record.get("group") or "")
    return (isinstance(url, str) and domains.registered(url)) or (group and domains.registered(group)) or group or f"id {record.get('id')}"


def _paragraphs(gold: dict[str, Any]) -> list[str]:
    return [text for text in (gold.get("paragraphs") or [])[:_KNOWN_BY] if isinstance(text, str)]


def _key(text: str) -> bytes:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).digest()[:12]


def _json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; {} if there is no file. Raises InputError."""
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"the file cannot be read ({error})", place=str(path), remedy="Mend or remove it.") from error
    if not isinstance(content, dict):
        raise InputError("the file holds no JSON object", place=str(path), remedy="Mend or remove it.")
    return content

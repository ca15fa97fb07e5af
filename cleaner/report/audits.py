"""Audits on disk, read as pages: the text and its findings, without the articles' bodies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..audits import Stored, find, text_of
from ..data import LIFT_FIELDS, Article, Boundary, Document, Finding, Page, Role
from ..errors import AuditError
from ..write.audit import VERSION

__all__ = ["Audit", "fields_of", "find", "read"]

_REMEDY = "Clean its page again, or take the audit from a backup."
_ACTIONS = ("drop", "repair", "lift")


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit that was read. If an older version wrote it, `loss` is None and the `fields` of the articles are empty."""

    name: str
    page: Page
    loss: float | None
    fields: tuple[Mapping[str, Any], ...]  # of the articles that were written
    files: tuple[str, ...]


def read(stored: Stored) -> Audit:
    """The audit at a place that `find` returned. Raises AuditError if it cannot be read or is not an audit."""
    try:
        return _audit(json.loads(text_of(stored)))
    except (ValueError, KeyError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise AuditError(f"not a complete audit file ({type(error).__name__}: {error})", place=stored.place, remedy=_REMEDY) from error


def _audit(record: dict[str, Any]) -> Audit:
    if record["audit"] != VERSION:
        raise ValueError(f"format {record['audit']!r}; this program reads format {VERSION}")
    source = record["source"]
    text, findings = _text_and_findings(record["pieces"])
    written, left_out = record["articles"], record["left_out"]
    document = Document("", text, html="html" in record, url=_words(source["url"]), fetched=_words(source["fetched"]))
    page = Page(
        replace(document, type=_words(record.get("type"))),
        [_article(article) for article in written],
        findings,
        tuple(map(str, record["flags"])),
        _words(record.get("language")),
        [_article(article) for article in left_out],
        quality=_share(record.get("quality")),
    )
    loss = record.get("loss")
    return Audit(
        str(source["name"]),
        page,
        _share(loss),
        tuple(dict(article.get("fields", {})) for article in written),
        tuple(str(article["file"]) for article in written),
    )


def _text_and_findings(pieces: list[Any]) -> tuple[str, list[Finding]]:
    """The page's text, and the changes with their positions in it."""
    texts: list[str] = []
    findings: list[Finding] = []
    at = 0
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece["text"]
        if not isinstance(piece, str):
            findings.append(_finding(piece, at))
        texts.append(text)
        at += len(text)
    return "".join(texts), findings


def _finding(change: dict[str, Any], at: int) -> Finding:
    if change["action"] not in _ACTIONS:
        raise ValueError(f"an action {change['action']!r}")
    text = change["text"]
    replacement = str(change.get("replacement", ""))
    value = {str(name): [str(item) for item in items] for name, items in (change.get("value") or {}).items()}
    reason, confidence = str(change.get("reason", "")), float(change.get("confidence", 1.0))
    return Finding(
        str(change["rule"]), change["action"], at, at + len(text), text, replacement, reason, confidence, int(change["line"]), value or None
    )


def _article(record: dict[str, Any]) -> Article:
    first, last = map(int, record["lines"])
    entry = record.get("boundary")
    boundary = Boundary(int(entry["line"]), float(entry["confidence"]), tuple(map(str, entry["reasons"]))) if entry else None
    role: Role = "appended" if record["role"] == "appended" else "main"
    return Article(_words(record["title"]), "", [], role=role, first_line=first, last_line=last, boundary=boundary)


def _share(value: Any) -> float | None:
    return None if value is None else min(max(float(value), 0.0), 1.0)


def _words(value: Any) -> str | None:
    return None if value is None else str(value)


def fields_of(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, value) of each field of an article, in the usual order of fields; one pair per item of a list."""
    out = []
    for name in (*LIFT_FIELDS, "language"):
        value = fields.get(name)
        items = value if isinstance(value, list) else [] if value is None else [value]
        out += [(name, str(item)) for item in items]
    return out

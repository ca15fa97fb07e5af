"""The page about audits, with the keys of an audit that the program writes for the example page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cleaner
from cleaner.write.audit import audit_record

from .markdown import NOTE, code, table

PAGE = Path(__file__).parents[1] / "examples" / "page.txt"

_KEYS = {
    "audit": "Version of this format",
    "source": "The input",
    "source.name": "Its name, relative to the input folder",
    "source.type": "`bytes` or `str`",
    "source.bytes": "Its size",
    "source.sha256": "Its hash, with which `restore` checks the result",
    "source.encoding": "Codec, error handler and byte order mark in hexadecimal digits; null for a str",
    "source.url": "The page's address, or null",
    "source.fetched": "When it was fetched, or null",
    "articles": "The articles that were written, in the order of the page",
    "articles[].file": "The file that the article was written to",
    "articles[].title": "Its headline",
    "articles[].role": "`main` or `appended`",
    "articles[].lines": "First and last line, from 1, inclusive",
    "articles[].boundary": "Where and why it was separated from the article above; the first article has none",
    "articles[].boundary.line": "The line it begins on",
    "articles[].boundary.confidence": "The confidence of the boundary, 0 to 1",
    "articles[].boundary.reasons": "The evidence for it",
    "articles[].fields": "Its fields, named as in [rows](rows.md)",
    "language": "ISO 639-1 code of the page's language",
    "type": "Type of an HTML page; null for text",
    "quality": "0 to 1: the expected F1 of the kept text; null if no model was used",
    "loss": "0 to 1: the share of the page's running text that was removed",
    "left_out": "Stories that were not written, with the keys of `articles`",
    "flags": "Reasons to look at the page",
    "marks": "Findings that are evidence and change nothing",
    "marks[].rule": "As in `pieces`",
    "pieces": "The whole text in order: a string was kept, an object was changed",
    "pieces[].rule": "The rule or model that decided, or `decision.keep`, `decision.drop` and so on",
    "pieces[].action": "`drop`, `repair`, or `lift` (the text moves into a field)",
    "pieces[].line": "Its line, from 1",
    "pieces[].text": "The original text",
    "pieces[].replacement": "The text that a repair puts in its place",
    "pieces[].value": "The fields that it fills",
    "pieces[].reason": "Why it was changed",
    "pieces[].confidence": "The confidence of the finding, 0 to 1",
}
_ELSEWHERE = {
    "html": "Only for an HTML page: the page itself, in base64",
    "whole": "Only for a text that JSON cannot represent: the text itself, in base64",
}


def page() -> str:
    """The page. Raises KeyError for a key of a real audit that is not described here, which fails the build."""
    cleaned = cleaner.clean(PAGE.read_bytes(), fetched="2025-03-05T06:00:00+00:00")
    keys = dict.fromkeys(_paths(audit_record(cleaned, PAGE.name, ["page-1.md", "page-2.md"])))
    if unknown := [key for key in keys if key not in _KEYS]:
        raise KeyError(f"audits have the keys {unknown}: describe them in {Path(__file__).name}")
    order = list(_KEYS)
    rows = [(code(key), _KEYS[key]) for key in sorted(keys, key=order.index)]
    rows += [(code(key), about) for key, about in _ELSEWHERE.items()]
    return f"""{NOTE}
# Audits

An audit is a JSON object about one input, from which the input is rebuilt byte for byte. With the formats `md` and `txt` it is written beside the
articles as `page.audit.json`; with rows it is stored in `_cleaner/`. `cleaner restore` joins the pieces, encodes them as
`source.encoding` says, and compares the hash; `cleaner report` uses the other keys.

{table(("key", "what it is"), rows)}"""


def _paths(value: Any, above: str = "") -> Iterator[str]:
    """The paths of all keys, without those of an article's fields (described with the rows) and of marks (the same as of pieces)."""
    if isinstance(value, dict):
        for key, below in value.items():
            path = f"{above}.{key}" if above else key
            yield path
            if path not in ("articles[].fields", "pieces[].value", "marks"):
                yield from _paths(below, path)
    elif isinstance(value, list):
        for item in value:
            yield from _paths(item, f"{above}[]")

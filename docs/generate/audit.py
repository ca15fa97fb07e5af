"""The schema of audits, from an audit that the program writes of the example page."""

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
    "source.name": "Its name below the input folder",
    "source.type": "`bytes` or `str`",
    "source.bytes": "Its size",
    "source.sha256": "Its hash, by which `restore` is checked",
    "source.encoding": "Codec, error handler and byte order mark in hexadecimal digits; null for a str",
    "source.url": "The page's address, or null",
    "source.fetched": "When it was fetched, or null",
    "articles": "Those that were written, in the order of the page",
    "articles[].file": "The file that the article was written to",
    "articles[].title": "Its headline",
    "articles[].role": "`main` or `appended`",
    "articles[].lines": "First and last line, from 1, inclusive",
    "articles[].boundary": "Where and why it was separated from the one above; the first article has none",
    "articles[].boundary.line": "The line it begins on",
    "articles[].boundary.confidence": "0 to 1",
    "articles[].boundary.reasons": "The evidence",
    "articles[].fields": "Its fields, named as in [rows](rows.md)",
    "language": "ISO 639-1 code of the page's language",
    "type": "Type of an HTML page; null for text",
    "quality": "0 to 1: the F1 to be expected of what stays; null where no model was asked",
    "loss": "0 to 1: the share of the page's running text that was removed",
    "left_out": "Stories that were not written, in the form of `articles`",
    "flags": "Reasons to look at the page",
    "marks": "Findings that are evidence and change nothing",
    "marks[].rule": "As in `pieces`",
    "pieces": "The whole text from beginning to end: a string was kept, an object was changed",
    "pieces[].rule": "The rule or model that decided, or `decision.keep`, `decision.drop` and so on",
    "pieces[].action": "`drop`, `repair`, or the action that moves text into a field",
    "pieces[].line": "Its line, from 1",
    "pieces[].text": "The text as it was",
    "pieces[].replacement": "What a repair puts in its place",
    "pieces[].value": "The fields that it fills",
    "pieces[].reason": "Why",
    "pieces[].confidence": "0 to 1",
}
_ELSEWHERE = {
    "html": "Of an HTML page: the page itself, in base64",
    "whole": "Of a text that JSON cannot hold as it is: the text itself, in base64",
}


def page() -> str:
    """Every key of an audit. Raises KeyError for a key of a real audit that is not described here, which fails the build."""
    found = cleaner.clean(PAGE.read_bytes(), fetched="2025-03-05T06:00:00+00:00")
    keys = dict.fromkeys(_paths(audit_record(found, PAGE.name, ["page-1.md", "page-2.md"])))
    if unknown := [key for key in keys if key not in _KEYS]:
        raise KeyError(f"audits have the keys {unknown}: describe them in {Path(__file__).name}")
    order = list(_KEYS)
    rows = [(code(key), _KEYS[key]) for key in sorted(keys, key=order.index)]
    rows += [(code(key), about) for key, about in _ELSEWHERE.items()]
    return f"""{NOTE}
# Audits

An audit is one JSON object about one input, from which the input is rebuilt byte for byte. It is written beside the articles as
`page.audit.json` with the formats `md` and `txt`, and kept in `_cleaner/` with rows. `cleaner restore` joins the pieces, encodes them as
`source.encoding` says, and compares the hash; `cleaner report` reads the rest.

{table(("key", "what it is"), rows)}"""


def _paths(value: Any, above: str = "") -> Iterator[str]:
    """The paths of all keys; those of an article's fields belong to the rows, and the marks have the keys of the pieces."""
    if isinstance(value, dict):
        for key, below in value.items():
            path = f"{above}.{key}" if above else key
            yield path
            if path not in ("articles[].fields", "pieces[].value", "marks"):
                yield from _paths(below, path)
    elif isinstance(value, list):
        for item in value:
            yield from _paths(item, f"{above}[]")

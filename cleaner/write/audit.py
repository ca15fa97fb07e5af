"""The audit: a record of everything that was done to one input, from which the input can be rebuilt byte for byte.

An audit is one JSON object. `pieces` is the whole text in file order: a string is kept text, an object is a change with its rule.
Joined and encoded as `source` says, they are the input; `sha256` proves it. Where that is not possible (an HTML page, or text that
JSON does not preserve), the input is stored in `html` or `whole`, in base64.
The other keys (language, loss, type, quality, the articles' fields) are for readers such as `cleaner report`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

from ..data import Article, Encoding, Finding, Page
from ..errors import AuditError
from ..schema import written
from .jsonl import to_record

VERSION = 1
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")  # an unjoined surrogate pair
_FIELDS = frozenset(written("audit"))


def audit(page: Page, name: str, outputs: list[str]) -> str:
    """The audit of one page as JSON text. `name` is the input's name, `outputs` are the files of its articles."""
    return json.dumps(audit_record(page, name, outputs), ensure_ascii=True, indent=1) + "\n"


def audit_record(page: Page, name: str, outputs: list[str]) -> dict[str, Any]:
    """The audit as a JSON object."""
    source = page.document.source
    raw = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    encoding = page.document.encoding
    record: dict[str, Any] = {
        "audit": VERSION,
        "source": {
            "name": name,
            "type": "bytes" if isinstance(source, bytes) else "str",
            "bytes": len(raw),
            "sha256": hashlib.sha256(raw).hexdigest(),
            "encoding": [encoding.codec, encoding.errors, encoding.bom.hex()] if encoding else None,
            "url": page.document.url,
            "fetched": page.document.fetched,
        },
        "articles": [
            {"file": output} | _article(article) | _fields(article, page) for article, output in zip(page.articles, outputs, strict=False)
        ],
        "language": page.language,
        "loss": round(page.loss, 4),
        "type": page.type,
        "quality": None if page.quality is None else round(page.quality, 4),
        "left_out": [_article(article) for article in page.left_out],
        "flags": list(page.flags),
        "marks": [_change(finding) for finding in page.findings if finding.action == "mark"],
        "pieces": [piece if isinstance(piece, str) else _change(piece) for piece in page.pieces()],
    }
    if page.document.html:  # findings refer to the extracted text, so the page itself is stored whole
        record["html"] = base64.b64encode(raw).decode()
    elif _PAIR.search(page.text):  # JSON would read the pair as one character
        record["whole"] = base64.b64encode(raw).decode()
    return record


def _article(article: Article) -> dict[str, Any]:
    boundary = article.boundary
    shown: dict[str, Any] = {"title": article.title, "role": article.role, "lines": [article.first_line, article.last_line]}
    if boundary:
        shown["boundary"] = {"line": boundary.line, "confidence": boundary.confidence, "reasons": list(boundary.reasons)}
    return shown


def _fields(article: Article, page: Page) -> dict[str, Any]:
    """The metadata of a written article. Left-out stories have none in the audit, since parsing their dates would be slow."""
    fields = {name: value for name, value in to_record(article, page).items() if name in _FIELDS}
    return {"fields": fields} if fields else {}


def _change(finding: Finding) -> dict[str, Any]:
    change: dict[str, Any] = {"rule": finding.rule, "action": finding.action, "line": finding.line, "text": finding.text}
    if finding.action == "repair":
        change["replacement"] = finding.replacement
    if finding.value:
        change["value"] = finding.value
    return change | {"reason": finding.reason, "confidence": finding.confidence}


def rebuild(text: str, place: str = "audit") -> bytes:
    """Rebuild the input's bytes from an audit's JSON text. Raises AuditError when it is not an audit, or the hash differs."""
    try:
        record = json.loads(text)
        source = record["source"]
        if record["audit"] != VERSION:
            raise AuditError(f"this audit has format {record['audit']!r}", place=place, remedy=f"This program reads format {VERSION}.")
        whole = record.get("html", record.get("whole"))
        if whole is not None:
            raw = base64.b64decode(whole, validate=True)
        else:
            joined = "".join(piece if isinstance(piece, str) else piece["text"] for piece in record["pieces"])
            codec, errors, bom = source["encoding"] or ("utf-8", "surrogatepass", "")
            raw = Encoding(codec, errors, bytes.fromhex(bom)).encode(joined)
    except (ValueError, KeyError, TypeError, LookupError, RecursionError) as error:
        raise AuditError(
            f"not a complete audit ({type(error).__name__}: {error})",
            place=place,
            remedy="Give the .audit.json file beside the output.",
        ) from error
    if hashlib.sha256(raw).hexdigest() != source["sha256"]:
        raise AuditError(
            "the rebuilt input is wrong: the hash differs",
            place=place,
            remedy="The audit was edited or damaged; take it from a backup.",
        )
    return raw


def restore(audit_text: str) -> str | bytes:
    """Rebuild the source of an audit: bytes, or str if the source was a str. Raises AuditError."""
    raw = rebuild(audit_text)
    try:
        return raw if json.loads(audit_text)["source"]["type"] == "bytes" else raw.decode("utf-8", "surrogatepass")
    except (KeyError, UnicodeError) as error:
        raise AuditError(
            f"its source has an unknown type ({type(error).__name__}: {error})", place="audit", remedy="Give an unedited audit."
        ) from error

"""One page as data for the browser: rows before and after, with rule and reason, and the fields of its articles.

All text is made visible (`console.safe`) and has a limited length: of a page of a hundred megabytes, only the beginning is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..console.safe import visible
from ..data import Finding
from ..field_checks import host_of
from ..interactive.rows import Heading, PageRow, RowPiece, rows
from .audits import Audit, fields_of

ROOM = 40_000  # characters of one page's rows
LINE = 2_000  # characters of one part of a line
LABEL = 300  # characters of a name, title, field or reason
FEW = 40  # flags, fields or reasons of one page
ROWS = 3_000
RULES = 1_000
_KINDS = {"same": "=", "old": "-", "new": "+", "break": "-", "seam": "+"}
_STATES = {"kept": "k", "dropped": "d", "lifted": "l", "changed": "c", "left out": "x"}
_BREAK = "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}"
_BLANK = "\N{OPEN BOX}"
_FIGURE = re.compile(r"^\d+%")


def label(text: str, room: int = LABEL) -> str:
    """`text` on one line, harmless and at most `room` characters long."""
    return _on_one_line(text if len(text) <= room else f"{text[:room]} …")


def kind_of_flag(flag: str) -> str:
    """A flag with its leading figure removed, so that flags of the same kind are equal."""
    return label(_FIGURE.sub("Much", flag))


def sheet(audit: Audit, links: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    """The report's data of one page. `links` are (name, relative URL) of its files."""
    page = audit.page
    stories = [*page.articles, *page.left_out]
    shown, hidden = shown_rows(rows(audit.page), lambda number: audit.fields[number - 1])
    return {
        "name": label(audit.name),
        "title": label(next((story.title for story in stories if story.title), "")),
        "url": label(page.document.url or ""),
        "lang": label(page.language or "unknown", 20),
        "html": page.document.html,
        "type": label(page.type or "", 20),
        "host": label(host_of(page.document.url) or "", 120),
        "quality": page.quality,
        "links": [[label(name), address] for name, address in links[:FEW]],
        "loss": audit.loss,
        "flags": [label(flag) for flag in page.flags[:FEW]],
        "kinds": sorted({kind_of_flag(flag) for flag in page.flags[:FEW]}),
        "articles": len(page.articles),
        "leftOut": len(page.left_out),
        "dropped": len({(finding.rule, finding.line) for finding in page.findings if finding.action == "drop"}),
        "repaired": sum(finding.action == "repair" for finding in page.findings),
        "lifted": sum(finding.action == "lift" for finding in page.findings),
        "rules": sorted({label(finding.rule) for finding in page.findings})[:RULES],
        "rows": shown,
        "hidden": hidden,
    }


def shown_rows(
    items: Sequence[PageRow | Heading], fields: Callable[[int], Mapping[str, Any]], room: int = ROOM, most: int = ROWS
) -> tuple[list[dict[str, Any]], int]:
    """(rows and headings as data, number of rows left out), limited to `room` characters and `most` rows.

    `fields` returns the fields of an article by its number, from 1.
    """
    out: list[dict[str, Any]] = []
    for n, item in enumerate(items):
        if room <= 0 or len(out) >= most:
            return out, sum(isinstance(left, PageRow) for left in items[n:])
        if isinstance(item, Heading):
            out.append(_heading(item, fields(item.number) if item.number else {}))
        else:
            out.append(_row(item))
            room -= sum(len(text) for _, text in out[-1]["parts"])
    return out, 0


def _heading(heading: Heading, fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "head": label(heading.text),
        "title": label(heading.title),
        "because": [label(reason) for reason in heading.reasons[:FEW]],
        "fields": [[name, label(value)] for name, value in fields_of(fields)[:FEW]],
    }


def _row(row: PageRow) -> dict[str, Any]:
    shown: dict[str, Any] = {"n": row.number, "s": _STATES[row.state], "parts": [_part(part, row) for part in row.parts]}
    if row.notes:
        why = {finding.rule: _why(finding) for finding in row.findings}
        shown["notes"] = [[label(note), why.get(note.partition(" → ")[0], "")] for note in row.notes[:FEW]]
    return shown


def _part(part: RowPiece, row: PageRow) -> list[str]:
    text = part.text
    if part.kind == "break":
        return ["-", _BREAK]
    if row.state == "changed" and part.kind in ("old", "new") and not text.strip():
        text = text.replace(" ", _BLANK)
    if len(text) > LINE:
        text = f"{text[:LINE]} … ({len(text) - LINE:,} characters more)"
    return [_KINDS[part.kind], _on_one_line(text)]


def _on_one_line(text: str) -> str:
    """Visible text; where a line of Markdown or HTML goes on behind a line end, a sign that fonts have."""
    return visible(text.replace("\n", f"{_BREAK} "))


def _why(finding: Finding) -> str:
    return label("; ".join([*filter(None, [finding.reason]), f"confidence {finding.confidence:g}"]))

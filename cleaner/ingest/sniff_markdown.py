"""Decides by the markup whether a text is Markdown or plain.

Nearly any text can be parsed as Markdown, and plain text is damaged by it: a stray number sign or star is no markup there. So the
decision needs markup that plain text does not have: links and images with targets, code fences, tables, or clear headings.
"""

from __future__ import annotations

import re

MARKDOWN_NAMES = (".md", ".markdown", ".mdown", ".mkd")
_HEAD = 100_000  # characters that are examined
_LINK = re.compile(
    r"\[[^\[\]\n]{0,400}\n?[^\[\]\n]{0,400}\]\((?:https?://|mailto:|tel:|javascript:|data:|[/#.?])[^()\s]{0,2000}[\s)(]", re.IGNORECASE
)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)[\w+#.-]{0,30}[ \t]*\r?$", re.MULTILINE)
_TABLE = re.compile(r"^[ \t]*+\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-{2,}+:?[ \t]*+)++\|?[ \t]*+\r?$", re.MULTILINE)
_HEADING = re.compile(
    r"(?:\A|(?<=\n))(?P<above>[ \t]*\r?\n)?#{1,6} (?=\w|[\"“”„«»‘¿¡*\[(])[^\n]{2,200}[^\s\d#;{}()=][^\n]{0,3}\n(?P<below>[ \t]*\r?\n)?"
)
_FIRST_UNDERLINED = re.compile(r"\s*+(?P<title>\w[^\n]{2,198})\n(?P<line>={3,}+)[ \t]*+\r?\n[ \t]*+\r?\n")
_FIRST_BOLD = re.compile(r"\s*+(?P<mark>\*\*|__)(?=[^\s*_])[^*\n]{3,198}[^\s*_](?P=mark)[ \t]*+\r?\n[ \t]*+\r?\n")
_REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]{1,80}\]:[ \t]*<?(?:https?://|/|#)\S+", re.MULTILINE)


def looks_like_markdown(text: str, start: int = 0) -> bool:
    """Whether text[start:] is written in Markdown."""
    head = text[start : start + _HEAD]
    if "](" in head and _LINK.search(head):
        return True
    if "]:" in head and "][" in head and _REFERENCE.search(head):
        return True
    if len(_FENCE.findall(head)) >= 2 or ("|" in head and _TABLE.search(head)):
        return True
    if "# " in head and _has_headings(head):
        return True
    underlined = _FIRST_UNDERLINED.match(head)
    return _FIRST_BOLD.match(head) is not None or (
        underlined is not None and len(underlined["line"]) * 2 >= len(underlined["title"].strip())
    )


def _has_headings(text: str) -> bool:
    """Whether number signs mark headings: the first line is one, or most such lines are set off by blank lines."""
    found = list(_HEADING.finditer(text))
    if not found:
        return False
    first = found[0]
    apart = sum(match["below"] is not None and (match["above"] is not None or match.start() == 0) for match in found)
    opens = not text[: first.start()].strip() and first["below"] is not None
    return opens or (apart >= 2 and apart * 2 >= len(found))

"""Write inline text as Markdown: escape special characters, and write out links and emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..data import Styled, TextMark

_SIGNS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)|[*`]|(?<![^\W_])_|_(?![^\W_])|\[(?=\^|[^\[\]\n]*\][(\[:])|<(?=[A-Za-z/!?])|&(?=#?\w{1,31};)|~(?=~)"
)
_BRACKETS = re.compile(r"[\[\]]")
_START = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:=+|-+)$|~~~|:(?=\s)|\|(?=[\s:|-]+$)|\[(?=[ xX]\]\s)")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_BAR = re.compile(r"(?<!\\)\|")
_DELIMITERS = {"strong": "**", "em": "*", "strike": "~~"}
_TARGET = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\n": "", "\r": "", "\t": "", "\\": "%5C"})


def at_line_start(text: str) -> str:
    """Escape what would begin a block at the start of a line.

    >>> at_line_start("1. May was warm"), at_line_start("# of pages")
    ('1\\\\. May was warm', '\\\\# of pages')
    """
    number = _NUMBER.match(text)
    if number:
        return f"{number[1]}\\{text[number.start(2) :]}"
    return f"\\{text}" if _START.match(text) else text


def escaped_cell(text: str) -> str:
    """Escape the bars in the Markdown of a table cell."""
    return _BAR.sub(r"\\|", text)


def inline(line: Styled, start: int = 0) -> str:
    """A line's text from offset `start` on as Markdown, with its links and emphasis."""
    text = line.text
    marks = sorted(_valid_marks(line, start), key=lambda mark: (mark.start, -mark.end))
    return _written(text, start, len(text), marks, False).strip() if marks else _escaped(text[start:].strip(), False)


def _valid_marks(line: Styled, start: int) -> Iterator[TextMark]:
    """The marks of a line, trimmed of blanks, without those that overlap another mark partly or repeat an enclosing one."""
    kept: list[TextMark] = []
    for mark in sorted((mark for mark in line.marks if mark.start >= 0), key=lambda mark: (mark.start, -mark.end)):
        first, end = max(mark.start, start), mark.end
        words = line.text[first:end]
        first, end = first + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
        if (first >= end and mark.kind != "image") or any(
            first < other.end < end or (other.start < first < other.end < end) for other in kept
        ):
            continue
        if any(other.kind == mark.kind != "image" and other.start <= first and end <= other.end for other in kept):
            continue
        kept.append(mark._replace(start=first, end=max(first, end)))
    yield from kept


def _written(text: str, start: int, end: int, marks: list[TextMark], linked: bool) -> str:
    """`text[start:end]` as Markdown, with the `marks` in it. `linked` says whether it is within a link."""
    out: list[str] = []
    at = start
    while marks:
        mark, *marks = marks
        inside = [other for other in marks if other.start < mark.end and other.end <= mark.end and mark.kind != "image"]
        marks = [other for other in marks if other not in inside]
        if mark.start < at:
            continue
        out.append(_escaped(text[at : mark.start], linked))
        out.append(_one(text, mark, inside, linked))
        at = mark.end
    out.append(_escaped(text[at:end], linked))
    return "".join(out)


def _one(text: str, mark: TextMark, inside: list[TextMark], linked: bool) -> str:
    words = text[mark.start : mark.end]
    if mark.kind == "image":
        if not mark.target:
            return ""
        before = "" if text[mark.start - 1 : mark.start].isspace() or not mark.start else " "
        return f"{before}{image(mark)}{'' if text[mark.start : mark.start + 1].isspace() else ' '}"
    if mark.kind == "code":
        ticks = "`" * (1 + max(map(len, re.findall("`+", words)), default=0))
        padding = " " if words[:1] == "`" or words[-1:] == "`" else ""
        return f"{ticks}{padding}{words}{padding}{ticks}"
    inner = _written(text, mark.start, mark.end, inside, linked or mark.kind == "link")
    if mark.kind == "link":
        return f"[{inner}]({mark.target.translate(_TARGET)})" if not linked else inner
    sign = _DELIMITERS.get(mark.kind, "")
    return f"{sign}{inner}{sign}"


def image(mark: TextMark) -> str:
    """An image with its alternative text, as Markdown."""
    return f"![{_escaped(mark.alt, True)}]({mark.target.translate(_TARGET)})"


def _escaped(text: str, linked: bool) -> str:
    text = _SIGNS.sub(lambda sign: "\\" + sign[0], text)
    return _BRACKETS.sub(lambda sign: "\\" + sign[0], text.replace("\\[", "[")) if linked else text

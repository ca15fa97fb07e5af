"""The kept lines of an HTML page with their structure: the marks at their offsets after repairs, and the separation of the lines."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from ..data import Place, Styled, TextMark
from ..lines.line import Line

_UNSAFE = ("javascript:", "data:", "vbscript:")
_PLAIN = Place("", 0, 1.0)


def laid_out(
    lines: Sequence[Line], texts: Sequence[str], tight: Sequence[bool], kinds: frozenset[str], url: str | None
) -> tuple[Styled, ...]:
    """The lines of an article with their structure.

    `texts` are the lines as they are in the article's text; `tight` says for each whether only a line end separates it from the line
    above. `kinds` are the kinds of marks to keep, and `url` is the page's URL, which its links are relative to.
    """
    out = []
    for line, text, near in zip(lines, texts, tight, strict=True):
        place = line.block.place or _PLAIN
        out.append(Styled(text, place, tuple(_marks(line, text, kinds, url)), near))
    return tuple(out)


def _marks(line: Line, text: str, kinds: frozenset[str], url: str | None) -> list[TextMark]:
    """The marks of a line with their offsets in `text`; links with unsafe schemes are left out."""
    found = []
    for block in line.blocks:
        style = block.place.style if block.place is not None else None
        for mark in style.marks if style is not None else ():
            if mark.kind in kinds:
                found.append((mark, block.start))
    if not found:
        return []
    lead = len(text) - len(text.lstrip())
    raw = line.text if line.pieces is None else "".join(piece.text for piece in line.pieces)
    trimmed = len(raw) - len(raw.lstrip())
    marks = []
    for mark, start in found:
        if mark.start < 0:
            target = _resolved(mark.target.strip(), url)
            marks += [] if target.lower().startswith(_UNSAFE) else [mark._replace(target=target)]
            continue
        first = _moved(line, start + mark.start, False) - trimmed + lead
        last = _moved(line, start + mark.end, True) - trimmed + lead
        first, last = max(first, 0), min(last, len(text))
        target = mark.target.strip()
        if mark.kind in ("link", "image"):
            target = _resolved(target, url)
            if target.lower().startswith(_UNSAFE):
                continue
        if first < last or mark.kind == "image":
            marks.append(mark._replace(start=first, end=max(first, last), target=target))
    return marks


def _moved(line: Line, offset: int, end: bool) -> int:
    """Map an offset in the page's text to one in the line's text; inside replaced text, to the replacement's end or beginning (`end`)."""
    if line.pieces is None:
        return offset - line.block.start
    at = 0
    for piece in line.pieces:
        if offset < piece.end or (end and offset == piece.end):
            if piece.hit is None:
                return at + max(0, offset - piece.start)
            return at + (len(piece.text) if end else 0)
        at += len(piece.text)
    return at


def _resolved(target: str, url: str | None) -> str:
    try:
        return urljoin(url, target) if url else target
    except ValueError:
        return target

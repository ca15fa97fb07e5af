"""The headline among an article's kept lines.

Where the page shows which line it is (printed twice, a clock or share bar below it, the words of the address), that
line is taken; else the first line that can be one. A cleaned text, headline on top, shows the same one again.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from ..scan import Line
from ..scan.shapes import fold
from .paragraphs import parted

_MAX_WORDS = 32
_MAX_CHARS = 220
_REACH = 15  # kept lines from the article's first in which a headline with evidence may stand
_HEADER = ("clock", "hour", "byline", "share", "button", "link", "reading-time")
_ENOUGH = 1.5  # evidence from which on a line is the headline wherever it stands
_WORD = re.compile(r"[^\W\d_]{3,}")


def find_title(lines: list[Line], body: list[Line], url: str | None) -> Line | None:
    """The headline's line among `body`, the kept ones of `lines`; None when there is none."""
    near = body[:_REACH]
    able = [i for i, line in enumerate(near) if _title_like(line) and i + 1 < len(body) and parted(line, body[i + 1])]
    slug = frozenset(_WORD.findall(unquote(urlsplit(url).path).lower())) if url else frozenset()
    shown = {i: _evidence(near[i], lines, slug) for i in able}
    best = max(shown, key=lambda i: (shown[i], -i), default=None)
    if best is not None and shown[best] >= _ENOUGH:
        return near[best]
    first_prose = next((i for i, line in enumerate(near) if line.shape.prose), len(near))
    head = [i for i in able if i < first_prose]
    if not head:
        return None
    kicker = near[head[0]].shape.words < 3 and head[0] == 0
    if kicker and 1 in head and near[1].shape.words >= 3 and first_prose == 2:  # a section's label above the headline
        return near[1]
    return near[head[0]] if head[0] == 0 or near[head[0]].shape.words >= 3 else None


def _title_like(line: Line) -> bool:
    """Whether the line could be a headline by its form."""
    shape, text = line.shape, line.text
    if shape.prose or shape.bullet or shape.words > _MAX_WORDS or shape.chars > _MAX_CHARS:
        return False
    if text.endswith((":", ",", ";", "。", "．")) or (text.endswith(".") and shape.words > 3):
        return False
    return any(map(str.isalpha, text)) and not re.match(r"\d+[.)]\s", text)


def _evidence(line: Line, lines: list[Line], slug: frozenset[str]) -> float:
    """How much of the page points at this line."""
    if line.shape.words < 3:
        return 0
    at = next(i for i, other in enumerate(lines) if other is line)
    key = line.shape.key
    again = any(other.taken is not None and other.taken.rule.kind == "repeat" and fold(other.text).startswith(key) for other in lines[max(0, at - 400) : at + 20])
    below = {other.taken.rule.group for other in lines[at + 1 : at + 4] if other.taken is not None}
    words = frozenset(_WORD.findall(line.text.lower()))
    in_address = len(words & slug) / max(4, len(words)) if slug else 0
    return 2.0 * again + 1.5 * any(group in _HEADER for group in below) + (2.0 * in_address if in_address >= 0.5 else 0) - 0.01 * at

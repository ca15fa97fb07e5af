"""The headline among an article's kept lines.

Where the page shows which line it is (printed twice, a clock or share bar below it, the words of the address), that
line is taken; else the first line that can be one. A cleaned text, headline on top, shows the same one again.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from ..line import Line, parted
from ..shapes import fold

_MAX_WORDS = 32
_MAX_CHARS = 220
_REACH = 15  # kept lines from the article's first in which a headline with evidence may stand
_ABOVE = 60  # lines above the first paragraph among which a headline is looked for on a page with furniture
_HEADER = ("clock", "hour", "byline", "share", "button", "link", "reading-time")
_ENOUGH = 1.5  # evidence from which on a line is the headline wherever it stands
_WORD = re.compile(r"[^\W\d_]{2,}")


def find_title(lines: list[Line], url: str | None) -> Line | None:
    """The headline's line among those that no rule removes; None when there is none. One that only the weights remove is given back."""
    if any(line.weighed_out for line in lines):
        title = _shown(lines, url)
        if title is not None:
            title.taken = None
            return title
    return _first([line for line in lines if not line.gone], lines, url)


def _shown(lines: list[Line], url: str | None) -> Line | None:
    """On a page with furniture: the line above the text that most points at."""
    text = next((i for i, line in enumerate(lines) if line.shape.prose and not line.gone), None)
    if text is None:
        return None
    clues = Clues(lines, url)
    able = [
        i
        for i in range(max(0, text - _ABOVE), min(text + 3, len(lines)))
        if not lines[i].ruled_out and _title_like(lines[i]) and lines[i].shape.words >= 2
    ]
    if not able:
        return None
    best = max(able, key=lambda i: (clues.of(i) + 0.5 * (4 <= lines[i].shape.words <= 22) - 0.06 * abs(text - i), -i))
    return lines[best]


def _first(body: list[Line], lines: list[Line], url: str | None) -> Line | None:
    """In clean text: the first line that can be a headline, or one that evidence points at."""
    near = body[:_REACH]
    able = [i for i, line in enumerate(near) if _title_like(line) and i + 1 < len(body) and parted(line, body[i + 1])]
    if not able:
        return None
    clues = Clues(lines, url)
    place = {id(line): i for i, line in enumerate(lines)}
    shown = {i: clues.of(place[id(near[i])]) for i in able}
    best = max(shown, key=lambda i: (shown[i], -i))
    if shown[best] >= _ENOUGH:
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


class Clues:
    """What on the page points at a line as its headline."""

    def __init__(self, lines: list[Line], url: str | None) -> None:
        self.lines = lines
        self.address = (
            frozenset(word for word in _WORD.findall(unquote(urlsplit(url).path).lower()) if len(word) > 2) if url else frozenset()
        )
        self.head = frozenset(_WORD.findall(lines[0].text.lower())) if lines and lines[0].gone else frozenset()
        self.copies = [fold(line.text) for line in lines if line.taken is not None and line.taken.rule.kind == "repeat"]

    def of(self, i: int) -> float:
        """The weight of the clues for line `i`."""
        line = self.lines[i]
        if line.shape.words < 3:
            return 0.0
        words = frozenset(_WORD.findall(line.text.lower()))
        if not words:
            return 0.0
        again = any(copy.startswith(line.shape.key) for copy in self.copies)
        below = any(other.taken is not None and other.taken.rule.group in _HEADER for other in self.lines[i + 1 : i + 4])
        in_address = len(words & self.address) / max(4, len(words)) if self.address else 0.0
        in_head = len(words & self.head) / max(3, len(words)) if i else 0.0
        return 2.0 * again + 1.5 * below + (2.0 * in_address if in_address >= 0.5 else 0.0) + (1.8 * in_head if in_head >= 0.6 else 0.0)

"""Collect the values that rules extracted into the fields of an article."""

from __future__ import annotations

import re

from ..languages.marks import BULLETS, CIRCLED_NUMBERS, one_of
from ..lines.line import Line
from ..text.names import names

_MARK = re.compile(rf"^(?:{one_of(BULLETS, '-')}\s*|[{CIRCLED_NUMBERS}]\s*|#{{1,6}}\s+)")


_ONE_PLACE = ("authors", "published", "updated")  # fields of a byline; teasers and comments have bylines of their own


def lifted(lines: list[Line], title: Line | None = None, head: tuple[Line, ...] = ()) -> dict[str, list[str]]:
    """The extracted texts by field, in file order, without list marks or duplicates.

    For authors and dates, the lines of `head` below the headline `title` come first, then those above it, then all others.
    """
    found: dict[str, list[tuple[int, list[str]]]] = {}
    place = _places(lines, title, head)
    for line in lines:
        if line.pieces is None and not (line.matches.hits if line.taken is None else line.taken.value):
            continue  # most lines: no hit has a value
        noted = [hit for hit in line.hits if hit.rule.action == "mark" and not line.gone]
        for hit in [*(piece.hit for piece in line.edits()), line.taken, *noted]:
            if hit is None or hit.rule.action not in ("lift", "mark"):
                continue
            for name, texts in (hit.value or {}).items():
                rank = place.get(line, _ELSEWHERE) if name in _ONE_PLACE else 0
                found.setdefault(name, []).append((rank, texts))
    fields = {name: _once(name, ranked) for name, ranked in found.items()}
    if "authors" in fields:
        fields["authors"] = names(fields["authors"])
    return fields


_ELSEWHERE = 2


def _places(lines: list[Line], title: Line | None, head: tuple[Line, ...]) -> dict[Line, int]:
    """The rank of each line in `head`: 0 below the headline, 1 above it."""
    above = set() if title is None else set(lines[: lines.index(title)])
    return {line: int(line in above) for line in head}


def _once(name: str, ranked: list[tuple[int, list[str]]]) -> list[str]:
    """The texts of a field, those of the best rank first; authors of the best rank only."""
    best = min(rank for rank, _ in ranked)
    kept = [texts for rank, texts in sorted(ranked, key=lambda entry: entry[0]) if rank == best or name != "authors"]
    cleaned = (_MARK.sub("", text).strip() for texts in kept for text in texts)
    return list(dict.fromkeys(text for text in cleaned if text))

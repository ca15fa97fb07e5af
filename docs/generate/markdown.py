"""Markdown from any text: code spans, fenced blocks and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

NOTE = "<!-- Generated from the program by docs/generate/; edits are lost. -->\n"


def code(text: str) -> str:
    """`text` as a code span, with backticks and, for tables, vertical bars escaped.

    >>> code("a"), code("a`b"), code("a|b")
    ('`a`', '`` a`b ``', '`a\\\\|b`')
    """
    text = " ".join(text.split()).replace("|", "\\|")
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def fence(text: str, language: str = "text") -> str:
    """A fenced block that no line of `text` can end."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    mark = "`" * (longest + 1)
    return f"{mark}{language}\n{text.rstrip()}\n{mark}\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table whose cells are Markdown."""
    names = list(head)
    lines = [names, ["---"] * len(names), *rows]
    return "\n".join(f"| {' | '.join(' '.join(cell.split()) for cell in line)} |" for line in lines) + "\n"


def plain(text: str) -> str:
    """`text` with everything escaped except code spans in backticks."""
    parts = re.split(r"(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([\\*_<>\[\]|#$~{}])", r"\\\1", part) for part in parts)

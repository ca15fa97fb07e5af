"""The stories that training files are composed of, and where each is in one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

SHORTEST = 160  # characters of a story
_NAME = 40  # characters of an author's name


class Story(NamedTuple):
    """A gold article that files are composed of. `group` is its registered domain."""

    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    language: str
    group: str

    @classmethod
    def of(cls, title: str | None, paragraphs: Iterable[str], authors: Iterable[str] | None, language: str, group: str) -> Story | None:
        """A gold article without needless white space; None for one with too little text."""
        held = tuple(text for text in (" ".join(paragraph.split()) for paragraph in paragraphs) if text)
        if sum(map(len, held)) < 2 * SHORTEST:
            return None
        named = " ".join((title or "").split()) or _headline(held)
        return cls(named, held, tuple(name for name in authors or () if len(name) < _NAME), language, group) if named else None


class Placed(NamedTuple):
    """A story in a composed file, lines from 0: the first of its head, its headline (-1 where none is printed), the first and last of its body."""

    start: int
    headline: int
    first: int
    last: int
    title: str
    group: str


def _headline(paragraphs: Sequence[str]) -> str:
    """A headline for a story whose gold has none: the beginning of a sentence from its middle."""
    words = paragraphs[len(paragraphs) // 2].split() if paragraphs else []
    return " ".join(words[: 6 + len(words) % 6]).rstrip(".,;:!?")[:120]

"""The stories that training files are composed from, and their positions in a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

SHORTEST = 160  # minimum characters of a printed story
_NAME = 40  # characters of an author's name


class Story(NamedTuple):
    """A gold article that files are composed from. `group` is its registered domain."""

    title: str
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...]
    language: str
    group: str

    @classmethod
    def of(cls, title: str | None, paragraphs: Iterable[str], authors: Iterable[str] | None, language: str, group: str) -> Story | None:
        """A gold article with whitespace collapsed; None if it has too little text."""
        texts = tuple(text for text in (" ".join(paragraph.split()) for paragraph in paragraphs) if text)
        if sum(map(len, texts)) < 2 * SHORTEST:
            return None
        named = " ".join((title or "").split()) or _headline(texts)
        return cls(named, texts, tuple(name for name in authors or () if len(name) < _NAME), language, group) if named else None


class Placed(NamedTuple):
    """A story in a composed file, by 0-based lines: start of its head, headline (-1 if not printed), first and last line of its body."""

    start: int
    headline: int
    first: int
    last: int
    title: str
    group: str


def _headline(paragraphs: Sequence[str]) -> str:
    """A headline for a story whose gold has none: the first words of its middle paragraph."""
    words = paragraphs[len(paragraphs) // 2].split() if paragraphs else []
    return " ".join(words[: 6 + len(words) % 6]).rstrip(".,;:!?")[:120]

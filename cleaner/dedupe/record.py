"""The record of removed duplicates: one JSON line per story that has copies, with the places of the copies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..write.jsonl import dumps
from .index import StoryPlace

RECORD = "duplicates.jsonl"


def lines(copied: Iterable[tuple[StoryPlace, Iterable[StoryPlace]]]) -> Iterator[str]:
    """The text of the record, piece by piece, since a story may have any number of copies."""
    for story, copies in copied:
        yield dumps(story).removesuffix("}") + ', "also_in": ['
        for number, copy in enumerate(copies):
            yield (", " if number else "") + dumps(copy)
        yield "]}\n"

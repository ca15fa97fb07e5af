"""The record of a run without copies: for each story that has some, a line of JSON with the places where they stood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..write.jsonl import dumps
from .index import Place

RECORD = "duplicates.jsonl"


def lines(copied: Iterable[tuple[Place, Iterable[Place]]]) -> Iterator[str]:
    """The text of the record, piece by piece: a story may have stood under any number of pages."""
    for story, copies in copied:
        yield dumps(story).removesuffix("}") + ', "also_in": ['
        for number, copy in enumerate(copies):
            yield (", " if number else "") + dumps(copy)
        yield "]}\n"

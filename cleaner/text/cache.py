"""A cache by line: boilerplate is repeated on page after page, and so are whole stories."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")
_LONGEST = 1_200  # characters of the longest line that is cached
_ROOM = 24_000_000  # characters in all, with the overhead of each entry
_ENTRY = 150  # overhead of an entry, in characters


class LineCache(Generic[V]):
    """Values by line, emptied when the cache is full. Look up with `entries.get`."""

    def __init__(self) -> None:
        self.entries: dict[str, V] = {}
        self._used = 0

    def keep(self, line: str, value: V) -> None:
        """Cache the value of a line, unless the line is long."""
        if len(line) > _LONGEST:
            return
        self._used += len(line) + _ENTRY
        if self._used > _ROOM:
            self.clear()
        self.entries[line] = value

    def clear(self) -> None:
        self.entries.clear()
        self._used = 0


class CachedByLine(dict[str, V]):
    """What a function says of lines: `cached[line]` calls it for a line that is not in the cache, which is emptied when it is full.

    A dictionary, because a line that is in the cache is then found without a call of Python code.
    """

    def __init__(self, function: Callable[[str], V]) -> None:
        super().__init__()
        self._function = function
        self._used = 0

    def __missing__(self, line: str) -> V:
        value = self._function(line)
        if len(line) <= _LONGEST:
            self._used += len(line) + _ENTRY
            if self._used > _ROOM:
                self.clear()
                self._used = 0
            self[line] = value
        return value

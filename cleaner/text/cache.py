"""What is known of lines seen before: furniture comes again on page after page, and so do whole stories."""

from __future__ import annotations

from typing import Generic, TypeVar

V = TypeVar("V")
_LONGEST = 1_200  # characters of a line worth remembering
_ROOM = 16_000_000  # characters, the keeping of each entry included
_ENTRY = 150  # characters that one entry costs beside its line


class Memory(Generic[V]):
    """line -> what is known of it, forgotten as a whole when it has grown to its bound. Look up with `known.get`."""

    def __init__(self) -> None:
        self.known: dict[str, V] = {}
        self._used = 0

    def keep(self, line: str, value: V) -> None:
        """Remember the value of a line that is not too long."""
        if len(line) > _LONGEST:
            return
        self._used += len(line) + _ENTRY
        if self._used > _ROOM:
            self.clear()
        self.known[line] = value

    def clear(self) -> None:
        self.known.clear()
        self._used = 0

"""A cache of feature rows by a line's text, because boilerplate repeats on every page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from ..models import Matrix
from .cache import LineCache

_MAX_ROWS = 120_000
_FIRST_ROWS = 4_096


class RowCache(threading.local):
    """One table of rows of `width` numbers per thread; emptied when it is full."""

    def __init__(self, width: int) -> None:
        self._rows: Matrix = np.zeros((_FIRST_ROWS, width), np.float32)
        self._count = 0
        self._indexes: dict[str, LineCache[int]] = {}  # by what else than the text a row depends on

    def rows(self, texts: Sequence[str], measure: Callable[[int], tuple[float, ...]], language: str = "") -> Matrix:
        """One row per text: (texts, width). `measure` gives the row of the text at an index; it is called for texts that are not cached.

        `language` is part of the key, for rows that depend on it.
        """
        if self._count + len(texts) > _MAX_ROWS:
            self._count = 0
            self._indexes.clear()
        memory = self._indexes.setdefault(language, LineCache())
        indexes = list(map(memory.entries.get, texts))
        if None in indexes:
            new: dict[str, int] = {}  # the index of each new row
            rows: list[tuple[float, ...]] = []
            for i, index in enumerate(indexes):
                if index is None:
                    if texts[i] not in new:
                        new[texts[i]] = self._count + len(rows)
                        rows.append(measure(i))
                    indexes[i] = new[texts[i]]
            self._add(rows)
            for text, row in new.items():
                memory.keep(text, row)
        found: Matrix = self._rows[np.array(indexes, np.intp)]
        return found

    def _add(self, rows: list[tuple[float, ...]]) -> None:
        count = self._count + len(rows)
        while count > len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
        self._rows[self._count : count] = rows
        self._count = count

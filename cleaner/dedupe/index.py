"""The stories of a run that are written, found by what they are like, and where copies of them stood. On disk, however many they are."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from .fingerprint import THRESHOLD, Fingerprint, similarity

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32768;  -- KiB: what is more than that stays on disk
CREATE TABLE stories (id INTEGER PRIMARY KEY, page INTEGER, part INTEGER, place TEXT, file TEXT, marks BLOB);
CREATE INDEX by_page ON stories (page, part);
CREATE TABLE keys (key INTEGER, story INTEGER, PRIMARY KEY (key, story)) WITHOUT ROWID;
CREATE TABLE copies (story INTEGER, place TEXT);
CREATE INDEX by_story ON copies (story);
BEGIN;
"""
Place = dict[str, Any]  # where a story stands: a JSON object


class Match(NamedTuple):
    """A story that is known, by its number, and how like it is, 0 to 1."""

    story: int
    similarity: float


class Index:
    """Stories in an SQLite file that lasts as long as the run. Texts are stored as JSON, which holds names that UTF-8 cannot."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.executescript(_SCHEMA)

    def add(self, page: int, part: int, place: Place, found: Fingerprint) -> None:
        """Make a story known: the part of that number of the page of that number."""
        sql = "INSERT INTO stories (page, part, place, marks) VALUES (?, ?, ?, ?)"
        story = self._base.execute(sql, (page, part, json.dumps(place), found.marks)).lastrowid
        self._base.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", [(key, story) for key in found.keys])

    def find(self, wanted: Fingerprint) -> Match | None:
        """The known story that is most like it, the first of several; None when none is like enough."""
        known = f"SELECT story FROM keys WHERE key IN ({', '.join('?' * len(wanted.keys))})"
        sql = f"SELECT id, marks FROM stories WHERE id IN ({known}) AND marks NOTNULL ORDER BY id"
        alike = (Match(story, similarity(marks, wanted.marks)) for story, marks in self._base.execute(sql, wanted.keys))
        best = max(alike, key=lambda match: match.similarity, default=None)
        return best if best and best.similarity >= THRESHOLD else None

    def forget(self, page: int) -> None:
        """Find no story of that page any longer: it was not written."""
        self._base.execute("UPDATE stories SET marks = NULL WHERE page = ?", (page,))

    def locate(self, page: int, part: int, file: str) -> None:
        """Tell the file to which a story was written."""
        self._base.execute("UPDATE stories SET file = ? WHERE page = ? AND part = ?", (json.dumps(file), page, part))

    def note(self, match: Match, copy: Place) -> None:
        """Keep where a copy of a known story stood."""
        place = copy | {"similarity": round(match.similarity, 2)}
        self._base.execute("INSERT INTO copies VALUES (?, ?)", (match.story, json.dumps(place)))

    def copied(self) -> Iterator[tuple[Place, Iterator[Place]]]:
        """Each story that has copies, in the order of the pages, with the places of its copies."""
        sql = "SELECT id, stories.place, file, copies.place FROM stories JOIN copies ON story = id ORDER BY page, part, copies.rowid"
        for (_, place, file), rows in groupby(self._base.execute(sql), key=lambda row: row[:3]):
            yield json.loads(place) | {"file": json.loads(file or "null")}, (json.loads(row[3]) for row in rows)

    def close(self) -> None:
        self._base.close()

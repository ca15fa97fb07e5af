"""An index on disk of the stories that a run writes, searchable by similarity, with the places of their copies."""

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
PRAGMA cache_size = -32768;  -- KiB: anything beyond that stays on disk
CREATE TABLE stories (id INTEGER PRIMARY KEY, page INTEGER, part INTEGER, place TEXT, file TEXT, hashes BLOB);
CREATE INDEX by_page ON stories (page, part);
CREATE TABLE keys (key INTEGER, story INTEGER, PRIMARY KEY (key, story)) WITHOUT ROWID;
CREATE TABLE copies (story INTEGER, place TEXT);
CREATE INDEX by_story ON copies (story);
BEGIN;
"""
StoryPlace = dict[str, Any]  # the place of a story, as a JSON object


class Match(NamedTuple):
    """An indexed story, by its number, and its similarity, 0 to 1."""

    story: int
    similarity: float


class Index:
    """Stories in an SQLite file that exists for the time of the run. Names are stored as JSON, since not all of them are valid UTF-8."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(_SCHEMA)

    def add(self, page: int, part: int, place: StoryPlace, found: Fingerprint) -> None:
        """Add a story: number `part` of page number `page`."""
        sql = "INSERT INTO stories (page, part, place, hashes) VALUES (?, ?, ?, ?)"
        story = self._database.execute(sql, (page, part, json.dumps(place), found.hashes)).lastrowid
        self._database.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", [(key, story) for key in found.keys])

    def find(self, wanted: Fingerprint) -> Match | None:
        """The most similar indexed story, the first of equals; None if none reaches THRESHOLD."""
        known = f"SELECT story FROM keys WHERE key IN ({', '.join('?' * len(wanted.keys))})"
        sql = f"SELECT id, hashes FROM stories WHERE id IN ({known}) AND hashes NOTNULL ORDER BY id"
        matches = (Match(story, similarity(hashes, wanted.hashes)) for story, hashes in self._database.execute(sql, wanted.keys))
        best = max(matches, key=lambda match: match.similarity, default=None)
        return best if best and best.similarity >= THRESHOLD else None

    def forget(self, page: int) -> None:
        """Exclude the stories of a page from later matches, since the page was not written."""
        self._database.execute("UPDATE stories SET hashes = NULL WHERE page = ?", (page,))

    def set_file(self, page: int, part: int, file: str) -> None:
        """Record the file to which a story was written."""
        self._database.execute("UPDATE stories SET file = ? WHERE page = ? AND part = ?", (json.dumps(file), page, part))

    def add_copy(self, match: Match, copy: StoryPlace) -> None:
        """Record the place of a copy of an indexed story."""
        place = copy | {"similarity": round(match.similarity, 2)}
        self._database.execute("INSERT INTO copies VALUES (?, ?)", (match.story, json.dumps(place)))

    def with_copies(self) -> Iterator[tuple[StoryPlace, Iterator[StoryPlace]]]:
        """Each story that has copies, in page order, with the places of its copies."""
        sql = "SELECT id, stories.place, file, copies.place FROM stories JOIN copies ON story = id ORDER BY page, part, copies.rowid"
        for (_, place, file), rows in groupby(self._database.execute(sql), key=lambda row: row[:3]):
            yield json.loads(place) | {"file": json.loads(file or "null")}, (json.loads(row[3]) for row in rows)

    def close(self) -> None:
        self._database.close()

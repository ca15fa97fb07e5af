"""Rows in batches, and the names of files made from ids of records."""

from __future__ import annotations

import pytest

from cleaner.corpus import rows
from cleaner.corpus.rows import Cleaned, batches
from cleaner.corpus.safe_name import safe_name


def result(*texts: str | None) -> Cleaned:
    return Cleaned([{"id": "page", "text": text} for text in texts], None)


def texts(results: list[Cleaned]) -> list[list[str | None]]:
    return [[row["text"] for row in batch] for batch in batches(results)]


def test_a_batch_ends_at_the_limit_of_rows_or_of_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_ROWS", 3)
    monkeypatch.setattr(rows, "_CHARACTERS", 10)
    assert texts([]) == []
    assert texts([result("a"), result("b")]) == [["a", "b"]]
    assert texts([result("a"), result("b"), result("c"), result("d")]) == [["a", "b", "c"], ["d"]]
    assert texts([result("ten letters"), result("b")]) == [["ten letters"], ["b"]]
    assert texts([result(None, "b"), result("c", "d", "e"), result("f")]) == [[None, "b", "c", "d", "e"], ["f"]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("page", "page"),
        ("https://gazette.example/2025/ferry-late.html", "ferry-late.html"),
        ("a/b/", "b"),
        ("../../etc/passwd", "passwd"),
        ("..", "record"),
        ("", "record"),
        ("/", "record"),
        ("C:\\secret\x00\n", "C_secret"),
        ("-rf", "rf"),
        ("x" * 200, "x" * 60),
        ("渡し船", "record"),
    ],
)
def test_a_name_from_an_id_is_valid_everywhere_and_stays_in_its_folder(name: str, expected: str) -> None:
    assert safe_name(name, "record") == expected

"""The cache of feature rows: each text is measured once, per language, and its row does not depend on what else was asked for."""

from __future__ import annotations

import threading

import pytest

from cleaner.text import row_cache
from cleaner.text.row_cache import RowCache


class Measure:
    """Measures texts by their length, and notes which it was asked for."""

    def __init__(self, texts: list[str], factor: int = 1) -> None:
        self.texts, self.factor, self.asked = texts, factor, list[str]()

    def __call__(self, i: int) -> tuple[float, ...]:
        self.asked.append(self.texts[i])
        return len(self.texts[i]) * self.factor, i


def lengths(cache: RowCache, texts: list[str], language: str = "", factor: int = 1) -> tuple[list[float], list[str]]:
    measure = Measure(texts, factor)
    return cache.rows(texts, measure, language)[:, 0].tolist(), measure.asked


def test_a_text_is_measured_once() -> None:
    cache = RowCache(2)
    assert cache.rows([], Measure([])).shape == (0, 2)
    assert lengths(cache, ["ferry", "mill", "ferry"]) == ([5, 4, 5], ["ferry", "mill"])
    assert lengths(cache, ["mill", "harbour"]) == ([4, 7], ["harbour"])


def test_rows_of_two_languages_are_two() -> None:
    cache = RowCache(2)
    assert lengths(cache, ["ferry"], "en")[0] == [5]
    assert lengths(cache, ["ferry"], "de", factor=10) == ([50], ["ferry"])
    assert lengths(cache, ["ferry"], "en") == ([5], [])


def test_more_rows_than_the_table_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table grows, and is emptied when it is full; long texts are measured each time."""
    monkeypatch.setattr(row_cache, "_FIRST_ROWS", 2)
    monkeypatch.setattr(row_cache, "_MAX_ROWS", 10)
    cache = RowCache(2)
    texts = ["x" * number for number in range(1, 8)]
    assert lengths(cache, texts)[0] == list(range(1, 8))
    assert lengths(cache, texts) == (list(range(1, 8)), texts)  # 7 and 7 are more than 10
    assert lengths(cache, ["y" * 2_000])[0] == lengths(cache, ["y" * 2_000])[0] == [2_000]


def test_threads_share_no_table() -> None:
    cache = RowCache(2)
    lengths(cache, ["ferry"])
    found = []
    thread = threading.Thread(target=lambda: found.append(lengths(cache, ["ferry"])))
    thread.start()
    thread.join()
    assert found == [([5], ["ferry"])]

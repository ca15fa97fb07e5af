"""The docs that are made say what the records and measurements say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import report

from cleaner.training import card

ROOT = Path(__file__).parents[1]


def test_the_page_about_the_models_is_in_step() -> None:
    """`python -m cleaner.training.card > docs/models.md` writes it again."""
    assert (ROOT / "docs" / "models.md").read_text(encoding="utf-8") == card.page()


@pytest.mark.parametrize("path", report.DOCS, ids=lambda path: path.name)
def test_the_benchmarks_tables_are_in_step(path: Path) -> None:
    """`python benchmarks/report.py write` writes them again."""
    text = path.read_text(encoding="utf-8")
    assert "<!-- benchmark: " in text
    assert report.filled(text) == text


@pytest.mark.parametrize("path", report.DOCS, ids=lambda path: path.name)
def test_no_score_is_typed_by_hand(path: Path) -> None:
    """A figure of three decimals, a rate or a size of memory is in a table that is made; the front matter of an example is none."""
    by_hand = re.sub(r"<!-- benchmark: .*?<!-- /benchmark -->|^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.S | re.M)
    assert not re.findall(r"\b0\.\d{3}\b|\b[\d.]+ (?:MB/s|records/s|GB)\b", by_hand)


def test_where_a_peer_is_better_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "benchmark.json"
    file.write_text('{"figures": {"page wide": 0.8, "page daniel": 0.9}, "peers": {"other": {"page wide": 0.85, "page daniel": 0.7}}}')
    monkeypatch.setattr(report, "FILE", file)
    assert report.table("peers ahead").splitlines()[2:] == ["| F1 | other | 0.850 | 0.800 |"]


def test_a_table_is_made_of_what_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "benchmark.json"
    file.write_text('{"figures": {"page wide": 0.87654, "html one": 0.5}, "peers": {"other": {"page wide": 0.8}}}')
    monkeypatch.setattr(report, "FILE", file)
    told = report.table("html").splitlines()
    assert told[0].endswith("| cleaner | other |")
    assert told[2:] == ["| F1 | 0.877 | 0.800 |", "| one article on such a page, news learned from: its F1 | 0.500 |  |"]
    text = "before\n<!-- benchmark: html -->\nold\n<!-- /benchmark -->\nafter\n"
    assert report.filled(text) == f"before\n<!-- benchmark: html -->\n{report.table('html')}<!-- /benchmark -->\nafter\n"

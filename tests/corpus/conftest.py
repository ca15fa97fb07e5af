"""Fixtures for the tests of all engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import invented_corpora
from .interrupted_runs import COUNT


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file of pages in four shards."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(COUNT // 4, number * (COUNT // 4))))
    return folder

"""The datatrove pipeline step, with the real library."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus import invented_corpora

from cleaner import Settings

from . import example_scripts

pytest.importorskip("datatrove", reason="datatrove is not installed: pip install '.[datatrove]'")
from datatrove.data import Document

from cleaner.adapters.datatrove import Cleaner


def documents() -> list[Any]:
    return [
        Document(text=record["text"], id=record["id"], metadata={"url": record["url"], "split": "a"})
        for record in invented_corpora.records(3)
    ]


def test_one_document_per_article_with_metadata() -> None:
    step = Cleaner(Settings(appended="drop"))
    found = list(step([*documents(), Document(text="", id="empty")]))
    assert [document.id for document in found] == ["r0/1", "r1/1", "r2/1"]
    told = found[1].metadata
    assert (told["page"], told["part"], told["url"], told["split"], told["role"]) == ("r1", 1, "https://h1.example/1", "a", "main")
    assert "Short Url" not in found[1].text
    assert {name: counted.total for name, counted in step.stats.stats.items()}["failed"] == 1


def test_step_can_be_pickled() -> None:
    step = pickle.loads(pickle.dumps(Cleaner(Settings(appended="drop"))))
    assert step.settings.appended == "drop"


def test_example_runs(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(2):
        (tmp_path / "in" / f"{number}.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(3, number * 3)))
    command = [sys.executable, example_scripts.script("datatrove_clean.py"), "in", "out"]
    subprocess.run(command, cwd=tmp_path, env=example_scripts.environment(), check=True, timeout=120, capture_output=True)
    lines = [line for path in sorted((tmp_path / "out").glob("*.jsonl")) for line in path.read_text().splitlines()]
    assert [json.loads(line)["id"] for line in lines] == [f"r{number}/1" for number in range(6)]

"""The function for Hugging Face datasets, with the real library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from corpus import invented_corpora

from cleaner.corpus import COLUMNS

from . import example_scripts

datasets: Any = pytest.importorskip("datasets", reason="datasets is not installed: pip install '.[datasets]'")
from cleaner.adapters.datasets import clean_examples, features  # noqa: E402

RECORDS = invented_corpora.records(5)


def test_map_gives_one_row_per_article_and_errors_are_rows() -> None:
    pages = datasets.Dataset.from_list([*RECORDS, {"id": "bad", "url": None, "fetched": None, "text": ""}])
    found = pages.map(
        clean_examples, batched=True, batch_size=2, remove_columns=pages.column_names, features=features(), load_from_cache_file=False
    )
    assert found.column_names == list(COLUMNS)
    assert found["id"][:] == [*(record["id"] for record in RECORDS), "bad"]
    assert found["status"][:] == ["cleaned"] * 5 + ["failed"]


def test_stream_and_renamed_columns() -> None:
    pages = datasets.Dataset.from_list([{"name": "a", "body": invented_corpora.text(1)}]).to_iterable_dataset()
    found = pages.map(clean_examples, batched=True, remove_columns=["name", "body"], fn_kwargs={"text": "body", "id": "name"})
    assert [(row["id"], row["part"], row["status"]) for row in found] == [("a", 1, "cleaned")]


def test_example_runs(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(invented_corpora.jsonl(RECORDS))
    command = [sys.executable, example_scripts.script("datasets_clean.py"), "in.jsonl", "out.parquet"]
    subprocess.run(command, cwd=tmp_path, env=example_scripts.environment(HF_HUB_OFFLINE="1"), check=True, timeout=120)
    assert [row["id"] for row in invented_corpora.rows(tmp_path) if "part" in row] == [record["id"] for record in RECORDS]

"""A record that exceeds its time limit becomes one failed row of its shard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import budget, flow, time_fallbacks
from cleaner.config import Settings
from cleaner.corpus import Job
from cleaner.corpus.work import run_shard

from . import invented_corpora
from .interrupted_runs import shards


def test_slow_record_does_not_fail_its_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = invented_corpora.records(6)
    found[2]["text"] += "endless"
    source = tmp_path / "in.jsonl"
    source.write_bytes(invented_corpora.jsonl(found))
    own = flow.ingest
    now = [0.0]  # a clock that only the slow record turns

    def ingest(text: Any, *args: Any) -> Any:
        if "endless" in text:
            now[0] += 1_001.0
            budget.check()
        return own(text, *args)

    monkeypatch.setattr(flow, "ingest", ingest)
    for module in (budget, time_fallbacks):
        monkeypatch.setattr(module, "monotonic", lambda: now[0])
    (shard,) = shards(source, tmp_path / "out")
    result = run_shard(shard, Job(str(tmp_path / "out"), "jsonl", Settings(max_seconds=1_000.0)))
    assert result.state == "done"
    rows = [
        json.loads(line) for path in sorted((tmp_path / "out").glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert [(row["id"], row["status"]) for row in rows] == [(f"r{number}", "failed" if number == 2 else "cleaned") for number in range(6)]
    assert "longer than 1000 seconds" in rows[2]["message"] and "max_seconds" in rows[2]["message"]

"""The Spark example, on a local Spark."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import invented_corpora

from cleaner import corpus

from . import example_scripts

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install '.[spark]'")
pytestmark = pytest.mark.skipif(not shutil.which("java"), reason="Spark needs Java, and there is no `java` on the path")


def test_spark_gives_the_same_rows_as_other_engines(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(invented_corpora.jsonl(invented_corpora.records(12)))
    arguments = "--master local[2] --driver-memory 512m --conf spark.ui.enabled=false pyspark-shell"
    environment = example_scripts.environment(PYSPARK_SUBMIT_ARGS=arguments, PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    command = [sys.executable, example_scripts.script("spark_clean.py"), str(source), str(tmp_path / "spark")]
    told = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr[-2000:]
    job = corpus.Job(str(tmp_path / "pool"), "parquet")
    list(corpus.inline(corpus.plan([str(source)], job.output), job))
    assert sorted(invented_corpora.rows(tmp_path / "spark"), key=str) == sorted(invented_corpora.rows(tmp_path / "pool"), key=str)

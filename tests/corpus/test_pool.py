"""The pool: whichever process dies, the rows are the same as in an undisturbed run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import corpus
from cleaner.corpus import Job, ShardResult, pool
from cleaner.corpus.shards import Stats

from . import failing_workers, invented_corpora
from .interrupted_runs import COUNT, disturbed, finish, gone, shards, unfinished, until, waiting

posix = pytest.mark.skipif(os.name != "posix", reason="no signal ends a process at once on this system")


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "gate"
    folder.mkdir()
    (folder / "closed").touch()
    monkeypatch.setenv(failing_workers.GATE, str(folder))
    return folder


def test_one_and_two_workers_write_the_same_bytes(source: Path, tmp_path: Path) -> None:
    for count in (1, 2):
        output = tmp_path / f"out{count}"
        results = list(pool.run(shards(source, output), Job(str(output), "parquet"), count))
        assert [result.state for result in results] == ["done"] * 4
    assert invented_corpora.files(tmp_path / "out1") == invented_corpora.files(tmp_path / "out2")
    assert invented_corpora.keys(tmp_path / "out1") == sorted((f"r{number}", 1) for number in range(COUNT))


@posix
def test_killed_worker_is_replaced(source: Path, tmp_path: Path, gate: Path) -> None:
    output = tmp_path / "out"

    def kill() -> None:
        until(lambda: waiting(gate))
        assert unfinished(output)
        os.kill(waiting(gate)[0], signal.SIGKILL)
        until(lambda: len(waiting(gate)) > 2)  # another worker has the same shard
        (gate / "closed").unlink()

    with disturbed(gate, kill):
        results = list(pool.run(shards(source, output), Job(str(output)), 2, work=failing_workers.gated))
    keys = [path.read_text() for path in gate.iterdir()]
    assert max(map(keys.count, keys)) == 2
    assert [result.state for result in results] == ["done"] * 4
    assert invented_corpora.keys(output) == sorted((f"r{number}", 1) for number in range(COUNT))
    assert len(finish(source, output)) == 4
    assert unfinished(output) == []


@posix
def test_killed_run_is_resumed(source: Path, tmp_path: Path, gate: Path) -> None:
    output = tmp_path / "out"
    command = [sys.executable, "-m", "corpus.failing_workers", str(source), str(output)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    parent = subprocess.Popen(command, env=environment)
    until(lambda: len(waiting(gate)) == 2)
    assert len(unfinished(output)) == 2
    parent.kill()
    parent.wait()
    until(lambda: all(map(gone, waiting(gate))))  # workers do not outlive their parent
    (gate / "closed").unlink()
    assert invented_corpora.files(output).keys() == {path.name for path in unfinished(output)}
    assert [result.state for result in finish(source, output)] == ["done"] * 4
    assert unfinished(output) == []
    finish(source, tmp_path / "undisturbed")
    assert invented_corpora.keys(output) == invented_corpora.keys(tmp_path / "undisturbed")
    assert invented_corpora.files(output) == invented_corpora.files(tmp_path / "undisturbed")


@posix
def test_ctrl_c_stops_all_workers_and_the_run_can_be_resumed(source: Path, tmp_path: Path, gate: Path) -> None:
    output = tmp_path / "out"

    def interrupt() -> None:
        until(lambda: len(waiting(gate)) == 2)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # Ctrl-C is ignored in tests that run in the background
    try:
        with disturbed(gate, interrupt), pytest.raises(KeyboardInterrupt):
            list(pool.run(shards(source, output), Job(str(output)), 2, work=failing_workers.gated))
    finally:
        signal.signal(signal.SIGINT, before)
    assert all(map(gone, waiting(gate)))
    (gate / "closed").unlink()
    assert [result.state for result in finish(source, output)] == ["done"] * 4
    assert unfinished(output) == []


@posix
def test_record_that_kills_its_worker_affects_one_shard(source: Path, tmp_path: Path, gate: Path) -> None:
    (source / "1-deadly.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(3, COUNT)))
    results = list(pool.run(shards(source, tmp_path / "out"), Job(str(tmp_path / "out")), 2, work=failing_workers.deadly))
    assert sorted(result.state for result in results) == ["aside"] + ["done"] * 4
    (aside,) = [result for result in results if result.state == "aside"]
    assert "was killed by SIGKILL at" in aside.message
    assert "1-deadly.jsonl, byte 0" in aside.message
    assert len([path for path in gate.iterdir() if path.name.startswith(aside.key)]) == pool.DEATHS
    assert invented_corpora.keys(tmp_path / "out") == sorted((f"r{number}", 1) for number in range(COUNT))


@posix
def test_stalled_record_affects_one_shard(source: Path, tmp_path: Path, gate: Path) -> None:
    for number in (1, 2, 3):
        (source / f"{number}.jsonl").unlink()
    (source / "still.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(3)))
    results = pool.run(shards(source, tmp_path / "out"), Job(str(tmp_path / "out")), 2, work=failing_workers.deadly, stall=2)
    told = {result.state: result.message for result in results}
    assert told.keys() == {"done", "aside"}
    assert "made no progress for 2 seconds at" in told["aside"]


def test_progress_ends_with_all_bytes_read(source: Path, tmp_path: Path) -> None:
    told: list[int] = []
    planned = shards(source, tmp_path / "out")
    list(pool.run(planned, Job(str(tmp_path / "out")), 2, told.append))
    assert told == sorted(told)
    assert told[-1] == sum(shard.size for shard in planned) == sum(path.stat().st_size for path in source.iterdir())


def test_totals_do_not_depend_on_the_shards(source: Path, tmp_path: Path) -> None:
    def total(results: Iterator[ShardResult]) -> Stats:
        stats = Stats()
        for result in results:
            stats.add(result.stats)
        return stats

    stats = total(corpus.inline(shards(source, tmp_path / "out"), Job(str(tmp_path / "out"))))
    assert (stats.records, stats.articles, stats.statuses) == (COUNT, COUNT, {"cleaned": COUNT})
    assert stats.hosts.total() == COUNT
    todo, before = corpus.missing(shards(source, tmp_path / "out"), Job(str(tmp_path / "out")))
    assert todo == []
    assert total(iter(before)) == stats

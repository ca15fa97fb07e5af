"""A resumed run does only what is missing; earlier output is never duplicated and never stale."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner import corpus
from cleaner.config import Settings
from cleaner.corpus import Job, Reading, run_shard
from cleaner.corpus.store import store_of
from cleaner.errors import OutputError

from . import invented_corpora


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(4, 4 * number)))
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out"


def run(inputs: Sequence[Path], job: Job, fresh: bool = False) -> list[str]:
    """Run a job, and return the names of the inputs that were cleaned."""
    shards = corpus.plan(map(str, inputs), job.output)
    job = corpus.opened(job, fresh)
    todo, before = corpus.missing(shards, job)
    results = list(corpus.inline(todo, job))
    assert all(result.state == "done" for result in results), results
    assert corpus.settle(shards, corpus.check([*before, *results], job), job).kept == ""
    return sorted(Path(result.name).name for result in results)


def ids(first: int, last: int) -> list[tuple[str, int]]:
    return sorted((f"r{number}", 1) for number in range(first, last))


def test_finished_run_has_nothing_to_do(source: Path, output: Path) -> None:
    assert run([source], Job(str(output))) == ["0.jsonl", "1.jsonl", "2.jsonl"]
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    assert run([source], Job(str(output))) == []
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before
    assert run([source], Job(str(output)), fresh=True) == ["0.jsonl", "1.jsonl", "2.jsonl"]
    assert invented_corpora.keys(output) == ids(0, 12)


def test_only_a_changed_input_is_redone(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    (source / "1.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(5, 20)))
    (source / "3.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(2, 30)))
    assert run([source], Job(str(output))) == ["1.jsonl", "3.jsonl"]
    assert invented_corpora.keys(output) == sorted([*ids(0, 4), *ids(8, 12), *ids(20, 25), *ids(30, 32)])


def test_old_shards_of_a_shortened_input_are_removed(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.corpus.planning.PIECE", 700)
    (source / "0.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(30)))
    run([source / "0.jsonl"], Job(str(output)))
    assert len(invented_corpora.files(output)) > 10
    (source / "0.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(2)))
    run([source / "0.jsonl"], Job(str(output)))
    assert invented_corpora.keys(output) == ids(0, 2)


def test_output_of_other_inputs_is_kept(source: Path, output: Path) -> None:
    run([source / "0.jsonl"], Job(str(output)))
    run([source / "1.jsonl"], Job(str(output)))
    assert invented_corpora.keys(output) == ids(0, 8)


def test_fresh_run_with_changed_settings_redoes_everything(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    for job in (
        Job(str(output), settings=Settings(disable=("share",))),
        Job(str(output), settings=Settings(appended="drop")),
        Job(str(output), reading=Reading(max_record=10_000)),
        Job(str(output), "parquet"),
    ):
        with pytest.raises(OutputError, match="--fresh"):
            run([source], job)
        assert len(run([source], job, fresh=True)) == 3
        assert run([source], job) == []
    assert {path.suffix for path in output.iterdir() if path.is_file()} == {".parquet"}
    assert invented_corpora.keys(output) == ids(0, 12)


def test_job_hash_is_that_of_the_planner(source: Path, output: Path) -> None:
    job = replace(Job(str(output)), job_hash="planned elsewhere")
    run([source], job)
    assert run([source], job) == []


def test_new_or_changed_pages_affect_only_their_group(tmp_path: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03d}.txt").write_text(invented_corpora.text(number))
    shards = corpus.plan([str(folder)], str(output))
    assert len(shards) > 1
    (folder / "100.txt").write_text(invented_corpora.text(500))
    (folder / "100a.txt").write_text(invented_corpora.text(501))
    (folder / "150.txt").unlink()
    old = {(shard.key, shard.fingerprint) for shard in shards}
    new = {(shard.key, shard.fingerprint) for shard in corpus.plan([str(folder)], str(output))}
    assert 1 <= len(new - old) <= 4
    for path in folder.iterdir():
        if int(path.stem[:3]) % 20:
            path.unlink()
    run([folder], Job(str(output)))
    (folder / "000.txt").unlink()
    (folder / "020.txt").rename(folder / "021.txt")
    run([folder], Job(str(output)))
    assert sorted(Path(id).name for id, _ in invented_corpora.keys(output)) == sorted(path.name for path in folder.iterdir())


def test_output_without_its_marker_is_redone(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    next((output / "_cleaner").glob("*.json")).unlink()
    assert len(run([source], Job(str(output)))) == 1
    next(path for path in output.iterdir() if path.is_file()).write_bytes(b"cut")
    assert len(run([source], Job(str(output)))) == 1
    assert invented_corpora.keys(output) == ids(0, 12)


def test_unmarked_output_is_replaced_by_one_in_another_format(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run is killed after its rows got their name and before the marker was written."""
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("cleaner.corpus.work.mark_done", _killed)
        run([source], Job(str(output)))
    assert [path.suffix for path in output.iterdir() if path.is_file()] == [".jsonl"]
    (output / "mine-01234567-00000000.jsonl").touch()
    run([source], Job(str(output), "parquet"))
    assert (output / "mine-01234567-00000000.jsonl").exists()
    assert invented_corpora.keys(output) == ids(0, 12)


def _killed(*_: object) -> None:
    raise SystemExit


@pytest.mark.skipif(os.name != "posix", reason="there a process cannot be asked whether it lives")
def test_unfinished_files_of_ended_attempts_are_removed(source: Path, output: Path) -> None:
    output.mkdir()
    machine = "".join(c if c.isalnum() else "_" for c in socket.gethostname())[:40]
    dead, alive, elsewhere, old = (
        output / f".tmp-{start}-abcd-a.jsonl" for start in (f"{machine}-99999999", f"{machine}-{os.getpid()}", "other-1", "other-2")
    )
    for path in (dead, alive, elsewhere, old):
        path.touch()
    os.utime(old, (0, 0))
    (output / "mine.txt").touch()
    run([source], Job(str(output)))
    assert [path.exists() for path in (dead, alive, elsewhere, old)] == [False, True, True, False]
    assert (output / "mine.txt").exists()


@pytest.mark.parametrize("format", ["jsonl", "parquet", "md"])
def test_concurrent_attempts_at_a_shard_leave_one_output(format: str, source: Path, output: Path) -> None:
    """Each attempt waits in the middle of the shard until the other has reached it."""
    (shard, *_) = corpus.plan([str(source)], str(output))
    job = Job(str(output), format)
    together = threading.Barrier(2, timeout=60)

    def attempt(results: list[str]) -> None:
        seen = 0

        def meet(place: str, read: int) -> None:
            nonlocal seen
            seen += 1
            if seen == 3:
                together.wait()

        results.append(run_shard(shard, job, meet).state)

    states: list[str] = []
    threads = [threading.Thread(target=attempt, args=(states,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states == ["done", "done"]
    assert invented_corpora.keys(output) == ids(0, 4)
    assert [path for path in output.iterdir() if path.name.startswith(".")] == []
    assert corpus.missing([shard], job)[0] == []


def test_folders_finished_at_the_same_moment_leave_one(tmp_path: Path) -> None:
    store = store_of(str(tmp_path))
    faults: list[Exception] = []

    def attempt(together: threading.Barrier) -> None:
        try:
            with store.whole("shard", {}) as folder:
                folder.mkdir()
                (folder / "records.jsonl").write_text("whole")
                together.wait()
        except Exception as fault:
            faults.append(fault)

    for _ in range(50):
        together = threading.Barrier(3, timeout=60)
        threads = [threading.Thread(target=attempt, args=(together,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert [path.name for path in tmp_path.iterdir()] == ["shard"]


def test_dry_run_changes_nothing(source: Path, output: Path) -> None:
    run([source], Job(str(output)))
    before = invented_corpora.files(output)
    job = corpus.opened(Job(str(output), "parquet"), fresh=True, dry_run=True)
    todo, _ = corpus.missing(corpus.plan([str(source)], str(output)), job, dry_run=True)
    assert (len(todo), invented_corpora.files(output)) == (3, before)


def test_result_survives_serialisation(source: Path, output: Path) -> None:
    (shard, *_) = corpus.plan([str(source)], str(output))
    result = run_shard(shard, Job(str(output)))
    assert corpus.missing([shard], Job(str(output)))[1] == [result]
    assert store_of(str(output)).size(result.output) == (output / result.output).stat().st_size

"""Broken inputs and outputs are reported with place and remedy, and leave nothing that looks complete but is not."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from cleaner import corpus
from cleaner.corpus import Job, Reading, ShardResult, rows, work
from cleaner.corpus.readers import records_of
from cleaner.corpus.shards import Stats

from . import invented_corpora

RECORDS = invented_corpora.records(60)
LONG = [record | {"id": os.urandom(900).hex()} for record in RECORDS]  # not compressible
MEGABYTE = 1024 * 1024


def run(source: Path, output: Path, format: str = "jsonl", reading: Reading | None = None) -> list[ShardResult]:
    job = Job(str(output), format, reading=reading or Reading())
    todo, before = corpus.missing(corpus.plan([str(source)], str(output)), job)
    return [*before, *corpus.inline(todo, job)]


def files_in(folder: Path) -> list[str]:
    """All files in an output folder, including hidden files and markers."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


BROKEN = {
    "a.jsonl.gz": gzip.compress(invented_corpora.jsonl(RECORDS)),
    "a.jsonl.zst": zstandard.compress(invented_corpora.jsonl(RECORDS)),
    "a.csv.gz": gzip.compress(invented_corpora.table(RECORDS)),
    "a.warc": invented_corpora.warc(RECORDS),
    "a.warc.gz": invented_corpora.warc(RECORDS, packed=True),
    "a.wet": invented_corpora.wet(RECORDS),
    "a.parquet": invented_corpora.parquet(RECORDS),
    "a.tar": invented_corpora.tarred({f"{record['id']}.txt": record["text"].encode() for record in RECORDS}),
    "a.tar.gz": invented_corpora.tarred({f"{record['id']}.txt": record["text"].encode() for record in RECORDS}, "w:gz"),
    "a.zip": invented_corpora.zipped({f"{record['id']}.txt": record["text"].encode() for record in RECORDS}),
}


@pytest.mark.parametrize("kept", [0.99, 0.5, 0.1])
@pytest.mark.parametrize("name", BROKEN)
def test_truncated_file_leaves_no_output(name: str, kept: float, tmp_path: Path) -> None:
    raw = BROKEN[name]
    content = len(raw.rstrip(b"\0")) if name == "a.tar" else len(raw)
    (tmp_path / name).write_bytes(raw[: int(content * kept)])
    (result,) = run(tmp_path / name, tmp_path / "out")
    assert (result.state, result.output) == ("failed", "")
    assert name in result.message
    assert any(remedy in result.message for remedy in ("Fetch it again", "Fetch or create it again")), result.message
    assert files_in(tmp_path / "out") == []


def test_earlier_output_is_kept_when_the_input_breaks(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl.gz"
    source.write_bytes(BROKEN["a.jsonl.gz"])
    run(source, tmp_path / "out")
    before = invented_corpora.files(tmp_path / "out")
    source.write_bytes(BROKEN["a.jsonl.gz"][:-20])
    (result,) = run(source, tmp_path / "out")
    assert result.state == "failed"
    assert "Its earlier rows are kept." in result.message
    assert invented_corpora.files(tmp_path / "out") == before


def test_damaged_archive_member_affects_only_itself(tmp_path: Path) -> None:
    raw = bytearray(
        invented_corpora.zipped(
            {"a.txt": invented_corpora.text(1).encode(), "b.txt": invented_corpora.text(2).encode(), "c.txt": b"\x89PNG"}
        )
    )
    raw[raw.index(b"b.txt") + 60] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(raw)
    (result,) = run(tmp_path / "a.zip", tmp_path / "out")
    assert [(Path(row["id"]).name, row["status"]) for row in invented_corpora.rows(tmp_path / "out")] == [
        ("a.txt", "cleaned"),
        ("b.txt", "failed"),
        ("c.txt", "failed"),
    ]
    assert result.stats.statuses == {"cleaned": 1, "failed": 2}


def test_record_that_raises_affects_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def clean(source: str, *rest: object) -> object:
        if "after 3 weeks" in source:
            raise ZeroDivisionError("three")
        if "after 4 weeks" in source:
            raise MemoryError
        return real(source, *rest)

    real = rows.clean
    monkeypatch.setattr(rows, "clean", clean)
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(RECORDS[:6]) + b"{broken\n[1]\n\n" + invented_corpora.jsonl(RECORDS[6:8]))
    (result,) = run(tmp_path / "a.jsonl", tmp_path / "out")
    assert result.state == "done"
    found = invented_corpora.rows(tmp_path / "out")
    assert [row["status"] for row in found] == ["cleaned"] * 3 + ["failed"] * 2 + ["cleaned"] + ["failed"] * 2 + ["cleaned"] * 2
    assert "ZeroDivisionError: three" in found[3]["message"]
    assert "not a JSON object" in found[7]["message"]
    assert all("a.jsonl, byte" in row["message"] for row in found if row["status"] == "failed")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet", "a.warc", "a.zip", "a.tar", "a.txt", "a.jsonl.gz"])
def test_record_over_the_limit_is_reported(name: str, tmp_path: Path) -> None:
    big = [*RECORDS[:2], RECORDS[2] | {"text": invented_corpora.text(2) + 'of "salt", and rope\n' * 200}, *RECORDS[3:5]]
    members = {f"{record['id']}.txt": record["text"].encode() for record in big}
    raw = {
        "a.jsonl": invented_corpora.jsonl(big),
        "a.csv": invented_corpora.table(big),
        "a.parquet": invented_corpora.parquet(big, 5),
        "a.warc": invented_corpora.wet(big),
        "a.zip": invented_corpora.zipped(members),
        "a.tar": invented_corpora.tarred(members),
        "a.txt": big[2]["text"].encode(),
        "a.jsonl.gz": gzip.compress(invented_corpora.jsonl(big)),
    }
    (tmp_path / name).write_bytes(raw[name])
    (result,) = run(tmp_path / name, tmp_path / "out", reading=Reading(max_record=2000))
    found = invented_corpora.rows(tmp_path / "out")
    assert [row["status"] for row in found] == (
        ["too large"] if name == "a.txt" else ["cleaned", "cleaned", "too large", "cleaned", "cleaned"]
    )
    (message,) = [row["message"] for row in found if row["status"] == "too large"]
    assert "over the limit of 2,000" in message
    assert "--max-record" in message
    assert result.state == "done"


def test_record_at_the_limit_is_cleaned(tmp_path: Path) -> None:
    raw = invented_corpora.jsonl(RECORDS[:1])
    (tmp_path / "a.jsonl").write_bytes(raw)
    for most, status in ((len(raw) - 1, "cleaned"), (len(raw) - 2, "too large")):
        run(tmp_path / "a.jsonl", tmp_path / str(most), reading=Reading(max_record=most))
        assert [row["status"] for row in invented_corpora.rows(tmp_path / str(most))] == [status]


@pytest.mark.parametrize(("name", "size"), [("a.jsonl", 200), ("a.jsonl.gz", 60), ("a.csv", 60), ("a.warc", 200)])
def test_huge_record_is_skipped_in_bounded_memory(name: str, size: int, tmp_path: Path) -> None:
    """A record of `size` MB with a limit of 1 MB; a reader that kept it in memory would need that much."""
    piece = ("x" * 1023 + " ").encode()
    head, foot = {
        "a.csv": (b'id,text\na,"', b'"\nb,"' + invented_corpora.text(1).encode() + b'"\n'),
        "a.warc": (
            b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: a\r\nWARC-Target-URI: https://h.example/\r\n"
            b"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n" % (size * MEGABYTE),
            b"\r\n\r\n" + invented_corpora.wet(RECORDS[:1]),
        ),
    }.get(name, (b'{"id": "a", "text": "', b'"}\n' + invented_corpora.jsonl(RECORDS[:1])))
    opener = gzip.open if name.endswith(".gz") else open
    with opener(tmp_path / name, "wb") as file:
        file.write(head)
        for _ in range(size):
            file.write(piece * 1024)
        file.write(foot)
    (shard, *more) = corpus.plan([str(tmp_path / name)], str(tmp_path / "out"))
    tracemalloc.start()
    try:
        found = [record for part in (shard, *more) for record, _ in records_of(part, Reading(max_record=MEGABYTE), Stats())]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [record.failure and record.failure.status for record in found] == ["too large", None]
    assert peak < 10 * MEGABYTE


CRAMPED = """
import resource, sys
from cleaner import corpus
from cleaner.corpus import Job
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
(shard,) = corpus.plan([sys.argv[1]], sys.argv[2])
(result,) = corpus.inline([shard], Job(sys.argv[2], sys.argv[3]))
print(result.state, result.message)
"""


@pytest.mark.skipif(os.name != "posix", reason="the system sets no limit on a file's size")
@pytest.mark.parametrize("format", ["jsonl", "parquet", "jsonl.gz", "jsonl.zst", "md"])
def test_output_over_the_file_size_limit_is_not_created(format: str, tmp_path: Path) -> None:
    """A limit on the size of files simulates a full disk."""
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(LONG))
    told = subprocess.run(
        [sys.executable, "-c", CRAMPED, str(tmp_path / "a.jsonl"), str(tmp_path / "out"), format],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.startswith("failed"), told
    assert "cannot be written (File too large)" in told.stdout
    assert "free space" in told.stdout
    assert files_in(tmp_path / "out") == []


@pytest.fixture
def small_disk(tmp_path: Path):
    """A file system of 64 KB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    told = (
        subprocess.run([mount or "mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True, check=False)
        if mount
        else None
    )
    if told is None or told.returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=False)


@pytest.mark.parametrize("format", ["jsonl", "parquet", "md"])
def test_full_disk_leaves_no_output(format: str, small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(LONG))
    (result,) = run(tmp_path / "a.jsonl", small_disk / "out", format)
    assert result.state == "failed"
    assert "No space left" in result.message
    assert files_in(small_disk / "out") == []


def test_vanished_output_folder_is_detected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.corpus.planning.PIECE", 8000)
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(RECORDS))
    output = tmp_path / "out"
    job = Job(str(output))
    shards = corpus.plan([str(tmp_path / "a.jsonl")], str(output))
    results = []
    for number, result in enumerate(corpus.inline(shards, job)):
        results.append(result)
        if number == 1:
            shutil.rmtree(output)
    checked = corpus.check(results, job)
    assert [result.state for result in checked] == ["failed"] * 2 + ["done"] * (len(shards) - 2)
    assert "no longer exists" in checked[0].message
    todo, before = corpus.missing(shards, job)
    assert len(todo) == 2
    assert {result.state for result in corpus.check([*before, *corpus.inline(todo, job)], job)} == {"done"}
    assert invented_corpora.keys(output) == sorted((record["id"], 1) for record in RECORDS)


def test_output_folder_vanishing_within_a_shard_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(RECORDS))
    (shard,) = corpus.plan([str(tmp_path / "a.jsonl")], str(tmp_path / "out"))

    def vanish(place: str, read: int) -> None:
        shutil.rmtree(tmp_path / "out", ignore_errors=True)

    result = work.run_shard(shard, Job(str(tmp_path / "out")), vanish)
    assert (result.state, files_in(tmp_path / "out")) == ("failed", [])
    assert "cannot be written" in result.message


def test_unreadable_marker_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(RECORDS))
    run(tmp_path / "a.jsonl", tmp_path / "out")
    (mark,) = (tmp_path / "out" / "_cleaner").glob("*.json")
    for damaged in ("", "{", "[]", '{"result": 3}', json.dumps({"mark": 1, "result": {}})):
        mark.write_text(damaged)
        assert len(corpus.missing(corpus.plan([str(tmp_path / "a.jsonl")], str(tmp_path / "out")), Job(str(tmp_path / "out")))[0]) == 1
        run(tmp_path / "a.jsonl", tmp_path / "out")
        assert invented_corpora.keys(tmp_path / "out") == sorted((record["id"], 1) for record in RECORDS)

"""URLs, read and written through fsspec: objects appear only when complete, and a shard is done when its marker exists."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from cleaner import corpus
from cleaner.config import Settings
from cleaner.corpus import Job, ShardResult
from cleaner.errors import ConfigError, InputError, OutputError

from . import invented_corpora

RECORDS = invented_corpora.records(8)


@pytest.fixture(params=["memory", "s3"])
def base(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an empty store: in memory, or on a local S3 server."""
    if request.param == "memory":
        system = fsspec.filesystem("memory")
        yield "memory://shelf"
        system.rm("/shelf", recursive=True) if system.exists("/shelf") else None
        return
    pytest.importorskip("s3fs", reason="s3fs is not installed")
    server = pytest.importorskip("moto.server", reason="moto is not installed").ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in (("ACCESS_KEY_ID", "none"), ("SECRET_ACCESS_KEY", "none"), ("DEFAULT_REGION", "us-east-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    bucket = f"shelf-{secrets.token_hex(4)}"
    fsspec.filesystem("s3").mkdir(bucket)
    yield f"s3://{bucket}/deep"
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    server.stop()


def put(url: str, raw: bytes) -> None:
    with fsspec.open(url, "wb") as file:
        file.write(raw)


def names(url: str) -> list[str]:
    system, path = fsspec.core.url_to_fs(url)
    system.invalidate_cache()
    return sorted(name.rpartition("/")[2] for name in system.find(path))


def rows(url: str) -> list[dict[str, Any]]:
    system, path = fsspec.core.url_to_fs(url)
    return [
        json.loads(line) for name in sorted(system.find(path)) if name.endswith(".jsonl") for line in system.cat_file(name).splitlines()
    ]


def run(inputs: list[str], job: Job) -> tuple[list[ShardResult], int]:
    shards = corpus.plan(inputs, job.output)
    todo, before = corpus.missing(shards, job)
    results = corpus.check([*before, *corpus.inline(todo, job)], job)
    corpus.settle(shards, results, job)
    return results, len(todo)


def test_urls_in_and_out(base: str) -> None:
    put(f"{base}/in/a.jsonl", invented_corpora.jsonl(RECORDS[:3]))
    put(f"{base}/in/b.parquet", invented_corpora.parquet(RECORDS[3:6]))
    put(f"{base}/in/deep/c.warc.gz", invented_corpora.warc(RECORDS[6:], packed=True))
    for inputs in ([f"{base}/in"], [f"{base}/in/*.*", f"{base}/in/deep/c.warc.gz"]):
        results, done = run(inputs, Job(f"{base}/out"))
        assert [result.state for result in results] == ["done"] * 3, results
        assert sorted(row["id"] for row in rows(f"{base}/out")) == [record["id"] for record in RECORDS]
        assert done == (3 if inputs == [f"{base}/in"] else 0)
    assert run(inputs, Job(f"{base}/out"))[1] == 0
    put(f"{base}/in/a.jsonl", invented_corpora.jsonl(RECORDS[:2]))
    assert run(inputs, Job(f"{base}/out"))[1] == 1
    assert len(rows(f"{base}/out")) == 7


def test_folder_output_is_written_to_urls(base: str) -> None:
    put(f"{base}/in/a.jsonl", invented_corpora.jsonl(RECORDS[:2]))
    results, _ = run([f"{base}/in/a.jsonl"], Job(f"{base}/out", "md"))
    assert [result.state for result in results] == ["done"]
    assert [name for name in names(f"{base}/out") if "-r" in name] == ["000000-r0-1.md", "000001-r1-1.md"]
    assert run([f"{base}/in/a.jsonl"], Job(f"{base}/out", "md"))[1] == 0


@pytest.mark.parametrize(("before", "after"), [("jsonl", "jsonl"), ("jsonl", "md"), ("md", "md")])
def test_rows_are_replaced_after_the_new_ones_are_complete(before: str, after: str, base: str) -> None:
    put(f"{base}/in/a.jsonl", invented_corpora.jsonl(RECORDS[:2]))
    put(f"{base}/in/b.jsonl", invented_corpora.jsonl(RECORDS[2:4]))
    run([f"{base}/in"], Job(f"{base}/out", before))
    other = Job(f"{base}/out", after, Settings(appended="drop"))
    with pytest.raises(OutputError, match="appended was keep and is drop"):
        run([f"{base}/in"], other)
    job = corpus.opened(other, fresh=True)
    shards = corpus.plan([f"{base}/in"], other.output)
    results = list(corpus.inline(corpus.missing(shards, job)[0], job))
    assert corpus.settle(shards, results, job).kept == ""
    put(f"{base}/out/mine.txt", b"mine")
    assert run([f"{base}/in"], other)[1] == 0
    found = [name for name in names(f"{base}/out") if name.endswith((".jsonl", ".md")) and not name.endswith("records.jsonl")]
    assert len(found) == (2 if after == "jsonl" else 4)
    put(f"{base}/in/c.jsonl", invented_corpora.jsonl(RECORDS[4:5]))
    fsspec.core.url_to_fs(base)[0].rm(fsspec.core.url_to_fs(f"{base}/in/b.jsonl")[1])
    assert run([f"{base}/in"], other)[1] == 1
    found = [name for name in names(f"{base}/out") if name.endswith((".jsonl", ".md")) and not name.endswith("records.jsonl")]
    assert len(found) == (2 if after == "jsonl" else 3)
    assert "mine.txt" in names(f"{base}/out")


@pytest.mark.parametrize("step", ["put_file", "pipe_file"])
@pytest.mark.parametrize("format", ["jsonl", "md"])
def test_failed_upload_leaves_nothing_that_looks_done(step: str, format: str, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`put_file` uploads the rows, `pipe_file` the marker; each fails after the first object."""
    put(f"{base}/in/a.jsonl", invented_corpora.jsonl(RECORDS))
    system = fsspec.core.url_to_fs(base)[0]
    real = getattr(system, step)
    calls = 0

    def failing(*rest: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls > (step == "put_file" and format == "md"):
            raise ConnectionError("the line is cut")
        return real(*rest, **named)

    with monkeypatch.context() as patched:
        patched.setattr(system, step, failing)
        (result,), _ = run([f"{base}/in/a.jsonl"], Job(f"{base}/out", format))
    assert result.state == "failed"
    assert "the line is cut" in result.message
    assert names(f"{base}/out") == []
    results, done = run([f"{base}/in/a.jsonl"], Job(f"{base}/out", format))
    assert ([result.state for result in results], done) == (["done"], 1)


def test_failed_multipart_upload_leaves_no_object(base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if base.startswith("memory"):
        pytest.skip("memory knows no parts")
    system = fsspec.filesystem("s3")
    real = system._call_s3

    async def failing(method: str, *rest: Any, **named: Any) -> Any:
        if method == "upload_part" and named.get("PartNumber") == 2:
            raise ConnectionError("the line is cut")
        return await real(method, *rest, **named)

    monkeypatch.setattr(system, "_call_s3", failing)
    from cleaner.corpus.store import store_of
    from cleaner.errors import OutputError

    with pytest.raises(OutputError, match="the line is cut"), store_of(f"{base}/out").whole("big", {}) as path:
        path.write_bytes(b"x" * 120 * 1024 * 1024)
    assert names(f"{base}/out") == []


def test_invalid_addresses_are_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        corpus.plan([f"{base}/nowhere"], str(tmp_path))
    with pytest.raises(ConfigError, match="this URL cannot be read"):
        corpus.plan(["nosuch://shelf/a.jsonl"], str(tmp_path))

"""Every format in and out: identified by content, read into the same records, and written with the stated columns."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
import zstandard

from cleaner import corpus
from cleaner.corpus import COLUMNS, Job, Reading, ShardResult
from cleaner.corpus.streams import kind_of

from . import invented_corpora

RECORDS = invented_corpora.records(7)
PAGES = {f"pages/{record['id']}.txt": record["text"].encode() for record in RECORDS}
INPUTS = {
    "a.jsonl": invented_corpora.jsonl(RECORDS),
    "a.jsonl.gz": gzip.compress(invented_corpora.jsonl(RECORDS)),
    "a.jsonl.zst": zstandard.compress(invented_corpora.jsonl(RECORDS[:3])) + zstandard.compress(invented_corpora.jsonl(RECORDS[3:])),
    "a.csv": invented_corpora.table(RECORDS),
    "a.tsv": invented_corpora.table(RECORDS, "\t"),
    "a.csv.gz": gzip.compress(invented_corpora.table(RECORDS)),
    "a.parquet": invented_corpora.parquet(RECORDS),
    "a.warc": invented_corpora.warc(RECORDS),
    "a.warc.gz": invented_corpora.warc(RECORDS, packed=True),
    "a.wet.gz": gzip.compress(invented_corpora.wet(RECORDS)),
    "a.zip": invented_corpora.zipped(PAGES | {"picture.png": b"\x89PNG", "__MACOSX/x.txt": b"no"}),
    "a.tar": invented_corpora.tarred(PAGES | {"picture.png": b"\x89PNG"}),
    "a.tar.gz": invented_corpora.tarred(PAGES, "w:gz"),
    "b.zip": invented_corpora.zipped({"deep/records.jsonl": invented_corpora.jsonl(RECORDS)}),
}
KINDS = {name: "warc" if ".w" in name else name.split(".")[1].replace("tsv", "csv") for name in INPUTS}


def run(source: Path, output: Path, format: str = "jsonl", **reading: Any) -> list[ShardResult]:
    job = Job(str(output), format, reading=Reading(**reading))
    todo, before = corpus.missing(corpus.plan([str(source)], str(output)), job)
    return [*before, *corpus.inline(todo, job)]


@pytest.mark.parametrize("name", INPUTS)
def test_every_record_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(INPUTS[name])
    results = run(tmp_path / name, tmp_path / "out")
    assert [result.state for result in results] == ["done"], [result.message for result in results]
    found = invented_corpora.rows(tmp_path / "out")
    assert [row["status"] for row in found] == ["cleaned"] * 7, [row["message"] for row in found]
    assert [row["title"] for row in found] == [record["text"].splitlines()[0] for record in RECORDS]
    assert not any("Short Url" in row["text"] for row in found)
    if "zip" not in name and "tar" not in name:
        assert [(row["id"], row["url"]) for row in found] == [(record["id"], record["url"]) for record in RECORDS]
        assert {row["fetched"] for row in found} == {"2025-03-05T06:00:00+00:00"}


@pytest.mark.parametrize("name", [name for name in INPUTS if "csv" not in name and "tsv" not in name])
def test_content_identifies_the_format(name: str, tmp_path: Path) -> None:
    (tmp_path / "nameless").write_bytes(INPUTS[name])
    assert kind_of(str(tmp_path / "nameless")) == KINDS[name]


def test_pages_with_misleading_beginnings_are_pages(tmp_path: Path) -> None:
    for number, page in enumerate((invented_corpora.text(1), invented_corpora.html(1), "{ braces", "[1, 2]", "a,b\n1,2\n", "")):
        (tmp_path / f"{number}.txt").write_text(page)
        assert kind_of(str(tmp_path / f"{number}.txt")) == "pages"


def test_response_is_decoded_with_the_stated_charset(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(INPUTS["a.warc.gz"])
    (result,) = run(tmp_path / "a.warc.gz", tmp_path / "out")
    assert all("Her capitán told" in row["text"] for row in invented_corpora.rows(tmp_path / "out"))
    assert result.stats.skipped == 2


def test_compressed_response_is_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(invented_corpora.packed_response(RECORDS[0]))
    run(tmp_path / "a.warc", tmp_path / "out")
    (row,) = invented_corpora.rows(tmp_path / "out")
    assert row["title"] == invented_corpora.text(1).splitlines()[0]
    (result,) = run(tmp_path / "a.warc", tmp_path / "small", max_record=len(invented_corpora.html(1)) - 1)
    assert result.stats.statuses == {"too large": 1}


@pytest.mark.parametrize("format", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
def test_rows_have_the_stated_columns(format: str, tmp_path: Path) -> None:
    bad = {"id": "bad", "url": "https://h.example/bad", "text": 3}
    half = {"id": "half", "text": invented_corpora.text(1).replace("Tuesday", "Tues\ud800day")}
    (tmp_path / "a.jsonl").write_bytes(
        invented_corpora.jsonl([*RECORDS, bad, half, {"id": "none", "text": "Short Url\nUpdated 04 March 2025\nFollow\n"}])
    )
    (result,) = run(tmp_path / "a.jsonl", tmp_path / "out", format)
    assert result.output.endswith(f".{format}")
    found = invented_corpora.rows(tmp_path / "out")
    assert all(list(row) == list(COLUMNS) for row in found)
    assert [row["status"] for row in found[7:]] == ["failed", "cleaned", "no article"]
    assert found[7]["url"] == "https://h.example/bad"
    assert "not text but int" in found[7]["message"]
    if format == "parquet":
        (path,) = (tmp_path / "out").glob("*.parquet")
        assert pyarrow.parquet.read_schema(path).field("authors").type == pyarrow.list_(pyarrow.string())


@pytest.mark.parametrize("format", ["md", "txt"])
def test_folder_output_has_an_index(format: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl([{"id": "../up/a b.html", "text": invented_corpora.text(1)}, {"id": "bad"}]))
    (result,) = run(tmp_path / "a.jsonl", tmp_path / "out", format)
    folder = tmp_path / "out" / result.output
    good, bad = (json.loads(line) for line in (folder / "records.jsonl").read_text().splitlines())
    assert good["file"] == f"000000-a_b-1.{format}"
    assert invented_corpora.text(1).splitlines()[0] in (folder / good["file"]).read_text()
    assert (bad["file"], bad["status"]) == (None, "failed")


def test_fields_can_be_renamed(tmp_path: Path) -> None:
    names = {"text": "body", "id": "key", "url": "link", "fetched": "seen"}
    renamed = [{names[name]: value for name, value in record.items()} for record in RECORDS]
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(renamed))
    (tmp_path / "b.parquet").write_bytes(invented_corpora.parquet(renamed))
    for source in ("a.jsonl", "b.parquet"):
        run(tmp_path / source, tmp_path / source[0], content=("body",), id="key", url="link", fetched="seen")
        assert invented_corpora.keys(tmp_path / source[0]) == [(record["id"], 1) for record in RECORDS]
        assert {row["url"] for row in invented_corpora.rows(tmp_path / source[0])} == {record["url"] for record in RECORDS}
    (unread,) = run(tmp_path / "b.parquet", tmp_path / "c")
    assert (unread.state, "--field text=NAME" in unread.message, "body" in unread.message) == ("failed", True, True)


def test_ranges_of_a_large_file_share_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(40)))
    (tmp_path / "b.parquet").write_bytes(invented_corpora.parquet(invented_corpora.records(40, 40)))
    whole = invented_corpora.jsonl(invented_corpora.records(40))
    for piece in (1, 7, 500, len(whole.splitlines()[0]) + 1, len(whole) - 1):
        if piece > 7:
            monkeypatch.setattr("cleaner.corpus.planning.PIECE", piece)
            results = run(tmp_path / "a.jsonl", tmp_path / f"out{piece}")
            assert len(results) == -(-len(whole) // piece)
            assert invented_corpora.keys(tmp_path / f"out{piece}") == sorted((f"r{number}", 1) for number in range(40))
    monkeypatch.setattr("cleaner.corpus.planning.PIECE", 500)
    assert len(run(tmp_path / "b.parquet", tmp_path / "b")) == 14
    assert invented_corpora.keys(tmp_path / "b") == sorted((f"r{number}", 1) for number in range(40, 80))


def test_pages_of_a_folder_are_grouped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.corpus.planning._GROUP", 3)
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for number in range(10):
        (tmp_path / "in" / ("deep" if number % 2 else "") / f"{number}.html").write_text(invented_corpora.html(number))
    (tmp_path / "in" / "a.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(2)))
    results = run(tmp_path / "in", tmp_path / "in" / "out")
    assert len(results) >= 5
    ids = [id for id, _ in invented_corpora.keys(tmp_path / "in" / "out")]
    assert sorted(Path(id).name for id in ids) == sorted([*(f"{number}.html" for number in range(10)), "r0", "r1"])

"""What is damaged costs itself: a bad response a row, a bad line a row, a bad member a row; and each says what is wrong."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import warnings
import zipfile
from pathlib import Path

import brotli
import pytest
import zstandard

from cleaner import corpus
from cleaner.corpus import Job, Reading, ShardResult
from cleaner.corpus.streams import kind_of

from . import invented_corpora

RECORDS = invented_corpora.records(6)
PAGE = invented_corpora.html(1).encode()
TITLE = invented_corpora.text(1).splitlines()[0]


def run(source: Path, output: Path, **reading: int) -> ShardResult:
    job = Job(str(output), reading=Reading(**reading))
    (result,) = corpus.inline(corpus.plan([str(source)], str(output)), job)
    return result


def rows(raw: bytes, name: str, folder: Path, **reading: int) -> invented_corpora.Rows:
    """The rows of a file that is read to its end."""
    (folder / name).write_bytes(raw)
    result = run(folder / name, folder / "out", **reading)
    assert result.state == "done", result.message
    found = invented_corpora.rows(folder / "out")
    assert not any("Report it" in (row["message"] or "") for row in found)
    return found


def response(head: str, body: bytes, id: str = "bad") -> bytes:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{head}\r\n".encode("latin-1") + body
    return invented_corpora.warc_record("response", id, "https://h.example/bad", block, "application/http; msgtype=response")


def between(bad: bytes) -> bytes:
    """A WARC file in which something stands between whole records."""
    return invented_corpora.wet(RECORDS[:2]) + bad + invented_corpora.wet(RECORDS[2:4])


BAD_RESPONSES = {
    "bad gzip": response("Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\0no gzip at all"),
    "gzip of nothing": response("Content-Encoding: gzip\r\n", gzip.compress(PAGE)[:40]),
    "gzip with a bad sum": response("Content-Encoding: gzip\r\n", gzip.compress(PAGE)[:-8] + b"12345678"),
    "bad deflate": response("Content-Encoding: deflate\r\n", b"\x78\x9cno deflate"),
    "bad brotli": response("Content-Encoding: br\r\n", b"\xff\xfe no brotli"),
    "brotli that breaks off": response("Content-Encoding: br\r\n", brotli.compress(PAGE)[:-20]),
    "bad zstd": response("Content-Encoding: zstd\r\n", b"\x28\xb5\x2f\xfdno zstd"),
    "a packing that is not known": response("Content-Encoding: x-squeezed\r\n", b"\1\2\3"),
    "a bad second chunk": response("Transfer-Encoding: chunked\r\n", b"4\r\n<htm\r\nzz\r\nl>\r\n0\r\n\r\n"),
    "a chunk that breaks off": response("Transfer-Encoding: chunked\r\n", b"ffff\r\n<html>\r\n0\r\n\r\n"),
    "a chunk of a huge size": response("Transfer-Encoding: chunked\r\n", b"4\r\n<htm\r\nffffffffffff\r\nl>\r\n"),
    "a header that does not end": response("X-Long: " + "x" * (2 << 20), b""),
    "no status": invented_corpora.warc_record("response", "bad", "https://h.example/bad", b"nothing\r\n\r\n", "application/http"),
    "no block": invented_corpora.warc_record("response", "bad", "https://h.example/bad", b"", "application/http"),
}


@pytest.mark.parametrize("what", BAD_RESPONSES)
def test_a_bad_response_costs_one_row(what: str, tmp_path: Path) -> None:
    found = rows(between(BAD_RESPONSES[what]), "a.warc", tmp_path)
    assert [row["status"] for row in found] == ["cleaned", "cleaned", "failed", "cleaned", "cleaned"]
    bad = found[2]
    assert (bad["id"], bad["url"]) == ("bad", "https://h.example/bad")
    assert "record bad: " in bad["message"]
    assert bad["message"].endswith("Fetch the page again, or leave it out.")


LABELS = ["undefined", "punycode", "unicode_escape", "utf-8\0", "idna", "rot13", "no-such-set", "utf-16", "x" * 5000, "'", "%s{0}"]


@pytest.mark.parametrize("label", LABELS)
def test_a_bad_charset_does_not_count(label: str, tmp_path: Path) -> None:
    page = invented_corpora.html(1).replace("captain", r"capitán \u00e9 \x3cb").encode()
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={label}\r\n\r\n".encode() + page
    found = rows(
        between(invented_corpora.warc_record("response", "odd", "https://h.example/", block, "application/http")), "a.warc", tmp_path
    )
    assert [row["status"] for row in found] == ["cleaned"] * 5
    assert r"Her capitán \u00e9 \x3cb told" in found[2]["text"]


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("x-gzip", gzip.compress(PAGE)),
        ("deflate", __import__("zlib").compress(PAGE)),
        ("deflate", __import__("zlib").compress(PAGE, wbits=-15)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("deflate, gzip", gzip.compress(__import__("zlib").compress(PAGE))),
        ("identity", PAGE),
        ("gzip", PAGE),  # an archive that stored the page unpacked, and left the header
    ],
)
def test_every_packing_of_a_response_is_unpacked(coding: str, body: bytes, tmp_path: Path) -> None:
    (row,) = rows(response(f"Content-Encoding: {coding}\r\n", body), "a.warc", tmp_path)
    assert row["title"] == TITLE
    (row,) = rows(response(f"Content-Encoding: {coding}\r\n", body), "a.warc", tmp_path, max_record=len(PAGE) + 300)
    assert row["status"] == "cleaned"
    (row,) = rows(response(f"Content-Encoding: {coding}\r\n", body), "a.warc", tmp_path, max_record=len(PAGE) - 1)
    assert row["status"] == "too large"


def test_a_page_that_was_joined_before_it_was_stored_is_read(tmp_path: Path) -> None:
    (row,) = rows(response("Transfer-Encoding: chunked\r\n", PAGE), "a.warc", tmp_path)
    assert row["title"] == TITLE


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("length", [b"0", b"5", b"311", b"700", b"-1", b"x", b"", b"99999", b"9" * 15, b"9" * 40, b"\xd9\xa3"])
def test_a_record_of_a_wrong_length_costs_itself(length: bytes, packed: bool, tmp_path: Path) -> None:
    raw = invented_corpora.wet(RECORDS)
    start = raw.index(b"Content-Length: ", raw.index(b"WARC-Record-ID: r2"))
    raw = raw[:start] + b"Content-Length: " + length + raw[raw.index(b"\r\n", start) :]
    found = rows(gzip.compress(raw) if packed else raw, "a.warc.gz" if packed else "a.warc", tmp_path)
    assert [row["id"] for row in found if row["status"] == "cleaned"] == ["r0", "r1", "r3", "r4", "r5"]
    assert [row["status"] for row in found].count("failed") == 1


def test_a_text_over_the_limit_whose_length_is_wrong_costs_itself(tmp_path: Path) -> None:
    raw = invented_corpora.wet(RECORDS)
    start = raw.index(b"Content-Length: ", raw.index(b"WARC-Record-ID: r2"))
    for length in (b"900", b"1000000"):
        wrong = raw[:start] + b"Content-Length: " + length + raw[raw.index(b"\r\n", start) :]
        found = rows(wrong, "a.warc", tmp_path, max_record=400)
        assert [row["id"] for row in found if row["status"] == "cleaned"] == ["r0", "r1", "r3", "r4", "r5"]


def test_no_page_can_state_a_record_of_its_own(tmp_path: Path) -> None:
    """A record that is whole is passed over as a whole, whatever stands in it, and also where it is over the limit."""
    forged = invented_corpora.text(3).encode() + b"\r\n\r\n" + invented_corpora.wet(RECORDS[4:5])
    found = rows(between(invented_corpora.warc_record("conversion", "odd", None, forged, "text/plain")), "a.warc", tmp_path)
    assert [row["id"] for row in found if row["part"] < 2] == ["r0", "r1", "odd", "r2", "r3"]
    found = rows(between(invented_corpora.warc_record("conversion", "odd", None, forged, "text/plain")), "a.warc", tmp_path, max_record=400)
    assert [(row["id"], row["status"]) for row in found][2] == ("odd", "too large")
    assert [row["id"] for row in found] == ["r0", "r1", "odd", "r2", "r3"]


def test_junk_between_records_costs_a_row(tmp_path: Path) -> None:
    for junk in (
        b"junk\r\n\r\n",
        b"\0" * 70_000 + b"\r\n\r\n",
        b"WARC/1.0\r\nno header\r\n\r\nx\r\n\r\n",
        b"WARC/1.0\r\n" + b"a: b\r\n" * 200_000 + b"\r\n",
    ):
        found = rows(between(junk), "a.warc", tmp_path)
        assert [row["id"] for row in found if row["status"] == "cleaned"] == ["r0", "r1", "r2", "r3"]
        assert [row["status"] for row in found].count("failed") == 1


@pytest.mark.parametrize("place", [12, 60, 200])
def test_a_damaged_member_of_a_packed_warc_file_costs_itself(place: int, tmp_path: Path) -> None:
    pieces = [bytearray(gzip.compress(invented_corpora.wet([record]), mtime=0)) for record in RECORDS]
    pieces[2][place] ^= 0x55
    found = rows(b"".join(pieces), "a.warc.gz", tmp_path)
    assert [row["id"] for row in found if row["status"] == "cleaned"] == ["r0", "r1", "r3", "r4", "r5"]
    assert len({row["id"] for row in found}) == len(found)


def test_a_large_file_that_is_no_page_is_no_record(tmp_path: Path) -> None:
    film = b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n" + b"\0" * 300_000
    (tmp_path / "a.warc").write_bytes(
        between(invented_corpora.warc_record("response", "film", "https://h.example/", film, "application/http"))
    )
    result = run(tmp_path / "a.warc", tmp_path / "out", max_record=2000)
    assert (result.stats.records, result.stats.skipped) == (4, 1)


# JSON lines

LINES = invented_corpora.jsonl(RECORDS)
BROKEN_FIRST = {
    "cut": LINES[:70] + b"\n",
    "a list": b"[1]\n",
    "null": b"null\n",
    "a number": b"3\n",
    "text": b"this is a line of a log\n",
    "zeros": b"\0" * 20 + b"\n",
    "deep": b"[" * 50_000 + b"\n",
    "a deep object": b'{"text": ' * 5_000 + b"\n",
    "a number without end": b'{"id": ' + b"9" * 9000 + b"}\n",
    "half a character": b'{"text": "\xc3\n',
    "brackets": b"{{{\n",
}


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "A.JSONL", "a.jsonl.gz", "crawl-2025.03.jsonl.zst", "nameless"])
@pytest.mark.parametrize("what", BROKEN_FIRST)
def test_a_bad_first_line_costs_one_row(what: str, name: str, tmp_path: Path) -> None:
    raw = BROKEN_FIRST[what] + LINES
    raw = gzip.compress(raw) if name.endswith(".gz") else zstandard.compress(raw) if name.endswith(".zst") else raw
    found = rows(raw, name, tmp_path)
    assert [row["status"] for row in found] == ["failed"] + ["cleaned"] * 6
    assert "byte 0: this line is not" in found[0]["message"]


@pytest.mark.parametrize("raw", [b"[1]\n", b"null\n", b"{broken", b"<html></html>\n", b"a\nb\nc\n"])
def test_the_name_decides_where_the_content_does_not(raw: bytes, tmp_path: Path) -> None:
    found = rows(raw, "a.jsonl", tmp_path)
    assert {row["status"] for row in found} == {"failed"}
    (tmp_path / "a.txt").write_bytes(raw)
    assert kind_of(str(tmp_path / "a.txt")) == "pages"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.tar", "a.parquet", "a.zip", "a.tsv", "a.csv.xz"])
def test_a_file_whose_beginning_is_damaged_is_of_the_kind_that_it_is_called(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"XXXX" + b"A line of it\r\n" * 30)
    assert kind_of(str(tmp_path / name)) == {"tsv": "csv"}.get(name.split(".")[1], name.split(".")[1])


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("name", ["a.jsonl", "nameless", "a.jsonl.gz"])
def test_json_lines_in_utf_16_are_read(name: str, codec: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.corpus.planning.PIECE", 500)  # smaller than the file, which cannot be parted
    if codec == "utf-8-sig":
        monkeypatch.undo()
    text = "".join(
        json.dumps(record | {"text": record["text"].replace("captain", "capitán 船長")}, ensure_ascii=False) + "\r\n" for record in RECORDS
    )
    raw = text.encode(codec)
    found = rows(gzip.compress(raw) if name.endswith(".gz") else raw, name, tmp_path)
    assert [row["id"] for row in found] == [record["id"] for record in RECORDS]
    assert all("Her capitán 船長 told" in row["text"] for row in found)


def test_a_bad_line_in_utf_16_costs_one_row(tmp_path: Path) -> None:
    raw = (LINES.decode() + "null\n" + LINES.decode()).encode("utf-16") + b"\0"
    assert [row["status"] for row in rows(raw, "a.jsonl", tmp_path)] == ["cleaned"] * 6 + ["failed"] + ["cleaned"] * 6 + ["failed"]


def test_a_table_in_utf_16_is_read(tmp_path: Path) -> None:
    raw = invented_corpora.table(RECORDS, "\t").decode().encode("utf-16")
    assert [row["id"] for row in rows(raw, "a.tsv", tmp_path)] == [record["id"] for record in RECORDS]


@pytest.mark.parametrize("name", ["a.jsonl", "nameless"])
@pytest.mark.parametrize("kept", [0.99, 0.4, 0.05])
def test_json_lines_that_break_off_have_a_row_that_says_so(kept: float, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(LINES[: int(len(LINES) * kept)])
    result = run(tmp_path / name, tmp_path / "out")
    assert result.stats.statuses["failed"] == 1
    last = invented_corpora.rows(tmp_path / "out")[-1]
    assert "the last line is truncated" in last["message"] and "Fetch or create the file again" in last["message"]


def test_an_id_that_is_no_word_does_not_count(tmp_path: Path) -> None:
    deep = '{"id": ' + "[" * 900 + "]" * 900 + ', "text": ' + json.dumps(invented_corpora.text(1)) + "}\n"
    (row,) = rows(deep.encode(), "a.jsonl", tmp_path)
    assert row["id"].endswith("a.jsonl@0") and row["status"] == "cleaned"


def test_a_bad_row_of_a_table_costs_itself(tmp_path: Path) -> None:
    raw = invented_corpora.table(RECORDS[:2]) + b"x\ry,z\r\n" + invented_corpora.table(RECORDS[2:]).split(b"\n", 1)[1]
    found = rows(raw, "a.csv", tmp_path)
    assert [row["id"] for row in found if row["status"] == "cleaned"] == [record["id"] for record in RECORDS]
    assert "this is not a valid row" in next(row["message"] for row in found if row["status"] == "failed")


# archives and Parquet


def test_members_of_one_name_have_rows_of_their_own(tmp_path: Path) -> None:
    pages = [invented_corpora.text(number).encode() for number in range(3)]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for page in pages:
            archive.writestr("a.txt", page)
        for _ in range(2):
            archive.writestr("b.jsonl", b'{"text": "A word"}\n')
    zipped = file.getvalue()
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        for name, raw in [("a.txt", page) for page in pages] + [("b.jsonl", b'{"text": "A word"}\n')] * 2:
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            tar.addfile(member, io.BytesIO(raw))
    for name, raw in (("a.zip", zipped), ("a.tar", file.getvalue())):
        ids = [row["id"].rpartition(f"{name}/")[2] for row in rows(raw, name, tmp_path)]
        assert ids == ["a.txt", "a.txt#2", "a.txt#3", "b.jsonl@0", "b.jsonl#2@0"], name
        for path in (tmp_path / "out").glob(f"{name}*"):
            path.unlink()


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_header_in_a_tar_file_costs_one_row(packed: bool, tmp_path: Path) -> None:
    raw = bytearray(invented_corpora.tarred({f"{record['id']}.txt": record["text"].encode() for record in RECORDS}))
    raw[raw.index(b"r2.txt") + 130] ^= 0xFF
    found = rows(gzip.compress(raw) if packed else bytes(raw), "a.tar.gz" if packed else "a.tar", tmp_path)
    assert [Path(row["id"]).name for row in found if row["status"] == "cleaned"] == [f"r{number}.txt" for number in (0, 1, 3, 4, 5)]
    (bad,) = [row for row in found if row["status"] == "failed"]
    assert "the header of a member is damaged" in bad["message"]


@pytest.mark.parametrize("format", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_long_names_of_members_are_read(format: int, tmp_path: Path) -> None:
    name = "/".join(["a folder of long names"] * 4) + "/çà.txt" if format == tarfile.USTAR_FORMAT else "long" * 60 + "/çà.txt"
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format) as tar:
        for member in (tarfile.TarInfo(name), tarfile.TarInfo("b.txt")):
            member.size = len(invented_corpora.text(1).encode())
            tar.addfile(member, io.BytesIO(invented_corpora.text(1).encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "b.txt"
        tar.addfile(link)
    found = rows(file.getvalue() + file.getvalue(), "a.tar", tmp_path)  # two archives, one behind the other
    assert [row["id"].rpartition("a.tar/")[2] for row in found] == [name, "b.txt", f"{name}#2", "b.txt#2"]


def test_each_damage_of_a_parquet_file_says_what_it_is(tmp_path: Path) -> None:
    whole = invented_corpora.parquet(RECORDS, 2)
    for place in [*range(4, len(whole), max(1, len(whole) // 150))]:
        raw = bytearray(whole)
        raw[place] ^= 0xFF
        (tmp_path / "a.parquet").write_bytes(raw)
        for shard in corpus.plan([str(tmp_path / "a.parquet")], str(tmp_path / "out")):
            (result,) = corpus.inline([shard], Job(str(tmp_path / "out")))
            assert "Report it" not in result.message
            if result.state == "failed":
                assert "a.parquet: " in result.message
                assert (
                    "Parquet file is damaged" in result.message or "there is no column" in result.message or "row group" in result.message
                )


def test_a_packed_file_whose_first_bytes_are_damaged_says_so(tmp_path: Path) -> None:
    raw = b"XX" + gzip.compress(LINES)[2:]
    (tmp_path / "a.jsonl.gz").write_bytes(raw)
    result = run(tmp_path / "a.jsonl.gz", tmp_path / "out")
    assert result.state == "failed"
    assert "the name says gzip, but the file is not" in result.message


def test_a_file_that_cannot_be_read_to_its_end_is_no_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the disk or the network fails the whole file, so that it is read again, and gives no row for a record."""

    class Flaky(io.BytesIO):
        def read1(self, size: int = -1) -> bytes:
            if self.tell() > 100:
                raise OSError(5, "Input/output error")
            return super().read1(min(size, 64))

    import cleaner.backends.remote

    for name, raw in (
        ("a.warc", between(b"")),
        ("a.jsonl", LINES),
        ("a.zip", invented_corpora.zipped({"a.txt": b"A word"})),
        ("a.parquet", invented_corpora.parquet(RECORDS)),
    ):
        monkeypatch.setattr(cleaner.backends.remote, "is_remote", lambda path: path.startswith("flaky"))
        monkeypatch.setattr(cleaner.backends.remote, "opened", lambda path, raw=raw: Flaky(raw))
        kind = name.split(".")[1]
        result = corpus.run_shard(corpus.Shard("key", kind, name, ((f"flaky:{name}", name),)), Job(str(tmp_path / "out")))
        assert result.state == "failed"
        assert "cannot be read to its end" in result.message, result.message

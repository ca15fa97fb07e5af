"""Invented corpora: the same records in every format, and readers for the output of a run."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import zstandard

Rows = list[dict[str, Any]]
_SHIPS = ("Ottilie", "Hjalma", "Sandfly", "Merrow", "Pelikan")


def text(number: int) -> str:
    """A page with debris."""
    ship = _SHIPS[number % len(_SHIPS)]
    return (
        f"The {ship} sails again after {number} weeks in the dry dock\n\nShort Url\nUpdated 04 March 2025\nFollow\n\n"
        f"The night ferry {ship} will sail again from Monday, the county said on Tuesday, after {number} weeks of repairs in Elmsund.\n"
        f"Her captain told the harbour office that {number + 2} of the old rivets had gone, and that nobody missed them.\n"
    )


def html(number: int) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in text(number).split("\n\n")[2].splitlines())
    title = text(number).splitlines()[0]
    return f"<!doctype html><html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


def records(count: int, first: int = 0) -> Rows:
    return [
        {"id": f"r{number}", "url": f"https://h{number % 3}.example/{number}", "fetched": "2025-03-05T06:00:00+00:00", "text": text(number)}
        for number in range(first, first + count)
    ]


def jsonl(found: Iterable[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in found).encode()


def parquet(found: Rows, group: int = 3) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(found), file, row_group_size=group)
    return file.getvalue()


def table(found: Rows, delimiter: str = ",") -> bytes:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(found[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(found)
    return file.getvalue().encode()


def warc(found: Rows, packed: bool = False) -> bytes:
    """Responses with the pages as HTML, between a warcinfo record and an image."""
    pieces = [warc_record("warcinfo", "<urn:i>", None, b"software: none\r\n", "application/warc-fields")]
    for number, record in enumerate(found):
        body = html(number).replace("captain", "capitán").encode("iso-8859-1")
        response = http("200 OK", "text/html; charset=iso-8859-1", body)
        pieces.append(warc_record("response", record["id"], record["url"], response, "application/http; msgtype=response"))
    pieces.append(warc_record("response", "p", "https://h.example/p.png", http("200 OK", "image/png", b"\x89PNG"), "application/http"))
    pieces.append(
        warc_record("response", "q", "https://h.example/q", http("404 Gone", "text/html", b"<html>no</html>"), "application/http")
    )
    return b"".join(gzip.compress(piece, mtime=0) if packed else piece for piece in pieces)


def packed_response(record: dict[str, Any]) -> bytes:
    """A response whose body is compressed and sent in two chunks."""
    body = gzip.compress(html(1).encode(), mtime=0)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:100], body[100:], b""))
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    return warc_record("response", record["id"], record["url"], head + chunks, "application/http; msgtype=response")


def wet(found: Rows) -> bytes:
    return b"".join(warc_record("conversion", record["id"], record["url"], record["text"].encode(), "text/plain") for record in found)


def http(status: str, media: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def warc_record(kind: str, id: str, url: str | None, block: bytes, media: str) -> bytes:
    address = f"WARC-Target-URI: {url}\r\n" if url else ""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\n{address}WARC-Date: 2025-03-05T06:00:00Z\r\n"
    return f"{head}Content-Type: {media}\r\nContent-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in members.items():
            archive.writestr(name, raw)
    return file.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, raw in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
    return file.getvalue()


def rows(folder: Path) -> Rows:
    """All rows of a run in any format; fails when a file is incomplete."""
    found: Rows = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and "_cleaner" not in path.parts):
        if path.name.startswith("."):
            continue
        if path.suffix == ".parquet":
            found += pyarrow.parquet.read_table(path).to_pylist()
        elif path.suffix in (".jsonl", ".gz", ".zst"):
            raw = path.read_bytes()
            raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
            raw = zstandard.ZstdDecompressor().stream_reader(raw).read() if path.suffix == ".zst" else raw
            found += [json.loads(line) for line in raw.splitlines()]
    return found


def keys(folder: Path) -> list[tuple[str, int]]:
    """(id, part) of all rows, sorted, to show that no row is missing or duplicated."""
    return sorted((row["id"], row["part"]) for row in rows(folder))


def files(folder: Path) -> dict[str, bytes]:
    """Name and bytes of each file that a run wrote, without its state folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "_cleaner" not in path.parts
    }

"""Decompression bombs: `--max-record` bounds the decompressed size in every container, and memory stays small."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pyarrow
import pyarrow.parquet
import pytest
import zstandard

from . import invented_corpora

MEGABYTE = 1 << 20
SIZE = 96  # MB, the decompressed size of each bomb
LIMIT = 1  # MB, the limit of a record
MEMORY = 32  # MB allowed beyond what a small file needs
BLANK = b" " * (8 * MEGABYTE)

READ = """
import json, resource, sys
from pathlib import Path
from cleaner import corpus
from cleaner.corpus import Reading
from cleaner.corpus.readers import records_of
from cleaner.corpus.shards import Stats

for path in sys.argv[2:]:
    statuses, size = [], 0
    for shard in corpus.plan([path], "out"):
        for record, _ in records_of(shard, Reading(max_record=int(sys.argv[1])), Stats()):
            statuses.append(record.failure.status if record.failure else "read")
            size = max(size, len(record.source))
    print(json.dumps([Path(path).name, statuses, size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


BESIDE = (
    "import subprocess, sys; sys.exit(subprocess.call(sys.argv[1:]))"  # run through a small process, since the peak memory is inherited
)


def spread(pack: Callable[[bytes], bytes], head: bytes, foot: bytes) -> bytes:
    """SIZE MB of blanks between a head and a foot, in many members."""
    return pack(head) + pack(BLANK) * (SIZE // 8) + pack(foot)


def line(pack: Callable[[bytes], bytes]) -> bytes:
    """JSON lines with a bomb and a normal record."""
    return spread(pack, b'{"id": "a", "text": "', b'"}\n' + invented_corpora.jsonl(invented_corpora.records(1)))


def response(coding: str, body: bytes) -> bytes:
    """A WARC file with a response whose body is a bomb, and a normal one."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n".encode()
    return invented_corpora.warc_record("response", "a", "https://h.example/a", head + body, "application/http") + invented_corpora.wet(
        invented_corpora.records(1)
    )


def packed(compressor: zlib._Compress | brotli.Compressor) -> bytes:  # type: ignore[name-defined]
    """SIZE MB of blanks in one stream."""
    add = getattr(compressor, "compress", None) or compressor.process
    return b"".join([*(add(BLANK) for _ in range(SIZE // 8)), (compressor.flush if add.__name__ == "compress" else compressor.finish)()])


def zipped(method: int, size: int | None = None) -> bytes:
    """A zip file with a bomb as a page, for which the directory states `size`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method, compresslevel=1) as archive:
        with archive.open("a.txt", "w") as member:
            for _ in range(SIZE // 8):
                member.write(BLANK)
        archive.writestr("b.txt", invented_corpora.text(1))
    raw = file.getvalue()
    stated = raw.index(b"PK\x01\x02") + 24
    return raw[:stated] + size.to_bytes(4, "little") + raw[stated + 4 :] if size else raw


def tarred(type: bytes) -> bytes:
    """A compressed tar file in which a member or its extended header is a bomb."""
    member = tarfile.TarInfo("a.txt")
    member.size, member.type = SIZE * MEGABYTE, type
    return spread(lambda raw: gzip.compress(raw, 1), member.tobuf(), invented_corpora.tarred({"b.txt": invented_corpora.text(1).encode()}))


def table(values: list[str], **options: object) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({"text": values}), file, compression="zstd", **options)
    return file.getvalue()


def bombs() -> dict[str, tuple[bytes, list[str]]]:
    """Bombs by file name, with the statuses expected when they are read."""
    deflate = zlib.compressobj(1, zlib.DEFLATED, -15)
    over, one = "too large", "read"
    return {
        "a.jsonl.gz": (line(lambda raw: gzip.compress(raw, 1)), [over, one]),
        "a.jsonl.zst": (line(zstandard.compress), [over, one]),
        "a.jsonl.bz2": (line(bz2.compress), [over, one]),
        "a.jsonl.xz": (line(lambda raw: lzma.compress(raw, preset=0)), [over, one]),
        "a.csv.gz": (spread(lambda raw: gzip.compress(raw, 1), b'id,text\na,"', b'"\nb,"A word"\n'), [over, one]),
        "a.html.gz": (spread(lambda raw: gzip.compress(raw, 1), b"<html>", b"</html>"), [over]),
        "gzip.warc": (response("gzip", packed(zlib.compressobj(1, zlib.DEFLATED, 31))), [over, one]),
        "deflate.warc": (response("deflate", packed(deflate)), [over, one]),
        "br.warc": (response("br", packed(brotli.Compressor(quality=1))), [over, one]),
        "zstd.warc": (response("zstd", zstandard.compress(BLANK * (SIZE // 8))), [over, one]),
        "twice.warc": (response("gzip, gzip", gzip.compress(packed(zlib.compressobj(1, zlib.DEFLATED, 31)))), [over, one]),
        "a.warc.gz": (
            spread(
                lambda raw: gzip.compress(raw, 1),
                b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % (SIZE * MEGABYTE),
                b"\r\n\r\n" + invented_corpora.wet(invented_corpora.records(1)),
            ),
            [over, one],
        ),
        "deflated.zip": (zipped(zipfile.ZIP_DEFLATED), [over, one]),
        "bzip2.zip": (zipped(zipfile.ZIP_BZIP2, 1000), ["failed", one]),
        "lzma.zip": (zipped(zipfile.ZIP_LZMA, 1000), ["failed", one]),
        "lying.zip": (zipped(zipfile.ZIP_DEFLATED, 1000), ["failed", one]),
        "member.tar.gz": (tarred(tarfile.REGTYPE), [over, one]),
        "header.tar.gz": (tarred(tarfile.XHDTYPE), ["failed", one]),
        "name.tar.gz": (tarred(tarfile.GNUTYPE_LONGNAME), ["failed", one]),
        "cell.parquet": (table([(BLANK * (SIZE // 8)).decode(), "A word"], row_group_size=1), [over, one]),
        "repeated.parquet": (table([BLANK[: MEGABYTE - 9].decode()] * SIZE), [one] * SIZE),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell the peak of the memory")
def test_bombs_use_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "small.jsonl").write_bytes(invented_corpora.jsonl(invented_corpora.records(1)))
    (tmp_path / "small.parquet").write_bytes(invented_corpora.parquet(invented_corpora.records(1)))
    (tmp_path / "small.warc").write_bytes(response("br", brotli.compress(b"<html>" + BLANK[:1000])))
    wanted = bombs()
    for name, (raw, _) in wanted.items():
        (tmp_path / name).write_bytes(raw)
        assert len(raw) < 2 * MEGABYTE
    small = ["small.jsonl", "small.parquet", "small.warc"]
    paths = [str(tmp_path / name) for name in [*small, *wanted]]
    command = [sys.executable, "-c", BESIDE, sys.executable, "-c", READ, str(LIMIT * MEGABYTE), *paths]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert told.returncode == 0, told.stderr
    found = [json.loads(row) for row in told.stdout.splitlines()]
    unit = 1 if sys.platform == "darwin" else 1024
    base = found[len(small) - 1][3] * unit
    for name, statuses, size, peak in found[len(small) :]:
        assert statuses == wanted[name][1], name
        assert size <= LIMIT * MEGABYTE, name
        assert peak * unit < base + MEMORY * MEGABYTE, f"{name}: {(peak * unit - base) // MEGABYTE} MB"

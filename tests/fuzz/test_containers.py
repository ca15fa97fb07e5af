"""Damaged containers, made by chance from fixed seeds: every run ends, every fault is reported, and what is whole is read.

A file in the middle of which bytes were changed may fail as a whole, with a message that names it and says what to do. Where it does
not, the records that were not touched, and that its format lets one find, have their rows. `FUZZ_ROUNDS` multiplies the rounds.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import zstandard
from corpus import invented_corpora

from cleaner import corpus
from cleaner.corpus import Job, Reading, Shard
from cleaner.corpus.readers import records_of
from cleaner.corpus.shards import Stats
from cleaner.errors import CleanerError

ROUNDS = 30 * int(os.environ.get("FUZZ_ROUNDS", "1"))
COUNT = 6
RECORDS = invented_corpora.records(COUNT)
READING = Reading(max_record=100_000)
MEMBERS = {f"r{number}.txt": record["text"].encode() for number, record in enumerate(RECORDS)}


class Made(NamedTuple):
    """A whole file, and the position of each record in it. `exact`: damage in one record leaves all others readable."""

    raw: bytes
    places: list[tuple[int, int]]
    exact: bool = False


def pieces(found: list[bytes], head: bytes = b"", exact: bool = False) -> Made:
    """A file of records one behind the other."""
    places, at = [], len(head)
    for piece in found:
        places.append((at, at + len(piece)))
        at += len(piece)
    return Made(head + b"".join(found), places, exact)


def whole(raw: bytes) -> Made:
    """A file in which no record can be read by itself."""
    return Made(raw, [(0, len(raw))] * COUNT)


def zip_file() -> Made:
    raw = invented_corpora.zipped(MEMBERS)
    starts = [found.start() for found in re.finditer(rb"PK\x03\x04", raw)]
    return Made(raw, list(zip(starts, [*starts[1:], raw.index(b"PK\x01\x02")], strict=True)))


def tar_file() -> Made:
    raw = invented_corpora.tarred(MEMBERS)
    starts = [found.start() for found in re.finditer(rb"r\d\.txt\0{20}", raw)]
    return Made(raw, list(zip(starts, [*starts[1:], starts[-1] + 1024], strict=True)))


def packed_warc() -> Made:
    """Every record a gzip member, as crawlers write them; around the pages stand records that are none."""
    raw = invented_corpora.warc(RECORDS)
    found = [gzip.compress(b"WARC/1.0" + record, mtime=0) for record in raw.split(b"WARC/1.0")[1:]]
    pages = pieces(found[1 : COUNT + 1], found[0])
    return Made(pages.raw + b"".join(found[COUNT + 1 :]), pages.places)


MADE: dict[str, Made] = {
    "a.jsonl": pieces([invented_corpora.jsonl([record]) for record in RECORDS], exact=True),
    "a.csv": whole(invented_corpora.table(RECORDS)),
    "a.warc": pieces([invented_corpora.wet([record]) for record in RECORDS]),
    "a.warc.gz": packed_warc(),
    "a.zip": zip_file(),
    "a.tar": tar_file(),
    "a.jsonl.gz": whole(gzip.compress(invented_corpora.jsonl(RECORDS), mtime=0)),
    "a.jsonl.zst": whole(zstandard.compress(invented_corpora.jsonl(RECORDS))),
    "a.jsonl.bz2": whole(bz2.compress(invented_corpora.jsonl(RECORDS))),
    "a.jsonl.xz": whole(lzma.compress(invented_corpora.jsonl(RECORDS))),
    "a.tar.gz": whole(gzip.compress(invented_corpora.tarred(MEMBERS), mtime=0)),
    "a.parquet": whole(invented_corpora.parquet(RECORDS, 3)),
}
_SIZES = (b"0", b"1", b"99999999999", b"-1", b"4294967295", b"18446744073709551616", b"x")


class Damage(NamedTuple):
    """The damaged bytes, and the first and the last place of the whole file that was touched."""

    raw: bytes
    first: int
    last: int


def flipped(raw: bytes, chance: random.Random) -> Damage:
    at = chance.randrange(len(raw))
    return Damage(raw[:at] + bytes([raw[at] ^ chance.randrange(1, 256)]) + raw[at + 1 :], at, at)


def scattered(raw: bytes, chance: random.Random) -> Damage:
    places = sorted(chance.sample(range(len(raw)), 8))
    out = bytearray(raw)
    for at in places:
        out[at] = chance.choice((0, 255, 10, 34, chance.randrange(256)))
    return Damage(bytes(out), places[0], places[-1])


def cut(raw: bytes, chance: random.Random) -> Damage:
    """The end is gone."""
    at = chance.randrange(1, len(raw))
    return Damage(raw[:at], at, len(raw))


def holed(raw: bytes, chance: random.Random) -> Damage:
    """Bytes in the middle are gone."""
    at = chance.randrange(len(raw))
    end = min(len(raw), at + chance.randrange(1, 400))
    return Damage(raw[:at] + raw[end:], at, end)


def doubled(raw: bytes, chance: random.Random) -> Damage:
    at = chance.randrange(len(raw))
    end = min(len(raw), at + chance.randrange(1, 400))
    return Damage(raw[:end] + raw[at:], at, end)


def falsified(raw: bytes, chance: random.Random) -> Damage:
    """A number that says how much there is says something else: in words, or in bytes."""
    words = list(re.finditer(rb"(?<=Length: )\d+|(?<=\0)0[0-7]{10}(?=\0)", raw))
    if words and chance.random() < 0.8:
        found = chance.choice(words)
        size = chance.choice(_SIZES)
        size = size[:11].rjust(11, b"0") if len(found[0]) == 11 else size
        return Damage(raw[: found.start()] + size + raw[found.end() :], found.start(), found.end())
    at = chance.randrange(max(1, len(raw) - 4))
    return Damage(raw[:at] + chance.choice((b"\xff\xff\xff\x7f", b"\xff" * 4, b"\0" * 4)) + raw[at + 4 :], at, at + 4)


DAMAGES: tuple[Callable[[bytes, random.Random], Damage], ...] = (flipped, scattered, cut, holed, doubled, falsified)


def texts_of(path: Path) -> tuple[set[bytes], int, str]:
    """The texts that are read from a file, the count of its records, and why it failed as a whole. Only a CleanerError or EOFError may leave."""
    found: set[bytes] = set()
    count = 0
    ids: list[str] = []
    try:
        for shard in corpus.plan([str(path)], str(path.parent / "out")):
            for record, _ in records_of(shard, READING, Stats()):
                count += 1
                ids.append(record.id)
                assert bool(record.source) != bool(record.failure), "a record has a page or a failure"
                assert record.failure is None or (record.failure.message and "Report it" not in record.failure.message)
                assert len(record.source) <= READING.max_record
                found.add(record.source if isinstance(record.source, bytes) else record.source.encode("utf-8", "surrogatepass"))
    except CleanerError as error:
        assert error.problem and error.place and error.remedy
        return found, count, str(error)
    except EOFError as error:
        return found, count, f"it breaks off ({error})"
    return found, count, ""


def expected(number: int, name: str) -> bytes:
    return invented_corpora.html(number).replace("captain", "capitán").encode() if name == "a.warc.gz" else RECORDS[number]["text"].encode()


@pytest.mark.parametrize("name", MADE)
def test_a_whole_file_gives_every_record(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(MADE[name].raw)
    found, count, why = texts_of(tmp_path / name)
    assert (count, why) == (COUNT, "")
    assert all(texts in found for texts in (expected(number, name) for number in range(COUNT)))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", MADE)
def test_a_damaged_file_costs_no_more_than_it_must(name: str, damage: Callable[[bytes, random.Random], Damage], tmp_path: Path) -> None:
    chance = random.Random(f"{name} {damage.__name__}")
    file = MADE[name]
    for round in range(ROUNDS):
        bad = damage(file.raw, chance)
        (tmp_path / name).write_bytes(bad.raw)
        found, _, why = texts_of(tmp_path / name)
        before = [number for number, (_, end) in enumerate(file.places) if end <= bad.first]
        behind = [number for number, (start, _) in enumerate(file.places) if start > bad.last + 1]  # the byte before it ends the one before
        if name == "a.zip" and (bad.last >= file.places[-1][1] or len(bad.raw) != len(file.raw)):
            before = behind = []  # what says where the members are is damaged, or no longer true
        wanted = [*before, *behind] if file.exact or name == "a.zip" else before
        missing = [number for number in wanted if expected(number, name) not in found]
        assert not missing, f"round {round}: {damage.__name__} at {bad.first} to {bad.last}: {missing} of {file.places} are missing; {why}"


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.tar", "a.zip"])
def test_damage_within_a_record_costs_that_record(name: str, tmp_path: Path) -> None:
    """Bytes of the text of one record are changed, and none of what says where records begin and end."""
    chance = random.Random(name)
    file = MADE[name]
    for _ in range(2 * ROUNDS):
        number = chance.randrange(COUNT)
        start, end = file.places[number]
        at = chance.randrange(end - 100 if name != "a.tar" else start + 520, end - 20 if name != "a.tar" else start + 700)
        raw = bytearray(file.raw)
        raw[at] ^= chance.randrange(1, 256)
        (tmp_path / name).write_bytes(raw)
        found, _, why = texts_of(tmp_path / name)
        if name == "a.warc.gz" and number == COUNT - 1 and why:
            continue  # the last member may seem to break off
        missing = [other for other in range(COUNT) if other != number and expected(other, name) not in found]
        assert not (missing or why), f"a byte at {at}, in record {number}: {missing} are missing; {why}"


@pytest.mark.parametrize("name", MADE)
def test_a_damaged_file_ends_in_rows_or_in_a_message(name: str, tmp_path: Path) -> None:
    """The whole way, with cleaning and writing: a result that says how it went, and never a fault of the program."""
    chance = random.Random(f"rows of {name}")
    for _ in range(max(1, ROUNDS // 10)):
        (tmp_path / name).write_bytes(chance.choice(DAMAGES)(MADE[name].raw, chance).raw)
        shards: list[Shard] = corpus.plan([str(tmp_path / name)], str(tmp_path / "out"))
        for result in corpus.inline(shards, Job(str(tmp_path / "out"), reading=READING)):
            assert result.state in ("done", "failed")
            assert "Report it" not in result.message
            assert result.state == "done" or "tmp" in result.message or name in result.message
            assert all("Report it" not in why for _, _, why in result.stats.looks)

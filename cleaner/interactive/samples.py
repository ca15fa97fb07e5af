"""Sample records of a corpus for review, chosen by hash, so that the same corpus gives the same sample."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..corpus import plan
from ..corpus.readers import records_of
from ..corpus.records import Reading, Record
from ..corpus.shards import Shard, Stats
from ..decisions import RECORD
from ..errors import CleanerError, InputError
from ..inputs import STDIN, Skipped, Source, find

SAMPLE = 100  # default number of records
LOOKED_AT = 20_000  # the sample is chosen among this many records from the beginning of the corpora
_ROOM = 256 * 1024 * 1024  # maximum bytes of all sampled records
_TARGET = Path("record")


@dataclass(frozen=True, slots=True)
class RecordSource:
    """One record of a corpus as a page to review. Decisions refer to it by `name`."""

    record: Record
    path: None = None
    target: Path = _TARGET

    @property
    def name(self) -> str:
        return f"{RECORD}{self.record.id}"

    @property
    def url(self) -> str | None:
        return self.record.url

    @property
    def fetched(self) -> str | None:
        return self.record.fetched

    def read(self) -> str | bytes:
        """The record's page. Raises InputError for a record that could not be read."""
        if self.record.failure:
            raise InputError(self.record.failure.message, place=self.record.place, remedy="Leave it, or fix the corpus.")
        return self.record.source


def sources_of(
    inputs: Iterable[str], count: int = SAMPLE, follow: bool = False, skipped: Skipped | None = None, reading: Reading | None = None
) -> tuple[list[Source | RecordSource], list[str]]:
    """The pages in the inputs plus a sample of `count` records of the corpora among them, and messages about corpora that failed.

    Raises InputError for a path that does not exist, and for stdin.
    """
    names = list(inputs)
    if STDIN in names:
        raise InputError("stdin can be read only once", place=STDIN, remedy="Save it to a file first.")
    report = skipped or (lambda path, why: None)
    shards = [shard for shard in plan(names, "", follow, report) if shard.kind != "pages"]
    corpora = {Path(path).resolve() for shard in shards for path, _ in shard.sources}
    of_pages = [name for name in names if Path(name).is_dir() or Path(name).resolve() not in corpora]
    pages: list[Source | RecordSource] = list(find(of_pages, None, follow, lambda path, why: None))
    records, problems = sample(shards, count, reading or Reading())
    return [*(page for page in pages if not page.path or page.path.resolve() not in corpora), *records], problems


def sample(shards: Iterable[Shard], count: int, reading: Reading) -> tuple[list[RecordSource], list[str]]:
    """The `count` records with the lowest id hashes, in corpus order, and messages about shards that could not be read completely."""
    chosen: list[tuple[int, int, Record]] = []  # a heap: the highest hash first
    problems: list[str] = []
    number = 0
    for shard in shards:
        try:
            for record, _ in records_of(shard, reading, Stats()):
                number += 1
                if number > LOOKED_AT:
                    break
                rank = -int.from_bytes(hashlib.sha256(record.id.encode("utf-8", "surrogatepass")).digest()[:8])
                if count:
                    (heapq.heappush if len(chosen) < count else heapq.heappushpop)(chosen, (rank, number, record))
        except (CleanerError, EOFError, OSError) as error:
            problems.append(f"{shard.name}: {error}" if isinstance(error, EOFError) else str(error))
        if number > LOOKED_AT:
            break
    out: list[RecordSource] = []
    room = _ROOM
    for _, _, record in sorted(chosen, key=lambda entry: entry[1]):
        room -= len(record.source)
        if room < 0:
            problems.append(f"the sample is cut short at {len(out)} records: they are large")
            break
        out.append(RecordSource(record))
    return out, problems

"""The audits of a shard's pages, in one packed file: a line each, written as the records pass by.

Pages that are files have all of theirs, so that they can be rebuilt. Of other records, which stand in a corpus that stays as it is,
a few that tell most are kept as samples, unless more is asked for.
"""

from __future__ import annotations

import gzip
import heapq
import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ..data import Page
from ..formats import is_rows
from ..write.audit import audit_record
from .rows import Cleaned
from .shards import Job, Shard
from .writers import Audited, writing

SAMPLES = 20  # of one shard
_ROOM = 400_000  # characters of a page beyond which it is no sample
Rank = tuple[bool, bool, float, int, int]  # the greater, the more there is to see; the last part makes it unique: earlier comes first


def audited(shard: Shard, job: Job) -> Audited | None:
    """What keeps the audits of a shard, as the job has it."""
    if job.audits == "none":
        return None
    if job.audits == "all" or shard.kind == "pages":
        return partial(_all, shard, job)
    return partial(_samples, shard, job)


def _all(shard: Shard, job: Job, found: Iterable[Cleaned], path: Path) -> Iterator[Cleaned]:
    with writing(path) as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        for number, cleaned in enumerate(found):
            if cleaned.page is not None:
                file.write(_line(shard, job, number, cleaned, cleaned.page))
            yield cleaned


def _samples(shard: Shard, job: Job, found: Iterable[Cleaned], path: Path) -> Iterator[Cleaned]:
    kept: list[tuple[Rank, bytes]] = []
    for number, cleaned in enumerate(found):
        page = cleaned.page
        if page is not None and len(page.text) <= _ROOM:
            rank = rank_of(page, page.loss, number)
            if len(kept) < SAMPLES or rank > kept[0][0]:
                entry = (rank, _line(shard, job, number, cleaned, page, sample=True))
                (heapq.heappush if len(kept) < SAMPLES else heapq.heapreplace)(kept, entry)
        yield cleaned
    with writing(path) as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        for _, line in sorted(kept, reverse=True):
            file.write(line)


def rank_of(page: Page, loss: float, number: int) -> Rank:
    """How much there is to see of a page, the `number`-th of its run, with its loss, 0 to 1.

    Flagged pages come first, then those without an article, then the least sure ones, by expected quality or else by loss, then by the
    number of changes.
    """
    unsure = loss if page.quality is None else 1 - page.quality
    return bool(page.flags), not page.articles and not page.left_out, unsure, len(page.findings), -number


def _line(shard: Shard, job: Job, number: int, cleaned: Cleaned, page: Page, sample: bool = False) -> bytes:
    """One audit, and the name that its input gets when it is rebuilt, below any folder."""
    id = str(cleaned.rows[0]["id"])
    output = f"{shard.key}.{job.format}" if is_rows(job.format) else shard.key
    told: dict[str, Any] = {"file": _target(shard, number, id, page.document.html)}
    if sample:
        told["sample"] = True
    return (json.dumps(told | {"audit": audit_record(page, id, [output] * len(page.articles))}) + "\n").encode()


def _target(shard: Shard, number: int, id: str, html: bool) -> str:
    """A path below any folder: of a page that was found in a folder its path there, of another its name; of a record, one made of its id."""
    if shard.kind == "pages":
        path = Path(next((path for path, name in shard.sources if name == id), id))
        inside = path.relative_to(shard.root) if shard.root and path.is_relative_to(shard.root) else Path(path.name)
        return inside.as_posix()
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", id.rstrip("/").rpartition("/")[2]).strip("._-")[:60] or "record"
    return f"{shard.key}/{number:06d}-{name}{'.html' if html else '.txt'}"

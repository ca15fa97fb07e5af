"""The audits of a shard's pages: one compressed file with one line per page, written while the records are cleaned.

Every page that is a file of its own gets an audit, so that it can be restored. Records of a corpus file are not changed in place,
so by default only the few most informative audits are kept as samples.
"""

from __future__ import annotations

import gzip
import heapq
import json
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ..data import Page
from ..formats import is_rows
from ..write.audit import audit_record
from .rows import Cleaned
from .safe_name import safe_name
from .shards import Job, Shard
from .writers import Audited, writing

SAMPLES = 20  # per shard
_MAX_SAMPLE = 400_000  # characters; longer pages are not used as samples
Rank = tuple[bool, bool, float, int, int]  # higher means more informative; the last item makes it unique and prefers earlier records


def audited(shard: Shard, job: Job) -> Audited | None:
    """Return the function that writes a shard's audits as `job.audits` asks for; None when no audits are kept."""
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
        if page is not None and len(page.text) <= _MAX_SAMPLE:
            rank = rank_of(page, page.loss, number)
            if len(kept) < SAMPLES or rank > kept[0][0]:
                entry = (rank, _line(shard, job, number, cleaned, page, sample=True))
                (heapq.heappush if len(kept) < SAMPLES else heapq.heapreplace)(kept, entry)
        yield cleaned
    with writing(path) as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as file:
        for _, line in sorted(kept, reverse=True):
            file.write(line)


def rank_of(page: Page, loss: float, number: int) -> Rank:
    """Rank a page by how informative its audit is; `loss` is from 0 to 1, and `number` is the page's position in the run.

    Flagged pages rank highest, then pages without an article, then those with the lowest expected quality (or the highest loss, where no
    quality is predicted), then those with the most changes.
    """
    unsure = loss if page.quality is None else 1 - page.quality
    return bool(page.flags), not page.articles and not page.left_out, unsure, len(page.findings), -number


def _line(shard: Shard, job: Job, number: int, cleaned: Cleaned, page: Page, sample: bool = False) -> bytes:
    """One audit as a JSON line, with the relative path under which its input is restored."""
    id = str(cleaned.rows[0]["id"])
    output = f"{shard.key}.{job.format}" if is_rows(job.format) else shard.key
    record: dict[str, Any] = {"file": _target(shard, number, id, page.document.html)}
    if sample:
        record["sample"] = True
    return (json.dumps(record | {"audit": audit_record(page, id, [output] * len(page.articles))}) + "\n").encode()


def _target(shard: Shard, number: int, id: str, html: bool) -> str:
    """The relative path to restore to: a page's path within the searched folder, or else its name; for a record, a name made from its id."""
    if shard.kind == "pages":
        path = Path(next((path for path, name in shard.sources if name == id), id))
        inside = path.relative_to(shard.root) if shard.root and path.is_relative_to(shard.root) else Path(path.name)
        return inside.as_posix()
    return f"{shard.key}/{number:06d}-{safe_name(id, 'record')}{'.html' if html else '.txt'}"

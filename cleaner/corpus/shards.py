"""The unit of work: a shard of the inputs that is read, cleaned and written independently, with the same name in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from ..config import Settings
from .job_hash import Description, describe, hash_of
from .records import Reading

_LOOKS = 200  # records listed for review per status, in a total
State = Literal["done", "failed", "aside"]


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the inputs.

    key: unique name, the same in every run; the shard's output files are named after it.
    name: the input's name in messages, as the user gave it. sources: path and name of each file the shard reads.
    part: the range of a file: byte offsets for JSON lines, row groups for Parquet; None for the whole file.
    root: the folder or glob through which the input was found; empty if it was named directly. size: approximate input bytes.
    fingerprint: changes when one of the files changes.
    guarded: successful rows exist for its inputs and must not be replaced by a shard in which every record fails.
    """

    key: str
    kind: str
    name: str
    sources: tuple[tuple[str, str], ...]
    part: tuple[int, int] | None = None
    root: str = ""
    size: int = 0
    fingerprint: str = ""
    guarded: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Job:
    """What all shards of a run share: the output, its format, and how to read and clean. Can be pickled for other processes.

    description: what the rows depend on; rule packs, site files and decisions count by content.
    job_hash: the hash of the description.
    audits: whose audits to keep: `all`, `none`, or `default`: all pages that are files, and a sample of other records.
    url, fetched: the address and fetch time of pages that are files, which cannot state their own.
    replaces: the output whose rows this job replaces once all of its rows are written; empty when it writes in place.
    """

    output: str
    format: str = "jsonl"
    settings: Settings = field(default_factory=Settings)
    reading: Reading = field(default_factory=Reading)
    job_hash: str = ""
    description: Description = ()
    replaces: str = ""
    audits: Literal["default", "all", "none"] = "default"
    url: str | None = None
    fetched: str | None = None

    def __post_init__(self) -> None:
        if not self.description:
            object.__setattr__(self, "description", self._described())
        if not self.job_hash:
            object.__setattr__(self, "job_hash", hash_of(self.description))

    def local_hash(self) -> str:
        """The job hash computed with this machine's program version and files."""
        return hash_of(self._described())

    def _described(self) -> Description:
        return describe(self.settings, self.reading, self.format, audits=self.audits, url=self.url, fetched=self.fetched)


@dataclass
class Stats:
    """Counters of a shard or a run. All of them are sums, so the stats of shards can be added."""

    records: int = 0
    articles: int = 0
    skipped: int = 0
    repairs: int = 0
    lifted: int = 0
    dropped: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    losses: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    qualities: Counter[str] = field(default_factory=Counter)  # pages with a predicted F1, by its bin in `counts.STEPS`
    changes: Counter[str] = field(default_factory=Counter)  # by action and rule: see `counts`
    decisions: Counter[str] = field(default_factory=Counter)  # pages on which a decision did or did not match, by the decision's line
    changed: int = 0
    left_out: int = 0
    flagged: int = 0
    flagged_empty: int = 0  # flagged pages without an article
    looks: list[tuple[str, str, str]] = field(default_factory=list)  # the first records to review: status, id, reason

    def add(self, other: Stats) -> None:
        """Add the counters of another shard or run."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        self.looks = at_most(self.looks, _LOOKS)

    @property
    def all_failed(self) -> bool:
        """Whether there were records and every one of them failed."""
        return 0 < self.records == self.failed

    @property
    def failed(self) -> int:
        """Records that could not be read or cleaned, those over the limit among them."""
        return self.statuses["failed"] + self.statuses["too large"]


def at_most(looks: list[tuple[str, str, str]], most: int) -> list[tuple[str, str, str]]:
    """The first `most` records of each status, so that many flagged records do not crowd out failed ones."""
    seen: Counter[str] = Counter()
    out = []
    for look in looks:
        seen[look[0]] += 1
        if seen[look[0]] <= most:
            out.append(look)
    return out


@dataclass(frozen=True, slots=True)
class ShardResult:
    """The outcome of a shard. Only a shard that is `done` has an output; otherwise `message` gives the reason."""

    key: str
    name: str
    state: State
    size: int = 0
    output: str = ""
    message: str = ""
    stats: Stats = field(default_factory=Stats)

    def to_json(self) -> dict[str, Any]:
        """The result as a JSON object, for the marker."""
        record = {item.name: getattr(self, item.name) for item in fields(self)}
        return record | {"stats": vars(self.stats)}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> ShardResult:
        """Read a result from its JSON object. Raises KeyError or TypeError if it is damaged."""
        stats: dict[str, Any] = {name: Counter(value) if isinstance(value, dict) else value for name, value in record["stats"].items()}
        stats["looks"] = [tuple(look) for look in stats["looks"]]
        return cls(**{**record, "stats": Stats(**stats)})

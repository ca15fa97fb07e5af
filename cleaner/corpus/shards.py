"""The unit of work: a piece of the inputs that is read, cleaned and written by itself, with the same name in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from ..config import Settings
from .job_hash import Description, describe, mark_of
from .records import Reading

_LOOKS = 200  # records of one status that are named in a sum
State = Literal["done", "failed", "aside"]


@dataclass(frozen=True, slots=True)
class Shard:
    """A piece of the inputs.

    key: its name, unique and the same in every run; what is written for it is named after it.
    name: what the input is called in messages, as the user named it. sources: path and name of each file it is read from.
    part: which piece of a file: bytes of JSON lines, row groups of Parquet; None for the whole.
    root: the folder or glob that it was found by, if it was not named itself. size: its share of the input in bytes, about.
    fingerprint: changes when one of the files does.
    guarded: rows that succeeded exist for its inputs, and must not give way to a shard whose records all fail.
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
    """What all shards of a run have in common: where to write, as what, and how to read and clean. Crosses process borders.

    description: what the rows depend on; of rule packs, site files and decisions, their content.
    mark: the hash of the description.
    audits: of which records the audit is kept: `all`, `none`, or by `default` of all pages that are files, and of a few telling records.
    url, fetched: the address and the time of the fetch of pages that are files, which state none of their own.
    replaces: the output whose rows this job's will replace when they are all written; empty when it writes them in their place.
    """

    output: str
    format: str = "jsonl"
    settings: Settings = field(default_factory=Settings)
    reading: Reading = field(default_factory=Reading)
    mark: str = ""
    description: Description = ()
    replaces: str = ""
    audits: Literal["default", "all", "none"] = "default"
    url: str | None = None
    fetched: str | None = None

    def __post_init__(self) -> None:
        if not self.description:
            object.__setattr__(self, "description", self._described())
        if not self.mark:
            object.__setattr__(self, "mark", mark_of(self.description))

    def mark_here(self) -> str:
        """The mark that the job has with the program and the files of this machine."""
        return mark_of(self._described())

    def _described(self) -> Description:
        return describe(self.settings, self.reading, self.format, audits=self.audits, url=self.url, fetched=self.fetched)


@dataclass
class Stats:
    """What was done in a shard, or in a run: sums, so that shards can be added up."""

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
    qualities: Counter[str] = field(default_factory=Counter)  # pages whose F1 is expected, by its step
    changes: Counter[str] = field(default_factory=Counter)  # by action and rule: see `tally`
    decisions: Counter[str] = field(default_factory=Counter)  # pages by whether a decision, by its line, is about a line there
    changed: int = 0
    left_out: int = 0
    flagged: int = 0
    flagged_empty: int = 0  # of the flagged, those without an article
    looks: list[tuple[str, str, str]] = field(default_factory=list)  # the first records that call for a look: status, id, why

    def add(self, other: Stats) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        self.looks = at_most(self.looks, _LOOKS)

    @property
    def all_failed(self) -> bool:
        """Whether there were records, and none of them could be read or cleaned."""
        return 0 < self.records == self.failed

    @property
    def failed(self) -> int:
        """Records that could not be read or cleaned, those over the limit among them."""
        return self.statuses["failed"] + self.statuses["too large"]


def at_most(looks: list[tuple[str, str, str]], most: int) -> list[tuple[str, str, str]]:
    """The first `most` of each status, so that many flagged records leave room for those that failed."""
    seen: Counter[str] = Counter()
    out = []
    for look in looks:
        seen[look[0]] += 1
        if seen[look[0]] <= most:
            out.append(look)
    return out


@dataclass(frozen=True, slots=True)
class ShardResult:
    """What became of a shard. Only one that is `done` has an output; `message` says what kept another from it."""

    key: str
    name: str
    state: State
    size: int = 0
    output: str = ""
    message: str = ""
    stats: Stats = field(default_factory=Stats)

    def to_json(self) -> dict[str, Any]:
        told = {item.name: getattr(self, item.name) for item in fields(self)}
        return told | {"stats": vars(self.stats)}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> ShardResult:
        stats: dict[str, Any] = {name: Counter(value) if isinstance(value, dict) else value for name, value in told["stats"].items()}
        stats["looks"] = [tuple(look) for look in stats["looks"]]
        return cls(**{**told, "stats": Stats(**stats)})

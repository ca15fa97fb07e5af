"""The summary of a run over pages or records: its counts, a sentence about them, and the file that stores them beside the output."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from . import __version__
from .config import Settings
from .errors import CleanerError, InputError
from .inputs import STATE_FOLDER

KINDS = ("failed", "too large", "refused", "skipped", "no article", "flagged", "removed")  # worst first
WRONG = KINDS[:3]  # kinds that are reported even in a quiet run
LOOK = ("no article", "flagged")
NAME = "last-run.jsonl"
_MOST = 1_000  # maximum stored entries per kind; all are counted
_LARGEST = 64 * 1024 * 1024  # maximum bytes of a stored record


class Entry(NamedTuple):
    """A noteworthy input or output file: `kind` is one of KINDS, `why` the reason."""

    kind: str
    name: str
    why: str


@dataclass
class RunSummary:
    """The counts of a run, and the inputs that need a review.

    unit: what was read, `page` or `record`. out: the output; None for stdout. read: the number of pages or records.
    reports: whether `cleaner report` has something to show.
    """

    unit: str = "page"
    out: str | None = None
    dry_run: bool = False
    reports: bool = False
    read: int = 0
    articles: int = 0
    duplicates: int = 0
    repairs: int = 0
    lifted: int = 0
    dropped: int = 0
    done_before: int = 0
    groups: Counter[str] = field(default_factory=Counter)  # dropped lines by the group of their rule
    decisions: Counter[tuple[int, bool]] = field(default_factory=Counter)  # pages, by decision and whether it matched a line
    counts: Counter[str] = field(default_factory=Counter)  # by kind
    entries: list[Entry] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)
    seconds: float = 0.0

    def note(self, kind: str, name: str, why: str, count: int = 1) -> None:
        """Count an input or a file, and store it as an entry while there are fewer than _MOST of its kind."""
        if self.counts[kind] < _MOST:
            self.entries.append(Entry(kind, name, why))
        self.counts[kind] += count

    def end(self) -> None:
        """Record the duration of the run."""
        self.seconds = time.monotonic() - self.started

    def worst(self, kinds: Iterable[str] = KINDS) -> list[Entry]:
        """The entries of the given kinds, worst kind first, in the order in which they were noted."""
        order = {kind: number for number, kind in enumerate(KINDS)}
        return sorted((entry for entry in self.entries if entry.kind in kinds), key=lambda entry: order[entry.kind])

    @property
    def unmet(self) -> list[int]:
        """The decisions (by line in the decisions file) that apply to some page but matched no line on any."""
        return sorted(line for line, met in self.decisions if not met and not self.decisions[line, True])

    @property
    def to_look_at(self) -> int:
        """The number of inputs that a person should review."""
        return sum(self.counts[kind] for kind in LOOK)

    def sentence(self) -> str:
        """A sentence on what was read, written and failed, the time it took, what needs a review, and the next command."""
        did = f"Read {counted(self.read, self.unit)} and {'would write' if self.dry_run else 'wrote'} {counted(self.articles, 'article')}"
        where = f" to {self.out}" if self.out else ""
        clauses = [f"{did}{where} in {self.seconds:.1f} s"]
        wrong = [
            f"{self.counts[kind]:,} {kind if kind != 'too large' else 'over the size limit'}"
            for kind in (*WRONG, "skipped")
            if self.counts[kind]
        ]
        if wrong:
            clauses.append(", ".join(wrong))
        if self.duplicates:
            clauses.append(f"{counted(self.duplicates, 'copy', 'copies')} left out")
        text = "; ".join(clauses) + "."
        if self.done_before:
            text += f" {counted(self.done_before, 'shard')} had been done before."
        if self.dry_run:
            text += " Nothing was written, because of --dry-run."
        look = f"{counted(self.to_look_at, self.unit)} to look at" if self.to_look_at else ""
        next_command = f"cleaner report {self.out}" if self.reports and not self.dry_run and self.out else ""
        if look or next_command:
            text += f" {'Next' if not look else look[0].upper() + look[1:]}{': ' if next_command else ''}{next_command}{'' if next_command else '.'}"
        return text

    def changes(self) -> str:
        """A sentence on what was dropped, repaired and extracted, with the most frequent rule groups; empty if nothing was."""
        if not (self.dropped or self.repairs or self.lifted):
            return ""
        groups = ", ".join(f"{group} {count:,}" for group, count in sorted(self.groups.items(), key=lambda item: (-item[1], item[0]))[:5])
        more = ", …" if len(self.groups) > 5 else ""
        of = f" ({groups}{more})" if groups else ""
        return f"{counted(self.dropped, 'line')} dropped{of}, {counted(self.repairs, 'repair')}, {self.lifted:,} moved into fields."

    def as_json(self) -> dict[str, Any]:
        """The same figures and entries for a program."""
        figures = {"read": self.read, "unit": self.unit, "articles": self.articles, "out": self.out, "dry_run": self.dry_run}
        figures |= {kind.replace(" ", "_"): self.counts[kind] for kind in KINDS}
        figures |= {"duplicates": self.duplicates, "dropped": self.dropped, "dropped_by_group": dict(self.groups.most_common())}
        figures |= {"repairs": self.repairs, "lifted": self.lifted, "done_before": self.done_before, "seconds": round(self.seconds, 3)}
        return figures | {"entries": [entry._asdict() for entry in self.worst()]}


def counted(count: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "page"), counted(1200, "page"), counted(2, "copy", "copies")
    ('1 page', '1,200 pages', '2 copies')
    """
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run into a folder; empty if it is unknown.

    command: the arguments of `cleaner`. settings: those that differ from the defaults. counts: all inputs and files by kind;
    entries: the stored ones, worst first.
    """

    command: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


def lines(summary: RunSummary, command: Sequence[str], settings: Settings) -> bytes:
    """The stored record of a run: one JSON line with its counts and command, and one per entry."""
    head = summary.as_json() | {"sentence": summary.sentence(), "version": __version__, "command": list(command)}
    head["settings"] = {item.name: value for item in fields(settings) if (value := getattr(settings, item.name)) != item.default}
    entries = head.pop("entries")
    return "".join(json.dumps(line) + "\n" for line in (head, *entries)).encode()


def last_run(folder: Path) -> LastRun:
    """Read the stored record of the last run into `folder`. Raises InputError if it is damaged."""
    path = folder / STATE_FOLDER / NAME
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(f"it is over {_LARGEST:,} bytes")
        return _last_run(path.read_text(encoding="utf-8").splitlines())
    except (FileNotFoundError, NotADirectoryError):
        return LastRun()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _damaged(path, error) from error


def entries_of(folder: Path) -> list[Entry]:
    """The entries of the last run into `folder`; empty if it is unknown. Raises InputError if its record is damaged."""
    return list(last_run(folder).entries)


def _last_run(text: Sequence[str]) -> LastRun:
    head: dict[str, Any] = json.loads(text[0])
    entries = tuple(_entries(text[1:]))
    named = Counter(entry.kind for entry in entries)
    counts = {kind: max(int(head.get(kind.replace(" ", "_"), 0)), named[kind]) for kind in KINDS}
    settings = {str(name): value for name, value in head.get("settings", {}).items()}  # older versions stored none
    return LastRun(tuple(map(str, head.get("command", ()))), settings, counts, entries)


def _entries(text: Iterable[str]) -> Iterator[Entry]:
    for line in text:
        entry = json.loads(line)
        yield Entry(str(entry["kind"]), str(entry["name"]), str(entry["why"]))


def _damaged(path: Path, error: Exception) -> CleanerError:
    return InputError(f"the record of the last run cannot be read ({error})", place=str(path), remedy="Remove it, or run again.")

"""What a run did, read from the marks that stand beside its output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..errors import CleanerError, InputError
from ..packs import known_packs
from .manifest import done
from .shards import ShardResult, Stats
from .store import store_of


@dataclass(frozen=True, slots=True)
class Report:
    """The sums of all shards that are done. `silent` are the rules that could have spoken and never did."""

    shards: int
    stats: Stats
    silent: list[str]


def report(output: str) -> Report:
    """The report of an output folder or URL. Raises InputError when nothing was done there."""
    marks = list(done(store_of(output)).values())
    stats = Stats()
    for mark in marks:
        stats.add(ShardResult.from_json(mark["result"]).stats)
    if not marks:
        remedy = "Give the folder that a run over a corpus wrote to."
        raise InputError("there is nothing here that tells of a run", place=output, remedy=remedy)
    return Report(len(marks), stats, sorted(_silent(stats, [mark["settings"] for mark in marks])))


def _silent(stats: Stats, settings: list[dict[str, Any]]) -> Iterable[str]:
    """Rules for the languages and hosts that occurred, switched off in no shard, with not one finding."""
    packs = tuple(sorted({path for used in settings for path in used["rules"]}))
    disabled = tuple({name for used in settings for name in used["disable"]})
    try:
        known = known_packs(packs)
    except CleanerError:  # a pack of the user's that has gone since
        known = known_packs()
    for pack in known:
        if pack.hosts and not any(host == name or host.endswith(f".{name}") for name in pack.hosts for host in stats.hosts):
            continue
        for rule in pack.rules:
            spoken = rule.id in stats.rules or rule.named_by(disabled)
            if not spoken and (not rule.languages or rule.languages & stats.languages.keys()):
                yield rule.id

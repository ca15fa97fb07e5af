"""The report of a run, read from the markers in its output folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..errors import CleanerError, InputError
from ..packs import known_packs
from .manifest import Marker, done
from .shards import Stats
from .store import store_of


@dataclass(frozen=True, slots=True)
class Report:
    """Totals over all finished shards. `silent` lists the rules that could have matched and never did."""

    shards: int
    stats: Stats
    silent: list[str]


def sums(output: str) -> tuple[int, Stats]:
    """The number of finished shards in an output folder or URL, and their totals; zero where no sharded run wrote."""
    markers = _markers(output)
    return len(markers), _added(markers)


def report(output: str, pages: Stats | None = None) -> Report:
    """The report of an output folder or URL over its shards and over `pages`, the stats of pages with files of their own.

    Raises InputError when the folder holds no results.
    """
    markers = _markers(output)
    stats = _added(markers)
    if pages is not None:
        stats.add(pages)
    if not markers and not stats.records:
        remedy = "Give the folder that `cleaner clean --out` wrote to."
        raise InputError("there are no results of a run here", place=output, remedy=remedy)
    return Report(len(markers), stats, sorted(_silent(stats, markers)))


def _markers(output: str) -> list[Marker]:
    return list(done(store_of(output)).values())


def _added(markers: Iterable[Marker]) -> Stats:
    stats = Stats()
    for marker in markers:
        stats.add(marker.result.stats)
    return stats


def _silent(stats: Stats, markers: list[Marker]) -> Iterable[str]:
    """Enabled rules for the languages and hosts that occurred which have no finding."""
    packs = tuple(sorted({path for marker in markers for path in marker.rules}))
    disabled = tuple({name for marker in markers for name in marker.disable})
    try:
        known = known_packs(packs)
    except CleanerError:  # a user's pack that no longer exists
        known = known_packs()
    for pack in known:
        if pack.hosts and not any(host == name or host.endswith(f".{name}") for name in pack.hosts for host in stats.hosts):
            continue
        for rule in pack.rules:
            is_explained = rule.id in stats.rules or rule.named_by(disabled)
            if not is_explained and (not rule.languages or rule.languages & stats.languages.keys()):
                yield rule.id

"""Two files of decisions brought together: everything that either decides, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .decision import Decision, Decisions


class Merged(NamedTuple):
    """All decisions of several files. Of each of the `contradictions`, the later file's decision holds."""

    decisions: Decisions
    contradictions: tuple[tuple[Decision, Decision], ...]  # the earlier file's, and the one in its place


def merge(files: Sequence[Decisions], base: Decisions | None = None) -> Merged:
    """The decisions of all `files`; those that `base` has and one of the files does not were taken back, and stay away.

    File names and packs are relative to each file's folder: all of them must stand in the same one for the result to hold.
    """
    gone = {entry for entry in base.entries if any(entry not in file.entries for file in files)} if base else set()
    made = Decisions(files[0].path)
    contradictions = []
    for file in files:
        for entry in file.entries:
            if entry in gone:
                continue
            before = next((other for other in made.entries if other.about == entry.about and other != entry), None)
            if before is not None and not _same(before, entry):
                contradictions.append((before, entry))
            made = made.with_one(entry)
    packs = tuple(sorted({pack for file in files for pack in file.packs}))
    return Merged(replace(made, packs=packs), tuple(contradictions))


def _same(one: Decision, other: Decision) -> bool:
    """Whether two decisions come to the same, notes aside."""
    return replace(one, note=None) == replace(other, note=None)

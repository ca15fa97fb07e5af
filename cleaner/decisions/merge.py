"""Merge decisions files: all decisions of the files, and the contradictions between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .decision import Decision, Decisions


class Merged(NamedTuple):
    """The decisions of several files. For each contradiction, the later file's decision was taken."""

    decisions: Decisions
    contradictions: tuple[tuple[Decision, Decision], ...]  # (earlier file's decision, decision that replaced it)


def merge(files: Sequence[Decisions], base: Decisions | None = None) -> Merged:
    """Merge the decisions of all `files`. A decision that is in `base` but missing from one of the files was removed, and stays removed.

    File names and packs are relative to each file's folder, so all files must be in the same folder.
    """
    removed = {entry for entry in base.entries if any(entry not in file.entries for file in files)} if base else set()
    merged = Decisions(files[0].path)
    contradictions = []
    for file in files:
        for entry in file.entries:
            if entry in removed:
                continue
            before = next((other for other in merged.entries if other.about == entry.about and other != entry), None)
            if before is not None and not _same(before, entry):
                contradictions.append((before, entry))
            merged = merged.with_one(entry)
    packs = tuple(sorted({pack for file in files for pack in file.packs}))
    return Merged(replace(merged, packs=packs), tuple(contradictions))


def _same(one: Decision, other: Decision) -> bool:
    """Whether two decisions have the same effect; notes are ignored."""
    return replace(one, note=None) == replace(other, note=None)

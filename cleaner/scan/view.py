"""The lines of a page as far as they are decided, and the questions that rules ask of them.

Nothing that has been removed stands between two lines any more: distances count kept lines, and a run goes on across
removed ones. So every round of rules can only find more, the rounds end where nothing new is found, and cleaning the
result again finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate

from ..line import Line
from ..rule import Hit, Near, Rule
from ..shapes import with_numbers_marked

_LOOK = 200  # findings to either side that are looked at for company
_HEADER = 10  # lines from a story's headline to its text
_OPEN_GAP = 2  # removed lines that make a gap between paragraphs count as an edge of the text


class View:
    """Indexes in and out are those of `lines`."""

    def __init__(self, lines: list[Line], is_label: Callable[[str], bool]) -> None:
        """`is_label` tells whether a folded line opens a list."""
        self.lines = lines
        self.is_label = is_label
        self.gone = [line.gone for line in lines]
        self.evidence: dict[str, list[int]] = {}  # id or group -> indexes of lines it speaks on
        self.labels: dict[str, list[int]] = {}  # a list's label -> indexes of the lines that hold it
        self.pending: dict[int, list[Hit]] = {}  # index -> removing hits not yet granted, lifts first
        for i, line in enumerate(lines):
            if is_label(line.shape.key):
                self.labels.setdefault(line.shape.key, []).append(i)
            elif line.shape.digits and is_label(numbered := with_numbers_marked(line.shape.key)):
                self.labels.setdefault(numbered, []).append(i)
            if line.hits:
                self.hear(i)
        self.refresh()

    def hear(self, i: int) -> None:
        """Take note of a line's hits."""
        line = self.lines[i]
        for hit in line.hits:
            self.note(i, hit.rule)
        removing = [hit for hit in line.hits if hit.rule.removes]
        if removing and not line.gone:
            self.pending[i] = sorted(removing, key=lambda hit: hit.rule.action != "lift")
        else:
            self.pending.pop(i, None)

    def note(self, i: int, rule: Rule) -> None:
        """Remember that `rule` speaks on line `i`."""
        for name in (rule.id, rule.group):
            indexes = self.evidence.setdefault(name, [])
            if not indexes or indexes[-1] < i:
                indexes.append(i)
            elif indexes[at := bisect_left(indexes, i)] != i:
                indexes.insert(at, i)

    def take(self, i: int, hit: Hit) -> None:
        """Remove line `i`; what is counted follows at the next refresh."""
        self.lines[i].take(hit)
        self.gone[i] = True
        self.pending.pop(i, None)

    def refresh(self) -> None:
        """Count again after lines have gone."""
        self.before = list(accumulate([not gone for gone in self.gone], initial=0))
        self.prose = [i for i, (line, gone) in enumerate(zip(self.lines, self.gone, strict=True)) if not gone and line.shape.prose]
        self.first_kept = self.gone.index(False) if False in self.gone else -1

    def kept(self) -> list[int]:
        return [i for i, gone in enumerate(self.gone) if not gone]

    def is_removed(self, i: int) -> bool:
        return self.gone[i]

    def distance(self, i: int, j: int) -> int:
        """Lines from one to the other, counting those between that are kept; neighbours are 1 apart."""
        low, high = min(i, j), max(i, j)
        return self.before[high] - self.before[low + 1] + 1 if high > low else 0

    def removed_between(self, i: int, j: int) -> int:
        """Removed lines with an index from i to j inclusive."""
        i, j = max(i, 0), min(j, len(self.lines) - 1)
        return max(0, j - i + 1) - (self.before[j + 1] - self.before[i]) if j >= i else 0

    def prose_follows(self, i: int) -> bool:
        return bool(self.prose) and self.prose[-1] > i

    def knows(self, i: int) -> bool:
        """Whether some rule speaks on the line, marks and waiting ones included."""
        return self.gone[i] or bool(self.lines[i].hits)

    def known(self) -> list[int]:
        """Indexes of the lines that some rule speaks on."""
        return [i for i, (line, gone) in enumerate(zip(self.lines, self.gone, strict=True)) if gone or line.hits]

    def labelled(self, labels: frozenset[str]) -> list[int]:
        """Indexes of the lines that are one of `labels`."""
        present = [indexes for label, indexes in self.labels.items() if label in labels]
        return sorted(i for indexes in present for i in indexes)

    def heads_story(self, i: int, groups: tuple[str, ...]) -> bool:
        """Whether a story's header begins on line i: its text follows behind lines that are all known, one of `groups` directly
        below or the line itself again among them."""
        text = next(
            (j for j in range(i + 1, min(i + 1 + _HEADER, len(self.lines))) if self.lines[j].shape.prose and not self.gone[j]), None
        )
        if text is None:
            return False
        key = self.lines[i].shape.key
        between = range(i + 1, text)
        if not all(self.knows(j) or self.lines[j].shape.key == key for j in between):
            return False
        if any(hit.rule.group in groups for j in between[:1] for hit in self.lines[j].hits):
            return True
        return self.lines[i].shape.words >= 3 and any(self.lines[j].shape.key == key for j in between)

    def at(self, i: int, place: str) -> bool:
        """Whether line i stands at a place: "head", "tail" or "edge" of the text."""
        if not self.prose:
            return self.removed_between(0, len(self.lines) - 1) >= _OPEN_GAP
        head, tail = i < self.prose[0], i > self.prose[-1]
        if place != "edge":
            return head if place == "head" else tail
        if head or tail:
            return True
        after = bisect_left(self.prose, i)
        return self.removed_between(self.prose[after - 1], self.prose[min(after, len(self.prose) - 1)]) >= _OPEN_GAP

    def company(self, i: int, near: Near) -> list[int]:
        """Indexes of up to `near.count` lines, each with a text of its own, that are the company asked for."""
        own = self.lines[i].shape.key
        found: dict[str, int] = {}
        for name in near.rules:
            indexes = self.evidence.get(name.removesuffix(".*"), ())
            at = bisect_left(indexes, i)
            for side in (range(at, min(len(indexes), at + _LOOK)), range(at - 1, max(-1, at - 1 - _LOOK), -1)):
                for k in side:
                    j = indexes[k]
                    if self.distance(i, j) > near.within:
                        break
                    key = self.lines[j].shape.key
                    if j != i and key != own:
                        found.setdefault(key, j)
                    if len(found) >= near.count:
                        return list(found.values())
        return []

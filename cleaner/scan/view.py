"""The lines of a page as far as they are decided, and the questions that rules ask of them.

Nothing that has been removed stands between two lines any more: distances count kept lines, and a run goes on across
removed ones. So every round of rules can only find more, the rounds end where nothing new is found, and cleaning the
result again finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate
from operator import not_, or_

from ..line import Line
from ..rule import Hit, Near, Rule, ShapeTest
from ..shapes import with_numbers_marked

_LOOK = 200  # findings to either side that are looked at for company
_HEADER = 10  # lines from a story's headline to its text
_LABEL_LENGTH = 120  # characters
_LAST = 4  # kept lines that end a page
_OPEN_GAP = 2  # removed lines that make a gap between paragraphs count as an edge of the text


class View:
    """Indexes in and out are those of `lines`."""

    def __init__(self, lines: list[Line], is_label: Callable[[str], bool]) -> None:
        """`is_label` tells whether a folded line opens a list."""
        self.lines = lines
        self.is_label = is_label
        self.gone = [line.gone for line in lines]
        self._merged: dict[tuple[str, ...], list[int]] = {}
        self._heads: tuple[int, tuple[str, ...], list[int]] | None = None
        self._accepted: dict[ShapeTest, list[bool]] = {}
        self.version = 0  # rises with everything that a rule could see
        self.heard = [False] * len(lines)  # whether some rule speaks on the line, marks and waiting ones included
        self.evidence: dict[str, list[int]] = {}  # id or group -> indexes of lines it speaks on
        self.labels: dict[str, list[int]] = {}  # a list's label -> indexes of the lines that hold it
        self.pending: dict[int, list[Hit]] = {}  # index -> removing hits not yet granted, lifts first
        self.running = [i for i, line in enumerate(lines) if line.shape.prose]  # indexes of running text, kept or not
        for i, line in enumerate(lines):
            key = line.shape.key
            if is_label(key):
                self.labels.setdefault(key, []).append(i)
            elif line.shape.digits and len(key) <= _LABEL_LENGTH and is_label(numbered := with_numbers_marked(key)):
                self.labels.setdefault(numbered, []).append(i)
            if line.hits:
                self.hear(i)
        self.refresh()

    def hear(self, i: int) -> None:
        """Take note of a line's hits."""
        line = self.lines[i]
        self.heard[i] = bool(line.hits)
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
            else:
                continue
            self.version += 1
            self._merged.clear()

    def take(self, i: int, hit: Hit) -> None:
        """Remove line `i`; what is counted follows at the next refresh."""
        self.lines[i].take(hit)
        self.gone[i] = True
        self.pending.pop(i, None)

    def reads_anew(self, i: int) -> None:
        """Take note of line `i` after a change inside it."""
        self.gone[i] = self.lines[i].gone
        self.running = [j for j, line in enumerate(self.lines) if line.shape.prose]
        self._accepted.clear()
        self.hear(i)

    def refresh(self) -> None:
        """Count again after lines have gone."""
        gone = self.gone
        self.version += 1
        self.before = list(accumulate(map(not_, gone), initial=0))
        self.prose = [i for i in self.running if not gone[i]]
        self.kept = [i for i, out in enumerate(gone) if not out]

    def is_removed(self, i: int) -> bool:
        return self.gone[i]

    @property
    def first_kept(self) -> int:
        return self.kept[0] if self.kept else -1

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
        """Whether the line is gone, or some rule speaks on it."""
        return self.gone[i] or self.heard[i]

    def known(self) -> list[int]:
        """Indexes of the lines that are gone or that some rule speaks on."""
        return [i for i, known in enumerate(map(or_, self.gone, self.heard)) if known]

    def accepted(self, test: ShapeTest) -> list[bool]:
        """For each line whether it has the shape and is no running text; worked out once."""
        found = self._accepted.get(test)
        if found is None:
            found = [test.accepts(line.shape) and not line.shape.prose for line in self.lines]
            self._accepted[test] = found
        return found

    def labelled(self, labels: frozenset[str]) -> list[int]:
        """Indexes of the lines that are one of `labels`."""
        present = [indexes for label, indexes in self.labels.items() if label in labels]
        return sorted(i for indexes in present for i in indexes)

    def heads_story(self, i: int, groups: tuple[str, ...]) -> bool:
        """Whether a story's header begins on line i: its text follows behind lines that are all known, one of `groups` directly
        below or the line itself again among them."""
        after = bisect_right(self.prose, i)
        if after == len(self.prose) or (text := self.prose[after]) > i + _HEADER:
            return False
        if text == i + 1:
            return False
        key = self.lines[i].shape.key
        between = range(i + 1, text)
        if not all(self.knows(j) or self.lines[j].shape.key == key for j in between):
            return False
        if any(hit.rule.group in groups for j in between[:1] for hit in self.lines[j].hits):
            return True
        return self.lines[i].shape.words >= 3 and any(self.lines[j].shape.key == key for j in between)

    def story_heads(self, groups: tuple[str, ...]) -> list[int]:
        """Indexes of the kept lines on which a story's header begins, in order."""
        if self._heads is None or self._heads[:2] != (self.version, groups):
            found: list[int] = []
            above = -1
            for text in self.prose:
                if text - above > 1:
                    near = range(max(above, text - _HEADER, 0), text - 1)
                    found += [i for i in near if not self.gone[i] and self.heads_story(i, groups)]
                above = text
            self._heads = (self.version, groups, found)
        return self._heads[2]

    def at(self, i: int, place: str) -> bool:
        """Whether line i stands at a place: "head", "tail" or "edge" of the text, or "end", among the page's last lines."""
        if place == "end":
            return self.before[-1] - self.before[i + 1] < _LAST
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
        speaking = self._speaking(near.rules)
        at = bisect_left(speaking, i)
        own = self.lines[i].shape.key
        found: dict[str, int] = {}
        for side in (range(at, min(len(speaking), at + _LOOK)), range(at - 1, max(-1, at - 1 - _LOOK), -1)):
            for k in side:
                j = speaking[k]
                if self.distance(i, j) > near.within:
                    break
                key = self.lines[j].shape.key
                if j != i and key != own and key not in found:
                    found[key] = j
                    if len(found) >= near.count:
                        return list(found.values())
        return []

    def _speaking(self, names: tuple[str, ...]) -> list[int]:
        """Indexes of the lines on which one of the named rules or groups speaks, in order."""
        known = self._merged.get(names)
        if known is None:
            lists = [self.evidence[name] for name in (name.removesuffix(".*") for name in names) if name in self.evidence]
            known = lists[0] if len(lists) == 1 else sorted(set().union(*lists))
            self._merged[names] = known
        return known

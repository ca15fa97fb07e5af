"""The state of a page while rules are matched: which lines are removed so far, and queries that context rules need.

Removed lines do not separate others: distances count only kept lines, and a run continues across removed ones. So every round of rules
can only find more, the rounds end when nothing new is found, and cleaning the result again finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from operator import not_, or_
from typing import TYPE_CHECKING, Any, TypeVar

from ..lines.line import Line
from ..packs.rule import Hit, Near, Rule, ShapeTest

if TYPE_CHECKING:
    from .ruleset import RuleSet

T = TypeVar("T")
_LOOK = 200  # neighbouring findings on either side that are searched for context
_HEADER = 10  # lines from a story's headline to its text
_LAST = 4  # kept lines that end a page
_OPEN_GAP = 2  # removed lines between two paragraphs that make an edge of the text


class View:
    """A page's lines with indexes over them. All indexes are those of `lines`."""

    def __init__(self, lines: list[Line], rules: RuleSet) -> None:
        self.lines = lines
        self.rules = rules
        self.gone = [line.gone for line in lines]
        self.closed = [line.gone or line.spared for line in lines]  # no rule may remove them
        self.shapes = [line.shape for line in lines]
        self.heard = [bool(line.matches.hits) for line in lines]  # whether any rule matches the line, also marks and pending ones
        self.version = 0  # increases with every change that a rule could depend on
        self.evidence = defaultdict[str, list[int]](list)  # id or group -> lines it matches, for names that rules require as context
        self.labels: dict[str, list[int]] = {}  # a list's label -> indexes of the lines that are that label
        self.pending: dict[int, tuple[Hit, ...]] = {}  # index -> removing hits that lack their context so far, extracting ones first
        self.running = [i for i, shape in enumerate(self.shapes) if shape.prose]  # indexes of running text, kept or not
        self._merged: dict[Near, list[int]] = {}  # evidence of several names; cleared when there is more
        self._of_texts: dict[Hashable, Any] = {}  # cache of values that depend only on the lines' texts
        self._of_version: dict[Hashable, Any] = {}  # cache of values that depend on what is removed
        self._cached_version = 0  # the version that `_of_version` belongs to
        for i, line in enumerate(lines):
            matches = line.matches
            if matches.label is not None:
                self.labels.setdefault(matches.label, []).append(i)
            for name in matches.names:
                self.evidence[name].append(i)
            if matches.removing and not self.closed[i]:
                self.pending[i] = matches.removing
        self.refresh()

    def note(self, i: int, rule: Rule) -> None:
        """Add a match of `rule` on line `i` to the evidence."""
        self._note(i, self.rules.names(rule))

    def _note(self, i: int, names: Iterable[str]) -> None:
        for name in names:
            indexes = self.evidence[name]
            at = bisect_left(indexes, i)
            if at == len(indexes) or indexes[at] != i:
                indexes.insert(at, i)
                self._merged.clear()
                self.version += 1

    def take(self, i: int, hit: Hit) -> None:
        """Remove line `i`. The counts are updated by the next refresh."""
        self.lines[i].take(hit)
        self.gone[i] = self.closed[i] = True
        self.pending.pop(i, None)

    def reads_anew(self, i: int) -> None:
        """Update everything about line `i` after a change inside it."""
        line = self.lines[i]
        self.gone[i], self.shapes[i], self.heard[i] = line.gone, line.shape, bool(line.matches.hits)
        self.closed[i] = line.gone or line.spared
        self.running = [j for j, shape in enumerate(self.shapes) if shape.prose]
        self._of_texts.clear()
        self._note(i, line.matches.names)
        if line.matches.removing and not self.closed[i]:
            self.pending[i] = line.matches.removing
        else:
            self.pending.pop(i, None)

    def refresh(self) -> None:
        """Update the counts after lines were removed."""
        gone = self.gone
        self.before = list(accumulate(map(not_, gone), initial=0))  # kept lines above each
        self.prose = [i for i in self.running if not gone[i]]
        self.version += 1

    def by_texts(self, name: Hashable, work: Callable[[], T]) -> T:
        """The result of `work`, which may depend only on the lines' texts; cached under `name` until a line's text changes."""
        if name not in self._of_texts:
            self._of_texts[name] = work()
        found: T = self._of_texts[name]
        return found

    def as_it_stands(self, name: Hashable, work: Callable[[], T]) -> T:
        """The result of `work`, which may depend on what is removed; cached under `name` until a line is removed or a rule matches."""
        if self._cached_version != self.version:
            self._cached_version = self.version
            self._of_version.clear()
        if name not in self._of_version:
            self._of_version[name] = work()
        found: T = self._of_version[name]
        return found

    def is_removed(self, i: int) -> bool:
        return self.gone[i]

    @property
    def first_kept(self) -> int:
        return self.gone.index(False) if False in self.gone else -1

    def distance(self, i: int, j: int) -> int:
        """The distance of two lines in kept lines; neighbours have distance 1."""
        low, high = min(i, j), max(i, j)
        return self.before[high] - self.before[low + 1] + 1 if high > low else 0

    def within(self, i: int, reach: int) -> tuple[int, int]:
        """The first and the last index at a distance of at most `reach` from line i; the last may be beyond the page."""
        before = self.before
        return bisect_left(before, before[i] + 1 - reach) - 1, bisect_right(before, before[i + 1] + reach - 1) - 1

    def removed_between(self, i: int, j: int) -> int:
        """The number of removed lines from i to j inclusive."""
        i, j = max(i, 0), min(j, len(self.lines) - 1)
        return max(0, j - i + 1) - (self.before[j + 1] - self.before[i]) if j >= i else 0

    def prose_follows(self, i: int) -> bool:
        return bool(self.prose) and self.prose[-1] > i

    def knows(self, i: int) -> bool:
        """Whether the line is removed, or any rule matches it."""
        return self.gone[i] or self.heard[i]

    @property
    def known(self) -> list[int]:
        """Indexes of the lines that are removed or that any rule matches."""
        return self.as_it_stands("known", lambda: list(compress(range(len(self.lines)), map(or_, self.gone, self.heard))))

    def refused(self, test: ShapeTest) -> list[int]:
        """Indexes of the kept lines that do not have the shape or are running text."""
        bit = self.rules.bit(test)
        refused = self.by_texts(bit, lambda: [i for i, line in enumerate(self.lines) if not line.matches.fits & bit or line.shape.prose])
        return self.as_it_stands(bit, lambda: [i for i in refused if not self.gone[i]])

    def labelled(self, labels: frozenset[str]) -> list[int]:
        """Indexes of the lines whose text is one of `labels`."""
        return self.by_texts(labels, lambda: sorted(i for label, indexes in self.labels.items() if label in labels for i in indexes))

    def story_heads(self, groups: frozenset[str]) -> list[int]:
        """Indexes of the lines that begin a story's header: the story's text follows, and rules match all lines between.

        Either the line directly below is of one of `groups`, or one of the lines between is a copy of the first.
        """
        return self.as_it_stands(groups, lambda: [i for i, down_to in self._able_to_head(groups) if self._heads(i, down_to)])

    def heads_story(self, i: int, groups: frozenset[str]) -> bool:
        """Whether a story's header begins on line i."""
        heads = self.story_heads(groups)
        at = bisect_left(heads, i)
        return at < len(heads) and heads[at] == i

    def _able_to_head(self, groups: frozenset[str]) -> list[tuple[int, int]]:
        """(index, last line that the header must include) of the lines that can begin a header by their texts."""
        return self.by_texts(groups, lambda: list(self._headers(groups)))

    def _headers(self, groups: frozenset[str]) -> Iterator[tuple[int, int]]:
        copies = next_copies([shape.key for shape in self.shapes])
        for i, below in enumerate(self.lines[1:-1]):
            if not groups.isdisjoint(below.matches.groups):
                yield i, i + 1
            elif copies[i] < i + _HEADER and self.shapes[i].words >= 3:
                yield i, copies[i]

    def _heads(self, i: int, down_to: int) -> bool:
        """Whether text follows line i below `down_to`, and all lines between are known or copies of line i."""
        after = bisect_right(self.prose, i)
        if after == len(self.prose) or not down_to < (text := self.prose[after]) <= i + _HEADER:
            return False
        key = self.shapes[i].key
        return all(self.gone[j] or self.heard[j] or self.shapes[j].key == key for j in range(i + 1, text))

    def at(self, i: int, place: str) -> bool:
        """Whether line i is at a place: "head" (above the text), "tail" (below it), "edge" (either, or in a gap) or "end" (last lines)."""
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

    def stretch(self, place: str | None) -> range:
        """A range that includes all lines at the place; all lines if it cannot be narrowed cheaply."""
        first = self.prose[-1] + 1 if place == "tail" and self.prose else 0
        return range(first, self.prose[0] if place == "head" and self.prose else len(self.lines))

    def required_context(self, i: int, near: Near) -> list[int]:
        """Indexes of `near.count` lines with different texts that are the required context of line i; [] if there are fewer."""
        matching = self.matching(near)
        at = bisect_left(matching, i)
        if not self._is_near(matching, at, i, near.within):
            return []
        first, last = self.within(i, near.within)
        below = matching[at : min(bisect_right(matching, last, at), at + _LOOK)]
        above = matching[max(bisect_left(matching, first, 0, at), at - _LOOK) : at]
        own = self.shapes[i].key
        found: dict[str, int] = {}
        for j in (*below, *reversed(above)):
            key = self.shapes[j].key
            if j != i and key != own and key not in found:
                found[key] = j
                if len(found) >= near.count:
                    return list(found.values())
        return []

    def reaches_any(self, first: int, last: int, near: Near) -> bool:
        """Whether any line of the required context is within reach of the lines first to last."""
        matching = self.matching(near)
        if not matching:
            return False
        low, high = self.within(first, near.within)[0], self.within(last, near.within)[1]
        at = bisect_left(matching, low)
        return at < len(matching) and matching[at] <= high

    def _is_near(self, matching: list[int], at: int, i: int, reach: int) -> bool:
        """Whether the nearest matching line above or below line i is within reach. A cheap test that usually decides."""
        before = self.before
        if at and before[i] - before[matching[at - 1] + 1] < reach:
            return True
        if at < len(matching) and matching[at] == i:
            at += 1
        return at < len(matching) and before[matching[at]] - before[i + 1] < reach

    def matching(self, near: Near) -> list[int]:
        """Indexes of the lines that one of the named rules or groups matches, in order."""
        found = self._merged.get(near)
        if found is None:
            lists = [self.evidence[name] for name in near.names if name in self.evidence]
            found = self._merged[near] = lists[0] if len(lists) == 1 else sorted(set().union(*lists))
        return found


def next_copies(keys: Sequence[str]) -> list[int]:
    """For each line the index of the next line with the same key; the number of lines if there is none."""
    count = len(keys)
    copies = [count] * count
    if len(set(keys)) < count:
        above: dict[str, int] = {}
        for i, key in enumerate(keys):
            if key in above:
                copies[above[key]] = i
            above[key] = i
    return copies

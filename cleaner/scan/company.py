"""Lines among lines: which findings stand because of what stands around them.

Nothing that has been removed stands between two lines any more: distances count kept lines, and a
run goes on across removed ones. So every round can only find more, the rounds end where nothing
new is found, and cleaning the result again finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from ..line import Line
from ..rule import Hit, Near, Rule
from ..shapes import with_numbers_marked
from .kinds import repeat, run
from .ruleset import RuleSet

_OPEN_GAP = 2  # removed lines that make a gap between paragraphs count as an edge of the text


class View:
    """The lines of a page as far as they are decided, and the questions that rules ask of them."""

    def __init__(self, lines: list[Line], rules: RuleSet) -> None:
        self.lines = lines
        self.rules = rules
        self.evidence: dict[str, list[int]] = {}  # id or group -> indexes of lines it speaks on
        for i, line in enumerate(lines):
            for hit in line.hits:
                self.note(i, hit.rule)
        self.refresh()

    def note(self, i: int, rule: Rule) -> None:
        """Remember that `rule` speaks on line `i`."""
        for name in (rule.id, rule.group):
            indexes = self.evidence.setdefault(name, [])
            at = bisect_left(indexes, i)
            if at == len(indexes) or indexes[at] != i:
                indexes.insert(at, i)

    def refresh(self) -> None:
        """Count again after lines have gone."""
        self.before = list(accumulate((not line.gone for line in self.lines), initial=0))
        prose = [i for i, line in enumerate(self.lines) if line.shape.prose and not line.gone]
        self.prose = prose
        self.first_kept = next(self.kept(), -1)

    def kept(self) -> Iterator[int]:
        return (i for i, line in enumerate(self.lines) if not line.gone)

    def is_removed(self, i: int) -> bool:
        return self.lines[i].gone

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
        line = self.lines[i]
        return line.gone or bool(line.hits)

    def labelled(self, labels: frozenset[str]) -> Iterator[int]:
        return (
            i
            for i, line in enumerate(self.lines)
            if line.shape.key in labels or (line.shape.digits and with_numbers_marked(line.shape.key) in labels)
        )

    def heads_story(self, i: int, groups: tuple[str, ...]) -> bool:
        """Whether a story's header begins on line i: one of `groups` speaks on the next line, or the line is printed again below."""
        following = self.lines[i + 1 : i + 4]
        if following and any(hit.rule.group in groups for hit in following[0].hits):
            return True
        key = self.lines[i].shape.key
        return self.lines[i].shape.words >= 3 and any(line.shape.key == key for line in following)

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
            for side in (range(at, len(indexes)), range(at - 1, -1, -1)):
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


def settle(view: View) -> None:
    """Decide every line: rounds over all rules until nothing more goes."""
    while True:
        changed = _take_hits(view)
        changed |= _take_shaped(view)
        changed |= _take_repeats(view)
        changed |= _take_runs(view)
        if not changed:
            return


def _take_hits(view: View) -> bool:
    """Whole-line hits, lifts first; inline ones are applied before this stage or when their company shows."""
    changed = False
    for i, line in enumerate(view.lines):
        if line.gone or not line.hits:
            continue
        for hit in sorted(line.hits, key=lambda hit: hit.rule.action != "lift"):
            if not hit.rule.removes:
                continue
            because = hit.because or _granted(view, i, hit.rule)
            if because is None:
                continue
            if hit.start > 0 or hit.end < len(line.text):
                line.edit([(hit.start, hit.end, "", Hit(hit.rule, hit.start, hit.end, hit.value, because))])
                line.hits = view.rules.hits(line.text, line.shape, set())
            else:
                line.taken = Hit(hit.rule, hit.start, hit.end, hit.value, because)
            changed = True
            break
    if changed:
        view.refresh()
    return changed


def _take_shaped(view: View) -> bool:
    changed = False
    for rule in view.rules.shaped:
        for i in list(view.kept()):
            line = view.lines[i]
            if not rule.spec.shape.accepts(line.shape) or (rule.max_words and line.shape.words > rule.max_words):
                continue
            because = _granted(view, i, rule)
            if because is None:
                continue
            view.note(i, rule)
            if rule.removes:
                line.taken = Hit(rule, 0, len(line.text), rule.spec.field and {rule.spec.field: [line.text]}, because)
                changed = True
    if changed:
        view.refresh()
    return changed


def _take_repeats(view: View) -> bool:
    changed = False
    for rule in view.rules.repeats:
        for i, because in list(repeat.find(rule.spec, view)):
            if not view.lines[i].gone and _granted(view, i, rule) is not None:
                view.lines[i].taken = Hit(rule, 0, len(view.lines[i].text), None, because)
                view.note(i, rule)
                changed = True
        if changed:
            view.refresh()
    return changed


def _take_runs(view: View) -> bool:
    changed = False
    for rule in view.rules.runs:
        for first, last, because in list(run.find(rule.spec, view)):
            asking = [first] if rule.spec.labels else [i for i in range(first, last + 1) if not view.is_removed(i)]
            if all(_granted(view, i, rule) is None for i in asking):
                continue
            for i in range(first, last + 1):
                if not view.is_removed(i):
                    view.lines[i].taken = Hit(rule, 0, len(view.lines[i].text), None, because)
                    view.note(i, rule)
                    changed = True
        if changed:
            view.refresh()
    return changed


def _granted(view: View, i: int, rule: Rule) -> str | None:
    """Why the rule's conditions hold on line i ("" when it has none); None when they do not."""
    if rule.place and not view.at(i, rule.place):
        return None
    if rule.near is None:
        return f"at the {rule.place} of the text" if rule.place else ""
    company = view.company(i, rule.near)
    if not company:
        return None
    return "in company of " + ", ".join(f"line {view.lines[j].block.line}" for j in sorted(company))

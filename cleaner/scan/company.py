"""Lines among lines: which findings stand because of what stands around them.

Nothing that has been removed stands between two lines any more: distances count kept lines, and a
run goes on across removed ones. So every round can only find more, the rounds end where nothing
new is found, and cleaning the result again finds nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

from ..line import Line
from ..rule import Hit, Near, Rule
from ..shapes import with_numbers_marked
from .kinds import repeat, run
from .ruleset import RuleSet

_LOOK = 200  # findings to either side that are looked at for company
_OPEN_GAP = 2  # removed lines that make a gap between paragraphs count as an edge of the text


class View:
    """The lines of a page as far as they are decided, and the questions that rules ask of them."""

    def __init__(self, lines: list[Line], rules: RuleSet) -> None:
        self.lines = lines
        self.rules = rules
        self.gone = [line.gone for line in lines]
        self.evidence: dict[str, list[int]] = {}  # id or group -> indexes of lines it speaks on
        self.labels: dict[str, list[int]] = {}  # a list's label -> indexes of the lines that hold it
        self.pending: dict[int, list[Hit]] = {}  # index -> removing hits not yet granted, lifts first
        for i, line in enumerate(lines):
            if rules.is_label(line.shape.key):
                self.labels.setdefault(line.shape.key, []).append(i)
            elif line.shape.digits and rules.is_label(numbered := with_numbers_marked(line.shape.key)):
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
    """Hits on whole lines, and inline ones that waited for company."""
    changed = False
    for i, hits in list(view.pending.items()):
        line = view.lines[i]
        for hit in hits:
            because = hit.because or _granted(view, i, hit.rule)
            if because is None:
                continue
            granted = Hit(hit.rule, hit.start, hit.end, hit.value, because)
            if hit.start > 0 or hit.end < len(line.text):
                line.edit([(hit.start, hit.end, "", granted)])
                line.hits = view.rules.hits(line.text, line.shape, set()) if line.text else ()
                view.gone[i] = line.gone
                view.hear(i)
            else:
                view.take(i, granted)
            changed = True
            break
    if changed:
        view.refresh()
    return changed


def _take_shaped(view: View) -> bool:
    changed = False
    for rule in view.rules.shaped:
        if rule.near and not any(name.removesuffix(".*") in view.evidence for name in rule.near.rules):
            continue
        for i in view.kept():
            line = view.lines[i]
            if not rule.spec.shape.accepts(line.shape) or (rule.max_words and line.shape.words > rule.max_words):
                continue
            because = _granted(view, i, rule)
            if because is None:
                continue
            view.note(i, rule)
            if rule.removes:
                view.take(i, Hit(rule, 0, len(line.text), rule.spec.field and {rule.spec.field: [line.text]}, because))
                changed = True
    if changed:
        view.refresh()
    return changed


def _take_repeats(view: View) -> bool:
    changed = False
    for rule in view.rules.repeats:
        found = [(i, because) for i, because in repeat.find(rule.spec, view) if not view.gone[i]]
        for i, because in found:
            if not view.gone[i] and _granted(view, i, rule) is not None:
                view.take(i, Hit(rule, 0, len(view.lines[i].text), None, because))
                view.note(i, rule)
                changed = True
        if found and changed:
            view.refresh()
    return changed


def _take_runs(view: View) -> bool:
    changed = False
    for rule in view.rules.runs:
        taken = False
        for first, last, because in list(run.find(rule.spec, view)):
            asking = [first] if rule.spec.labels else [i for i in range(first, last + 1) if not view.gone[i]]
            if all(_granted(view, i, rule) is None for i in asking):
                continue
            for i in range(first, last + 1):
                if not view.gone[i]:
                    view.take(i, Hit(rule, 0, len(view.lines[i].text), None, because))
                    view.note(i, rule)
                    taken = True
        if taken:
            view.refresh()
            changed = True
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

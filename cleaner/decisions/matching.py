"""Decisions brought to a page: which line each is about, and what becomes of it.

A line is known by its words, letter case, edge punctuation and numbers aside, so that a decision outlives the page's small
changes. Of several such lines, those with the most of the neighbours from before are meant; and a line that was itself changed
a little is known by standing between both of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ..data import Block, Finding
from ..lines.line import Line
from ..packs.rule import Hit, Rule
from ..text.shape import fold, with_numbers_marked
from .decision import VERBS, Decision, Decisions

_LENGTH = 160  # characters of a line that are compared
_ENOUGH = 40  # characters by which a neighbour is known
_SEARCHED = 20_000  # lines of a page among which the nearest one is looked for
_ALIKE = 0.3  # of the nearest line, at least
_LIKE = 0.8  # of a changed line to what it was
DROP = Rule(
    id="decision.drop",
    about=VERBS["drop"],
    action="drop",
    kind="decision",
    confidence=1.0,
)


@dataclass(frozen=True, slots=True)
class Rulings:
    """The decisions that hold on one page: rules that are off, and for lines, by where they start in the text, what is decided of them."""

    off: tuple[str, ...] = ()
    lines: Mapping[int, tuple[Decision, ...]] = field(default_factory=dict)
    unmet: tuple[Decision, ...] = ()  # about lines that are not there
    place: str = ""  # the file of decisions

    @property
    def met(self) -> dict[int, bool]:
        """The decisions by their lines in the file: whether each is about a line of the page. Those about rules are left out."""
        found = {decision.line: True for decisions in self.lines.values() for decision in decisions if decision.line}
        return {decision.line: False for decision in self.unmet if decision.line} | found

    def settle(self, lines: Sequence[Line]) -> None:
        """Keep and drop what was decided, whatever the rules made of it.

        Stories are parted before, so that a decision about a line is about that line alone.
        """
        if not self.lines:
            return
        for line in lines:
            for block in line.blocks:
                for decision in self.lines.get(block.start, ()):
                    if decision.verb == "keep":
                        _keep(line, decision.rule)
                    elif decision.verb == "drop":
                        _drop(line, block, self.where(decision))

    def of_line(self, line: Line) -> list[Decision]:
        return [decision for block in line.blocks for decision in self.lines.get(block.start, ())]

    def begins(self, lines: Sequence[Line]) -> frozenset[int]:
        """Indexes of the lines on which a story begins by hand."""
        return self._with("begin", lines)

    def joins(self, lines: Sequence[Line]) -> frozenset[int]:
        """Indexes of the lines on which none may begin."""
        return self._with("join", lines)

    def title(self, lines: Sequence[Line]) -> str | None:
        """The title that was written for the article of these lines."""
        if not self.lines:
            return None
        return next((decision.what for line in lines for decision in self.of_line(line) if decision.verb == "title"), None)

    def fields(self, lines: Sequence[Line]) -> dict[str, list[str]]:
        """The fields that were written for the article of these lines; an empty list for one that was cleared."""
        if not self.lines:
            return {}
        made = [decision for line in lines for decision in self.of_line(line) if decision.verb == "field"]
        return {decision.what: items(decision.to) for decision in made}

    def marks(self, text: str, lines: Sequence[Line]) -> list[Finding]:
        """What is on record of the decisions that remove nothing."""
        if not self.lines:
            return []
        blocks = {block.start: block for line in lines for block in line.blocks}
        return [
            self._mark(text, blocks[start], decision)
            for start, decisions in sorted(self.lines.items())
            for decision in decisions
            if decision.verb != "drop" and start in blocks
        ]

    def where(self, decision: Decision) -> str:
        """The place of a decision, for whoever wants to look it up."""
        return f"{self.place}:{decision.line}" if self.place and decision.line else self.place or "just now"

    def _mark(self, text: str, block: Block, decision: Decision) -> Finding:
        value = {"title": [decision.what]} if decision.verb == "title" else None
        value = {decision.what: items(decision.to)} if decision.verb == "field" else value
        reason = f"{VERBS[decision.verb]} ({self.where(decision)})"
        stands = text[block.start : block.end]
        return Finding(f"decision.{decision.verb}", "mark", block.start, block.end, stands, stands, reason, 1.0, block.line, value)

    def _with(self, verb: str, lines: Sequence[Line]) -> frozenset[int]:
        if not self.lines:
            return frozenset()
        return frozenset(i for i, line in enumerate(lines) if any(decision.verb == verb for decision in self.of_line(line)))


UNRULED = Rulings()


def rulings(decisions: Decisions, blocks: Sequence[Block], name: str | None, url: str | None) -> Rulings:
    """What `decisions` come to on the page of these blocks."""
    holding = decisions.of_page(name, url)
    if not holding:
        return UNRULED
    keys = [key(block.text) for block in blocks]
    found: dict[int, tuple[Decision, ...]] = {}
    unmet = []
    for decision in holding:
        if decision.verb == "off":
            continue
        meant = _meant(decision, keys)
        for i in meant:
            found[blocks[i].start] = (*found.get(blocks[i].start, ()), decision)
        if not meant:
            unmet.append(decision)
    off = tuple(decision.what for decision in holding if decision.verb == "off")
    return Rulings(off, found, tuple(unmet), str(decisions.path or ""))


def nearest(decision: Decision, blocks: Sequence[Block]) -> tuple[Block, float] | None:
    """The line most like the one that a decision is about, and how like it is, 0 to 1; None where nothing is alike at all."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key(decision.anchor))
    best: tuple[Block, float] | None = None
    for block in blocks[:_SEARCHED]:
        matcher.set_seq1(key(block.text))
        least = best[1] if best else _ALIKE
        if matcher.real_quick_ratio() > least and matcher.quick_ratio() > least and (ratio := matcher.ratio()) > least:
            best = block, ratio
    return best


def items(text: str | None) -> list[str]:
    """The items of a field as a decision has it, one a line."""
    return [item.strip() for item in (text or "").split("\n") if item.strip()]


def key(text: str) -> str:
    """A line's words as decisions compare them."""
    return with_numbers_marked(fold(text[: 2 * _LENGTH])[:_LENGTH]) or text.strip()[:_LENGTH]


def _meant(decision: Decision, keys: Sequence[str]) -> list[int]:
    """Indexes of the lines that a decision is about."""
    own = key(decision.anchor)
    above, below = (key(text) if text else None for text in (decision.above, decision.below))  # may have been shortened
    same = [i for i, other in enumerate(keys) if other == own]
    if above is None and below is None:
        return same

    def agrees(i: int) -> int:
        return (above is not None and i > 0 and _same(keys[i - 1], above)) + (
            below is not None and i + 1 < len(keys) and _same(keys[i + 1], below)
        )

    if not same:
        between = [i for i in range(len(keys)) if agrees(i) == 2]
        return [i for i in between if SequenceMatcher(None, own, keys[i]).ratio() >= _LIKE]
    if len(same) == 1:
        return same
    most = max(map(agrees, same))
    return [i for i in same if agrees(i) == most] if most else []


def _same(text: str, told: str) -> bool:
    """Whether a neighbour is the one that was told of; of a long one its beginning is enough."""
    return text == told or (len(told) >= _ENOUGH and text.startswith(told[:_LENGTH]))


def _drop(line: Line, block: Block, where: str) -> None:
    """Take a line, or, of one that is joined with others, its own part."""
    hit = Hit(DROP, 0, len(line.text), None, where)
    if len(line.blocks) == 1:
        line.take(hit)
    else:
        line.take_part(block.start, block.end, hit)


def _keep(line: Line, rule: str | None) -> None:
    """Give a line back; where `rule` only changed a piece of it, that piece."""
    inside = {piece.hit.rule.id for piece in line.edits() if piece.hit}
    if line.taken is None and rule in inside:
        line.put_back({rule})
        return
    if line.taken is not None:
        line.give_back()
    line.put_back({piece.hit.rule.id for piece in line.edits() if piece.hit and piece.hit.rule.removes})

"""Apply decisions to a page: find the line that each decision refers to, and act on it.

A line is identified by its words, ignoring letter case, edge punctuation and numbers, so that a decision survives small changes of
the page. If several lines match, those with the most matching neighbours are chosen. A line that itself changed slightly is
identified by its position between both neighbours.
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
_ENOUGH = 40  # characters that suffice to identify a neighbour
_SEARCHED = 20_000  # lines of a page that are searched for the nearest one
_ALIKE = 0.3  # minimum similarity of the nearest line
_LIKE = 0.8  # minimum similarity of a changed line to its earlier text
DROP = Rule(
    id="decision.drop",
    about=VERBS["drop"],
    action="drop",
    kind="decision",
    confidence=1.0,
)


@dataclass(frozen=True, slots=True)
class PageDecisions:
    """The decisions that apply to one page.

    off: rules that are switched off. lines: decisions about lines, by the line's start offset in the text.
    unmet: decisions about lines that the page does not have. place: the decisions file.
    """

    off: tuple[str, ...] = ()
    lines: Mapping[int, tuple[Decision, ...]] = field(default_factory=dict)
    unmet: tuple[Decision, ...] = ()
    place: str = ""

    @property
    def met(self) -> dict[int, bool]:
        """For each decision about a line, by its line in the decisions file, whether it matched a line of the page."""
        found = {decision.line: True for decisions in self.lines.values() for decision in decisions if decision.line}
        return {decision.line: False for decision in self.unmet if decision.line} | found

    def settle(self, lines: Sequence[Line]) -> None:
        """Apply the keep and drop decisions, overriding the rules.

        Called after segmentation, so that a decision about a line affects that line alone.
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
        """The decisions about a line, or about any of the lines joined into it."""
        return [decision for block in line.blocks for decision in self.lines.get(block.start, ())]

    def begins(self, lines: Sequence[Line]) -> frozenset[int]:
        """Indexes of the lines on which a story begins by decision."""
        return self._with("begin", lines)

    def joins(self, lines: Sequence[Line]) -> frozenset[int]:
        """Indexes of the lines on which no story may begin."""
        return self._with("join", lines)

    def title(self, lines: Sequence[Line]) -> str | None:
        """The title decided for the article of these lines, if any."""
        if not self.lines:
            return None
        return next((decision.what for line in lines for decision in self.of_line(line) if decision.verb == "title"), None)

    def fields(self, lines: Sequence[Line]) -> dict[str, list[str]]:
        """The fields decided for the article of these lines; an empty list for a field that was cleared."""
        if not self.lines:
            return {}
        decided = [decision for line in lines for decision in self.of_line(line) if decision.verb == "field"]
        return {decision.what: items(decision.to) for decision in decided}

    def marks(self, text: str, lines: Sequence[Line]) -> list[Finding]:
        """Findings with the action `mark` for the decisions that remove nothing, for the record."""
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
        """The place of a decision for messages: file and line."""
        return f"{self.place}:{decision.line}" if self.place and decision.line else self.place or "just now"

    def _mark(self, text: str, block: Block, decision: Decision) -> Finding:
        value = {"title": [decision.what]} if decision.verb == "title" else None
        value = {decision.what: items(decision.to)} if decision.verb == "field" else value
        reason = f"{VERBS[decision.verb]} ({self.where(decision)})"
        unchanged = text[block.start : block.end]
        return Finding(f"decision.{decision.verb}", "mark", block.start, block.end, unchanged, unchanged, reason, 1.0, block.line, value)

    def _with(self, verb: str, lines: Sequence[Line]) -> frozenset[int]:
        if not self.lines:
            return frozenset()
        return frozenset(i for i, line in enumerate(lines) if any(decision.verb == verb for decision in self.of_line(line)))


NO_DECISIONS = PageDecisions()


def on_page(decisions: Decisions, blocks: Sequence[Block], name: str | None, url: str | None) -> PageDecisions:
    """Match `decisions` with the page of these blocks; `name` and `url` select the decisions that apply."""
    applying = decisions.of_page(name, url)
    if not applying:
        return NO_DECISIONS
    keys = [key(block.text) for block in blocks]
    found: dict[int, tuple[Decision, ...]] = {}
    unmet = []
    for decision in applying:
        if decision.verb == "off":
            continue
        matching = _matching_lines(decision, keys)
        for i in matching:
            found[blocks[i].start] = (*found.get(blocks[i].start, ()), decision)
        if not matching:
            unmet.append(decision)
    off = tuple(decision.what for decision in applying if decision.verb == "off")
    return PageDecisions(off, found, tuple(unmet), str(decisions.path or ""))


def nearest(decision: Decision, blocks: Sequence[Block]) -> tuple[Block, float] | None:
    """The line most similar to the one that a decision refers to, and its similarity, 0 to 1; None if no line is similar."""
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
    """The items of a field from a decision's `to`, one per line."""
    return [item.strip() for item in (text or "").split("\n") if item.strip()]


def key(text: str) -> str:
    """A line in the form in which decisions compare lines: folded, with numbers masked, shortened."""
    return with_numbers_marked(fold(text[: 2 * _LENGTH])[:_LENGTH]) or text.strip()[:_LENGTH]


def _matching_lines(decision: Decision, keys: Sequence[str]) -> list[int]:
    """Indexes of the lines that a decision refers to."""
    anchor = key(decision.anchor)
    above, below = (key(text) if text else None for text in (decision.above, decision.below))  # may have been shortened
    same = [i for i, other in enumerate(keys) if other == anchor]
    if above is None and below is None:
        return same

    def agrees(i: int) -> int:
        return (above is not None and i > 0 and _same(keys[i - 1], above)) + (
            below is not None and i + 1 < len(keys) and _same(keys[i + 1], below)
        )

    if not same:
        between = [i for i in range(len(keys)) if agrees(i) == 2]
        return [i for i in between if SequenceMatcher(None, anchor, keys[i]).ratio() >= _LIKE]
    if len(same) == 1:
        return same
    most = max(map(agrees, same))
    return [i for i in same if agrees(i) == most] if most else []


def _same(text: str, stated: str) -> bool:
    """Whether a line is the neighbour that a decision states; for a long neighbour its beginning is enough."""
    return text == stated or (len(stated) >= _ENOUGH and text.startswith(stated[:_LENGTH]))


def _drop(line: Line, block: Block, where: str) -> None:
    """Drop a line, or only the block's part of it if it is joined with others."""
    hit = Hit(DROP, 0, len(line.text), None, where)
    if len(line.blocks) == 1:
        line.take(hit)
    else:
        line.take_part(block.start, block.end, hit)


def _keep(line: Line, rule: str | None) -> None:
    """Restore a line, or, if `rule` only changed a part of it, that part."""
    inside = {piece.hit.rule.id for piece in line.edits() if piece.hit}
    if line.taken is None and rule in inside:
        line.put_back({rule})
        return
    if line.taken is not None:
        line.give_back()
    line.put_back({piece.hit.rule.id for piece in line.edits() if piece.hit and piece.hit.rule.removes})

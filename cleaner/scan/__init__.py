"""Third stage: blocks and rules in, findings out. Nothing is removed here, only found."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import budget
from ..data import Action, Block, Finding
from ..decisions import UNRULED, Rulings
from ..lines.edits import Edit
from ..lines.line import Line
from ..packs.rule import SILENCE, Hit
from . import fragments, html, markdown
from .block_lines import lines_of
from .code_rules import EMPHASIS, LINK, SOUP
from .context_rules import settle
from .one_line import cut_labels
from .page_lines import View
from .records import find_records, note_separator
from .ruleset import RuleSet, rules_for

if TYPE_CHECKING:
    from .text_model import Outcome

__all__ = ["RuleSet", "Scan", "put_marks_back", "rules_for", "scan", "scan_again", "settle_again"]

_MAX_ROUNDS = 8  # of repairs on one line, and of joins on a page: what feeds itself stops here


@dataclass(frozen=True, slots=True)
class Scan:
    """The lines as they read with repairs made, each knowing what removes it."""

    text: str
    lines: list[Line]
    rules: RuleSet
    tired: tuple[str, ...]  # ids of rules that ran out of time
    rulings: Rulings = UNRULED
    left_out: tuple[Block, ...] = ()  # of an HTML page: blocks that go without being asked about
    quality: float | None = None  # the F1 that the model of lines expects of what stays; None where it was not asked
    in_doubt: bool = False  # whether that is low

    def findings(self) -> list[Finding]:
        """What was decided, in file order."""
        marks = self.rulings.marks(self.text, self.lines)
        found = _findings(self.text, self.lines)
        others = html.findings(self.text, self.left_out)
        return sorted([*found, *marks, *others], key=lambda finding: finding.start) if marks or others else found


def scan(text: str, blocks: list[Block], rules: RuleSet, language: str | None = None, rulings: Rulings = UNRULED) -> Scan:
    """Find debris in `blocks`, which are lines of `text`: first by rules, then, unless it is switched off, by the model of lines.

    `rulings` are what was decided by hand; they have the last word later, when it is known where stories begin.
    """
    asked, left_out = html.divide(blocks, rulings.lines) if rules.weighing else (blocks, [])
    lines = lines_of(text, asked, rules.off, language)
    tired: set[str] = set()
    _repair(text, lines, rules, tired)
    find_records(text, lines, rules, tired)
    for line in lines:
        budget.check()
        _hear(line, rules, tired)
    if SOUP.id not in rules.off:
        cut_labels(lines, rules.is_debris)
    view = View(lines, rules)
    settle(view, rules)
    if rules.joining:  # before the model reads them: a piece of a sentence looks like boilerplate
        lines = _join(text, lines, rules, language, tired)
    outcome = _weigh(lines, rules, language)
    if rules.joining:
        lines = _join(text, lines, rules, language, tired)
    return Scan(
        text, lines, rules, tuple(sorted(tired)), rulings, tuple(left_out), outcome and outcome.quality, bool(outcome and outcome.in_doubt)
    )


def put_marks_back(lines: list[Line], links: bool = False) -> None:
    """Put the marks of emphasis, and with `links` those of links, back into what stays of a Markdown text: rules read its words without them."""
    back = {EMPHASIS.id, LINK.id} if links else {EMPHASIS.id}
    for line in lines:
        if not line.gone and line.block.markup is not None:
            line.put_back(back)


def scan_again(lines: list[Line], rules: RuleSet, language: str | None = None) -> None:
    """Weigh the lines of one part of a file by themselves, now that it is known to be a page of its own."""
    for line in lines:
        if line.removed_by_model:
            line.give_back()
    _weigh(lines, rules, language)


def _weigh(lines: list[Line], rules: RuleSet, language: str | None) -> Outcome | None:
    """Weigh the lines, and match the rules once more where that changed anything; what came of it, for a page of text.

    Of an HTML page the block model has decided before.
    """
    if not rules.weighing or not lines:
        return None
    if any(line.block.place is not None for line in lines):
        changed, outcome = html.take(lines), None
    else:
        from .text_model import weigh

        by_links = markdown.is_markdown(lines) and markdown.take(View(lines, rules), rules.off)
        outcome = weigh(lines, language)
        changed = outcome.changed or by_links
        if markdown.is_markdown(lines):
            changed = markdown.take_empty_headings(View(lines, rules)) or changed
    if changed:
        settle(View(lines, rules), rules)
    return outcome


def settle_again(lines: list[Line], title: Line, rules: RuleSet) -> None:
    """Hear the rules once more where a headline is taken from among an article's lines: what stood about it moves together."""
    first = next((line for line in lines if not line.gone), title)
    copied = any(line.taken is not None and line.taken.rule.kind == "repeat" for line in lines)
    if first is not title or copied:
        settle(View([line for line in lines if line is not title], rules), rules)


def _join(text: str, lines: list[Line], rules: RuleSet, language: str | None, tired: set[str]) -> list[Line]:
    """Make one line of the pieces of a sentence, and hear the rules on it, until there are none: as cleaning the result again would."""
    for _ in range(_MAX_ROUNDS):
        runs = fragments.find(lines, language)
        if not runs:
            break
        lines, joined = fragments.join(text, lines, runs, language)
        for line in joined:
            _repair_line(line, rules, tired)
            _hear(line, rules, tired)
        settle(View(lines, rules), rules)
    return lines


def _repair(text: str, lines: list[Line], rules: RuleSet, tired: set[str]) -> None:
    """Find where a repair may apply in one pass over the text, then work on those lines only."""
    places = rules.repairs_in(text)
    if not places:
        return
    starts = [line.block.start for line in lines]
    for index in sorted({bisect_right(starts, offset) - 1 for offset, _ in places}):
        budget.check()
        if index >= 0 and not _is_code(lines[index]):
            _repair_line(lines[index], rules, tired)


def _is_code(line: Line) -> bool:
    """Whether a line stands in a piece of code of a Markdown text: no rule reads it."""
    return line.block.markup is not None and line.block.markup.kind == "code"


def _repair_line(line: Line, rules: RuleSet, tired: set[str]) -> None:
    """Every repair until none changes anything."""
    for _ in range(_MAX_ROUNDS):
        before = line.text
        for rule in dict.fromkeys(rule for _, rule in rules.repairs_in(line.text)):
            if rule.id in tired:
                continue
            try:
                changes = rule.spec.find(line.text)
            except TimeoutError:
                tired.add(rule.id)
                continue
            if changes:
                line.edit([Edit(start, end, new, Hit(rule, start, end)) for start, end, new in changes])
        if line.text == before or not line.text:
            return


def _hear(line: Line, rules: RuleSet, tired: set[str]) -> None:
    """What the rules say of one line."""
    if line.text and not _is_code(line):
        line.said = rules.said(line.text, line.shape, tired)
        if _is_row(line) and all(hit.rule.kind == "phrase" for hit in line.said.hits):  # its cells are no labels run together
            line.said = SILENCE
        if line.said.inner is not None:
            _strip_inline(line, rules, tired)
        if line.begin is None and line.said.hits:
            note_separator(line)


def _is_row(line: Line) -> bool:
    """Whether a line is a row of several cells in a table of an HTML page."""
    return line.block.place is not None and line.block.place.kind == "row" and " | " in line.text


def _strip_inline(line: Line, rules: RuleSet, tired: set[str]) -> None:
    """Take out the pieces that need no company, and look again at what is left."""
    for _ in range(_MAX_ROUNDS):
        hit = line.said.inner
        if hit is None:
            return
        line.edit([Edit(hit.start, hit.end, "", hit)])
        _repair_line(line, rules, tired)
        if not line.text:
            line.said = SILENCE
            return
        line.said = rules.said(line.text, line.shape, tired)


def _findings(text: str, lines: list[Line]) -> list[Finding]:
    """What was decided, in file order. A line that goes as a whole is one finding; the changes inside it are not told apart."""
    findings: list[Finding] = []
    for line in lines:
        if line.taken is not None:
            block = line.block
            lead, tail = (block.markup.lead, block.markup.tail) if block.markup is not None else (0, 0)
            findings.append(_finding(text, line, line.taken, block.start - lead, block.end + tail, ""))
            continue
        if line.pieces is not None:
            findings += [_finding(text, line, piece.hit, piece.start, piece.end, piece.text) for piece in line.edits() if piece.hit]
        if line.begin is not None and line.begin.rule.kind == "gap":
            findings.append(_finding(text, line, Hit(line.begin.rule, 0, 0), line.block.start, line.block.end, line.block.text))
        if line.text and line.said.hits:
            findings += [
                _finding(text, line, hit, line.block.start, line.block.end, line.block.text)
                for hit in line.said.hits
                if hit.rule.action in ("mark", "boundary")
            ]
    return findings


def _finding(text: str, line: Line, hit: Hit, start: int, end: int, replacement: str) -> Finding:
    rule, _, _, value, because = hit
    action: Action = "mark" if rule.action == "boundary" else rule.action
    if rule.action not in ("lift", "mark"):
        value = None
    elif line.taken is hit and value:  # what was lifted out of the line before it went as a whole
        value = _with_inner(line, value)
    reason = f"{rule.about} ({because})" if because else rule.about
    return Finding(rule.id, action, start, end, text[start:end], replacement, reason, rule.confidence, line.line_at(start), value)


def _with_inner(line: Line, value: dict[str, list[str]]) -> dict[str, list[str]]:
    merged = {name: list(texts) for name, texts in value.items()}
    for piece in line.edits():
        for name, texts in ((piece.hit and piece.hit.value) or {}).items():
            merged[name] = texts + merged.get(name, [])
    return merged

"""Third stage: match the rules and the models on the blocks. Returns findings; the text is changed in a later stage."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .. import budget
from ..data import Action, Block, Finding
from ..decisions import NO_DECISIONS, PageDecisions
from ..lines.edits import Edit
from ..lines.line import Line
from ..packs.rule import NO_MATCHES, Hit
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

_MAX_ROUNDS = 8  # of repairs on one line, and of joins on a page; stops rules that feed each other


@dataclass(frozen=True, slots=True)
class Scan:
    """The lines of a page with repairs applied, each with the hit that removes it."""

    text: str
    lines: list[Line]
    rules: RuleSet
    tired: tuple[str, ...]  # ids of rules that timed out
    decisions: PageDecisions = NO_DECISIONS
    left_out: tuple[Block, ...] = ()  # of an HTML page: blocks that are removed without matching rules on them
    quality: float | None = None  # the F1 that the line model expects of the kept text; None if it did not run
    in_doubt: bool = False  # whether that is low

    def findings(self) -> list[Finding]:
        """All findings, in file order."""
        marks = self.decisions.marks(self.text, self.lines)
        found = _findings(self.text, self.lines)
        others = html.findings(self.text, self.left_out)
        return sorted([*found, *marks, *others], key=lambda finding: finding.start) if marks or others else found


def scan(text: str, blocks: list[Block], rules: RuleSet, language: str | None = None, decisions: PageDecisions = NO_DECISIONS) -> Scan:
    """Find boilerplate in `blocks`, which are lines of `text`: first by rules, then, unless it is switched off, by a model.

    `decisions` are a reviewer's decisions. They are applied later, when the boundaries are known, and override what is found here.
    """
    asked, left_out = html.divide(blocks, decisions.lines) if rules.weighing else (blocks, [])
    lines = lines_of(text, asked, rules.off, language)
    tired: set[str] = set()
    _repair(text, lines, rules, tired)
    find_records(text, lines, rules, tired)
    for line in lines:
        budget.check()
        _match_rules(line, rules, tired)
    if SOUP.id not in rules.off:
        cut_labels(lines, rules.is_debris)
    view = View(lines, rules)
    settle(view, rules)
    joints: fragments.Joints = {}
    if rules.joining:  # before the model, because a fragment of a sentence looks like boilerplate
        lines = _join(text, lines, rules, language, tired, joints)
    outcome = _apply_model(lines, rules, language)
    if rules.joining:
        lines = _join(text, lines, rules, language, tired, joints)
    return Scan(
        text,
        lines,
        rules,
        tuple(sorted(tired)),
        decisions,
        tuple(left_out),
        outcome and outcome.quality,
        bool(outcome and outcome.in_doubt),
    )


def put_marks_back(lines: list[Line], links: bool = False) -> None:
    """Restore the marks of emphasis, and with `links` those of links, in the kept lines of a Markdown text; rules match without them."""
    back = {EMPHASIS.id, LINK.id} if links else {EMPHASIS.id}
    for line in lines:
        if not line.gone and line.block.markup is not None:
            line.put_back(back)


def scan_again(lines: list[Line], rules: RuleSet, language: str | None = None) -> None:
    """Run the model again on the lines of one article, because it is a page of its own."""
    for line in lines:
        if line.removed_by_model:
            line.give_back()
    _apply_model(lines, rules, language)


def _apply_model(lines: list[Line], rules: RuleSet, language: str | None) -> Outcome | None:
    """Apply the model to the lines, and match the context rules again if that changed any. Returns the outcome of the line model.

    None for an HTML page, where the block model has decided before, and if the models are switched off.
    """
    if not rules.weighing or not lines:
        return None
    if html.is_html(lines):
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
    """Match the context rules again without the headline, if it is not the article's first line: its neighbours are now adjacent."""
    first = next((line for line in lines if not line.gone), title)
    copied = any(line.taken is not None and line.taken.rule.kind == "repeat" for line in lines)
    if first is not title or copied:
        settle(View([line for line in lines if line is not title], rules), rules)


def _join(text: str, lines: list[Line], rules: RuleSet, language: str | None, tired: set[str], joints: fragments.Joints) -> list[Line]:
    """Join the fragments of sentences and match the rules on the joined lines, until there are no more: as cleaning the result would.

    `joints` caches the joints between the page's lines: most lines have the same neighbours in every round.
    """
    for _ in range(_MAX_ROUNDS):
        runs = fragments.find(lines, language, joints)
        if not runs:
            break
        lines, joined = fragments.join(text, lines, runs, language)
        for line in joined:
            _repair_line(line, rules, tired)
            _match_rules(line, rules, tired)
        settle(View(lines, rules), rules)
    return lines


def _repair(text: str, lines: list[Line], rules: RuleSet, tired: set[str]) -> None:
    """Find the lines that a repair may apply to in one pass over the text, and repair only those."""
    places = rules.repairs_in(text)
    if not places:
        return
    starts = [line.block.start for line in lines]
    for index in sorted({bisect_right(starts, offset) - 1 for offset, _ in places}):
        budget.check()
        if index >= 0 and not _is_code(lines[index]):
            _repair_line(lines[index], rules, tired)


def _is_code(line: Line) -> bool:
    """Whether a line is part of a code block of a Markdown text; rules do not match there."""
    return line.block.markup is not None and line.block.markup.kind == "code"


def _repair_line(line: Line, rules: RuleSet, tired: set[str]) -> None:
    """Apply all repairs until none changes the line."""
    first = line.text
    if first in rules.sound.entries:
        return
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
            break
    if line.text == first and not tired:
        rules.sound.keep(first, True)


def _match_rules(line: Line, rules: RuleSet, tired: set[str]) -> None:
    """Match the rules on one line."""
    if not line.text or _is_code(line):
        return
    line.matches = matches = rules.match_line(line.text, line.shape, tired)
    if _is_row(line) and all(hit.rule.kind == "phrase" for hit in matches.hits):
        line.matches = NO_MATCHES  # its cells are not labels joined on one line
    elif matches.inner is not None:
        _strip_inline(line, rules, tired)
    if line.begin is None and line.matches.hits:
        note_separator(line)


def _is_row(line: Line) -> bool:
    """Whether a line is a row of several cells in a table of an HTML page."""
    return line.block.place is not None and line.block.place.kind == "row" and " | " in line.text


def _strip_inline(line: Line, rules: RuleSet, tired: set[str]) -> None:
    """Remove the hits inside a line that need no context, one by one, and match the rules again on the rest."""
    for _ in range(_MAX_ROUNDS):
        hit = line.matches.inner
        if hit is None:
            return
        line.edit([Edit(hit.start, hit.end, "", hit)])
        _repair_line(line, rules, tired)
        if not line.text:
            line.matches = NO_MATCHES
            return
        line.matches = rules.match_line(line.text, line.shape, tired)


def _findings(text: str, lines: list[Line]) -> list[Finding]:
    """The findings of the lines, in file order. A removed line is one finding, whatever was changed inside it before."""
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
        if line.text and line.matches.hits:
            findings += [
                _finding(text, line, hit, line.block.start, line.block.end, line.block.text)
                for hit in line.matches.hits
                if hit.rule.action in ("mark", "boundary")
            ]
    return findings


def _finding(text: str, line: Line, hit: Hit, start: int, end: int, replacement: str) -> Finding:
    rule, _, _, value, because = hit
    action: Action = "mark" if rule.action == "boundary" else rule.action
    if rule.action not in ("lift", "mark"):
        value = None
    elif line.taken is hit and value:  # include what was extracted from the line before it was removed
        value = _with_inner(line, value)
    reason = f"{rule.about} ({because})" if because else rule.about
    return Finding(rule.id, action, start, end, text[start:end], replacement, reason, rule.confidence, line.line_at(start), value)


def _with_inner(line: Line, value: dict[str, list[str]]) -> dict[str, list[str]]:
    """`value` with the values of the edits inside the line added in front."""
    merged = {name: list(texts) for name, texts in value.items()}
    for piece in line.edits():
        for name, texts in ((piece.hit and piece.hit.value) or {}).items():
            merged[name] = texts + merged.get(name, [])
    return merged

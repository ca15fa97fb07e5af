"""Records and separators: apply the rules of action `boundary`, which mark where stories begin, and remove a record's labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..languages import any_of
from ..lines.edits import Edit
from ..lines.line import Line
from ..packs.kinds import record
from ..packs.rule import Begin, Hit, Rule
from . import html
from .ruleset import RuleSet

_BY = re.compile(rf"(?:{any_of('by')})\s+(?=\S)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE_LENGTH = 40  # characters
_ABOVE = 4  # lines of a record above its first label
_ADDRESS = re.compile(r"<[^<>\s]{1,200}@[^<>\s]{1,200}>")


def find_records(text: str, lines: Sequence[Line], rules: RuleSet, tired: set[str]) -> None:
    """Remove the labels of exported records from the lines, extract the fields they name, and mark where each record begins.

    Adds the ids of rules that time out to `tired`.
    """
    if html.is_html(lines):  # the boundaries of an HTML page come from its tree
        return
    for rule in rules.gaps:
        if rule.spec.meets(text):
            for upper, lower in pairwise(lines):
                if rule.spec.meets(text[upper.block.end : lower.block.start]):
                    lower.begin = Begin(rule, below=rule.begins == "below")
    for rule in rules.records:
        if rule.id in tired or not any(word in text for word in rule.spec.keywords):
            continue
        try:
            found = list(record.find(rule.spec, [line.text for line in lines]))
        except TimeoutError:
            tired.add(rule.id)
            continue
        for steps in found:
            for step in steps:
                _apply(step, lines[step.line], rule)
            _hold_bodies(steps, lines)
            _name_headline(steps, lines)


def _name_headline(steps: Sequence[record.Step], lines: Sequence[Line]) -> None:
    """In a record without a labelled headline, mark the line between the date and the first label as the headline."""
    if not steps or any(step.role == record.TITLE for step in steps):
        return
    first = min((step.line for step in steps if not step.opens), default=0)
    above = lines[max(0, first - _ABOVE) : first]
    dates = [i for i, line in enumerate(above) if len(line.text) <= _DATE_LENGTH and _YEAR.search(line.text)]
    if dates and dates[-1] == len(above) - 2 and not above[-1].shape.prose and above[-1].text:
        above[-1].named = True


def _hold_bodies(steps: Sequence[record.Step], lines: Sequence[Line]) -> None:
    """Protect the lines between the label of a record's text and the next label from the models."""
    for step, below in pairwise(steps):
        if step.role == record.BODY and not step.opens:
            for line in lines[step.line : below.line]:
                line.held = True


def _apply(step: record.Step, line: Line, rule: Rule) -> None:
    if step.opens or step.ends:
        line.begin = Begin(rule, below=step.ends)
    if line.gone:
        return
    if step.role in (record.TITLE, record.BODY, record.DROP):
        if step.whole:
            line.take(Hit(rule.doing("drop"), 0, len(line.text)))
        elif step.start:
            line.edit([Edit(0, step.start, "", Hit(rule.doing("drop"), 0, step.start))])
        line.named = line.named or (step.role == record.TITLE and not line.gone)
    else:
        value = line.text[step.start :]
        line.take(Hit(rule.doing("lift"), 0, len(line.text), {step.role: [_name(value) if step.role == "authors" else value]}))


def _name(value: str) -> str:
    """An author's name without a word such as "by" before it and an e-mail address after it."""
    found = _BY.match(value)
    return _ADDRESS.sub("", value[found.end() :] if found else value).strip(" \"'")


def note_separator(line: Line) -> None:
    """Mark a line as a separator if a rule matches it as one."""
    hits = [hit for hit in line.matches.hits if hit.rule.action == "boundary"]
    hit = next((hit for hit in hits if hit.rule.decisive), hits[0] if hits else None)
    if hit is not None:
        line.begin = Begin(hit.rule, below=hit.rule.begins == "below")

"""Context rules: decide which lines are removed because of the lines and findings around them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from .. import budget
from ..lines.edits import Edit
from ..packs.rule import NO_MATCHES, Hit, Rule
from . import repeats, runs
from .page_lines import View
from .ruleset import RuleSet


def settle(view: View, rules: RuleSet) -> None:
    """Decide all lines, in rounds over the rules until no more lines are removed. A step is skipped if nothing changed since its last run."""
    seen = dict.fromkeys(_STEPS, -1)
    while any(version != view.version for version in seen.values()):
        for step in _STEPS:
            budget.check()
            if seen[step] != view.version:
                seen[step] = view.version
                step(view, rules)


def _take_hits(view: View, rules: RuleSet) -> None:
    """Apply pending hits, on whole lines and inside lines, whose context is now present."""
    changed = False
    matching = view.matching
    for i, hits in list(view.pending.items()):
        for hit in hits:
            near = hit.rule.near
            if near is not None and not hit.because and not matching(near):
                continue  # the usual case: no line of the page is the required context
            because = hit.because or _granted(view, i, hit.rule)
            if because is None:
                continue
            line = view.lines[i]
            granted = hit._replace(because=because) if because else hit
            if hit.start > 0 or hit.end < len(line.text):
                line.edit([Edit(hit.start, hit.end, "", granted)])
                line.matches = rules.match_line(line.text, line.shape, set()) if line.text else NO_MATCHES
                view.reads_anew(i)
            else:
                view.take(i, granted)
            changed = True
            break
    if changed:
        view.refresh()


def _take_shaped(view: View, rules: RuleSet) -> None:
    """Apply the rules for lines of a shape in a context or at a place."""
    changed = False
    for rule in rules.shaped:
        if rule.near and not view.matching(rule.near):
            continue
        bit = rules.bit(rule.spec.shape)
        for i in view.stretch(rule.place):
            line = view.lines[i]
            if view.closed[i] or not line.matches.fits & bit or (rule.max_words and line.shape.words > rule.max_words):
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


def _take_chosen(view: View, rules: RuleSet) -> None:
    """Apply the rules that choose from all lines of the page: repeats, and kinds of rules with a `choose` method."""
    changed = False
    for rule in (*rules.repeats, *rules.choosing):
        chosen = repeats.find(rule.spec, view) if rule.kind == "repeat" else rule.spec.choose(view)
        found = [(i, because) for i, because in chosen if not view.closed[i]]
        for i, because in found:
            if not view.closed[i] and _granted(view, i, rule) is not None:
                view.take(i, Hit(rule, 0, len(view.lines[i].text), None, because))
                view.note(i, rule)
                changed = True
        if found and changed:
            view.refresh()


def _take_runs(view: View, rules: RuleSet) -> None:
    """Apply the rules for runs of lines."""
    for rule in rules.runs:
        if (rule.near and not view.matching(rule.near)) or (rule.spec.labels and not view.labelled(rule.spec.labels)):
            continue
        taken = False
        for first, last, because in list(runs.find(rule.spec, view, partial(_grants, view, rule))):
            for i in range(first, last + 1):
                if not view.closed[i]:
                    view.take(i, Hit(rule, 0, len(view.lines[i].text), None, because))
                    view.note(i, rule)
                    taken = True
        if taken:
            view.refresh()


_STEPS = (_take_hits, _take_shaped, _take_chosen, _take_runs)


def _grants(view: View, rule: Rule, lines: Sequence[int]) -> bool:
    """Whether the rule's conditions are met on any of the lines, which are in order."""
    if rule.near is not None and not view.reaches_any(lines[0], lines[-1], rule.near):
        return False
    return any(_granted(view, i, rule) is not None for i in lines)


def _granted(view: View, i: int, rule: Rule) -> str | None:
    """Why the rule's conditions are met on line i ("" if it has none); None if they are not."""
    if rule.place and not view.at(i, rule.place):
        return None
    if rule.near is None:
        return f"at the {rule.place} of the text" if rule.place else ""
    context = view.required_context(i, rule.near)
    if not context:
        return None
    return "near " + ", ".join(f"line {view.lines[j].block.line}" for j in sorted(context))

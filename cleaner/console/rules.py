"""Printed rules: a list, one rule in full, and the results of the rules' examples."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..packs.listing import Listed
from .safe import rich_text, visible
from .screen import console

if TYPE_CHECKING:
    from rich.console import Console

    from ..packs import Pack

_ABOUT_FROM = 100  # columns; a narrower table has no column for what a rule is about
_FIRST = ("about", "action", "kind")
_LAST = ("hits", "misses")


def show_list(rules: Sequence[Listed], as_json: bool) -> None:
    """Print rules as a table on a terminal, as tab-separated lines elsewhere, or as JSON."""
    if as_json:
        print(json.dumps([_record(rule) for rule in rules], indent=1))
    elif not sys.stdout.isatty():
        for rule in rules:
            print("\t".join(visible(text) for text in (rule.id, rule.action, rule.kind, _languages(rule), rule.about)))
    else:
        _table(rules, console())


def _record(rule: Listed) -> dict[str, Any]:
    return {
        "id": rule.id,
        "group": rule.group,
        "action": rule.action,
        "kind": rule.kind,
        "languages": list(rule.languages),
        "about": rule.about,
        "confidence": rule.confidence,
        "examples": rule.examples,
        "pack": rule.pack,
        "line": rule.line,
    }


def _languages(rule: Listed) -> str:
    return " ".join(rule.languages) or "all"


def _table(rules: Sequence[Listed], drawn: Console) -> None:
    from rich import box
    from rich.table import Table

    beside = drawn.width >= _ABOUT_FROM
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("id", "action", "kind", "lang", *(["about"] if beside else [])):
        table.add_column(name, overflow="fold")
    for rule in rules:
        about = [rich_text(rule.about, "dim")] if beside else []
        table.add_row(rich_text(rule.id, "bold"), rich_text(rule.action), rich_text(rule.kind), rich_text(_languages(rule)), *about)
    drawn.print(table)
    drawn.print(rich_text(f"{len(rules)} rule{'' if len(rules) == 1 else 's'}", "dim"))


def show(rule: Listed, measured: tuple[int, int, int] | None = None, model: dict[str, Any] | None = None) -> None:
    """Print one rule with every key of its table.

    `measured` is (findings, sites, wrong findings) where the rule was measured; `model` is the file of the model whose verdict the rule is.
    """
    table = {name: value for name, value in rule.table.items() if name not in ("id", "model", "off", "explains", "examples")}
    names = [*_FIRST, *(name for name in table if name not in (*_FIRST, *_LAST)), *_LAST]
    entries: dict[str, Any] = {} if "off" in rule.table else {"pack": f"{rule.pack}:{rule.line}"}
    entries |= {"lang": _languages(rule), "confidence": rule.confidence} | table
    entries |= {"measured": _measured(*measured)} if measured else {}
    entries |= _of_model(rule.table, model) if model else {}
    entries |= {"switched off by": rule.table["off"]} if "off" in rule.table else {}
    _line("", rule.id, "bold")
    for name in dict.fromkeys([*_FIRST, "pack", "lang", "confidence", "measured", *names, *entries]):
        if name in entries:
            _entry(name, entries[name])


def _measured(findings: int, sites: int, wrong: int) -> str:
    share = f"{1 - wrong / findings:.1%} of {findings:,} findings on {sites:,} sites were right" if findings else "no finding"
    return f"{share}, on pages whose right result is known"


def _of_model(table: dict[str, Any], model: dict[str, Any]) -> dict[str, Any]:
    """The main entries of a model's record."""
    record = model["record"]
    data, scores = record.get("data", {}), record.get("scores", {})
    entries = {
        "how": table.get("explains", ""),
        "model": f"{table['model']}: {record.get('about', '')}",
        "fitted on": f"{data.get('rows', 0):,} pages of {data.get('domains', 0):,} domains",
        "score": f"{scores.get('all', 0):.3f}, {scores.get('measure', '')}, out-of-fold on {scores.get('rows', 0):,} pages",
        "thresholds": ", ".join(f"{name} {value:g}" for name, value in model["thresholds"].items()),
        "limits": record.get("limits", []),
    }
    return {name: value for name, value in entries.items() if value}


def _line(head: str, text: str, style: str = "") -> None:
    """Print a line: coloured on a terminal, plain elsewhere, where rich is not even imported."""
    if not sys.stdout.isatty():
        print(visible(head + text))
        return
    console().print(rich_text(head, "cyan") + rich_text(text, style), soft_wrap=True)


def _entry(name: str, value: Any) -> None:
    """Print `name: value`, or the name and a line for each item of a list; samples keep their lines."""
    if name == "near":
        value = _context(value)
    if not isinstance(value, list):
        _lines(f"{name}: ", _one(value))
        return
    _line(f"{name}:", "")
    for item in value:
        _lines("  - ", _one(item))


def _lines(head: str, text: str) -> None:
    first, *others = text.split("\n")
    _line(head, first)
    for line in others:
        _line("    " if head == "  - " else "", line)


def _one(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name} = {_one(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(_one(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _context(near: dict[str, Any]) -> str:
    count, within = near.get("count", 1), near.get("within", 4)
    return f"{count} line{'' if count == 1 else 's'} within {within} that one of {', '.join(near['rules'])} matches"


def show_tested(packs: Iterable[Pack], context: Iterable[Pack]) -> int:
    """Run the examples of `packs`, print each that fails with its place, then a summary line. Returns the number of failures.

    The rules of `context` also run on the samples, so that rules with `near` find their context.
    """
    from ..rule_examples import run

    rules = [rule for pack in packs for rule in pack.rules]
    failures = 0
    for failure in run(rules, [rule for pack in context for rule in pack.rules]):
        failures += 1
        print(visible(f"{failure.rule.pack}:{failure.line}: {failure.rule.id}: {failure.problem}"))
        for line in failure.sample.text.split("\n"):
            print(f"    | {visible(line)}")
    examples = sum(len(rule.hits) + len(rule.misses) for rule in rules)
    print(f"{len(rules)} rules, {examples} examples, {failures} failures")
    return failures

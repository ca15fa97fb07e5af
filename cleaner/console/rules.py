"""Rules for people: a list, one rule in full, and what became of the rules' own examples."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..packs import Pack
from ..rule import Rule
from ..selftest import run
from .safe import rich_text, visible
from .screen import console

if TYPE_CHECKING:
    from rich.console import Console

_ABOUT_FROM = 100  # columns: narrower, what a rule is for stands on a line of its own
_FIRST = ("about", "action", "kind")
_LAST = ("hits", "misses")


def show_list(rules: Sequence[Rule], as_json: bool) -> None:
    """Rules as a table on a terminal, as tab-separated lines elsewhere, or as JSON."""
    if as_json:
        print(json.dumps([_record(rule) for rule in rules], indent=1))
    elif not sys.stdout.isatty():
        for rule in rules:
            print("\t".join(visible(text) for text in (rule.id, rule.action, rule.kind, _languages(rule), rule.about)))
    else:
        _table(rules, console())


def _record(rule: Rule) -> dict[str, Any]:
    languages = sorted(rule.languages)
    return {
        "id": rule.id,
        "group": rule.group,
        "action": rule.action,
        "kind": rule.kind,
        "languages": languages,
        "about": rule.about,
        "confidence": rule.confidence,
        "examples": len(rule.hits) + len(rule.misses),
        "pack": rule.pack,
        "line": rule.line,
    }


def _languages(rule: Rule) -> str:
    return " ".join(sorted(rule.languages)) or "all"


def _table(rules: Sequence[Rule], drawn: Console) -> None:
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


def show(rule: Rule) -> None:
    """One rule, every key that its pack gives it."""
    drawn = console()
    table = _as_written(rule)
    drawn.print(rich_text(rule.id, "bold"))
    names = [*_FIRST, *(name for name in table if name not in ("id", *_FIRST, *_LAST)), *_LAST]
    entries = {"pack": f"{rule.pack}:{rule.line}", "lang": _languages(rule), "confidence": rule.confidence} | table
    for name in dict.fromkeys([*_FIRST, "pack", "lang", "confidence", *names]):
        if name in entries:
            _entry(drawn, name, entries[name])


def _as_written(rule: Rule) -> dict[str, Any]:
    """The rule's table in its pack."""
    tables = tomllib.loads(Path(rule.pack).read_text(encoding="utf-8"))["rule"]
    found: dict[str, Any] = next(table for table in tables if table.get("id") == rule.id)
    return found


def _entry(drawn: Console, name: str, value: Any) -> None:
    """`name: value`, or the name and a line for each item of a list; samples keep their lines."""
    if name == "near":
        value = _company(value)
    if not isinstance(value, list):
        drawn.print(rich_text(f"{name}: ", "cyan") + rich_text(_one(value)), soft_wrap=True)
        return
    drawn.print(rich_text(f"{name}:", "cyan"))
    for item in value:
        lines = _one(item).split("\n")
        for number, line in enumerate(lines):
            drawn.print(rich_text("    " if number else "  - ", "dim") + rich_text(line), soft_wrap=True)


def _one(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(f"{name} = {_one(item)}" for name, item in value.items())
    if isinstance(value, list):
        return ", ".join(_one(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _company(near: dict[str, Any]) -> str:
    count, within = near.get("count", 1), near.get("within", 4)
    return f"{count} line{'' if count == 1 else 's'} within {within} on which one of {', '.join(near['rules'])} speaks"


def show_tested(packs: Iterable[Pack], company: Iterable[Pack]) -> int:
    """Run the examples, print each that fails with its place, then a closing line; the number of failures."""
    rules = [rule for pack in packs for rule in pack.rules]
    failures = 0
    for failure in run(rules, [rule for pack in company for rule in pack.rules]):
        failures += 1
        print(visible(f"{failure.rule.pack}:{failure.line}: {failure.rule.id}: {failure.problem}"))
        for line in failure.sample.text.split("\n"):
            print(f"    | {visible(line)}")
    examples = sum(len(rule.hits) + len(rule.misses) for rule in rules)
    print(f"{len(rules)} rules, {examples} examples, {failures} failures")
    return failures

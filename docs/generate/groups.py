"""The rule catalogue, from the packs: an overview, and a page for each group of rules."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.packs import known_packs
from cleaner.packs.listing import vocabulary_of
from cleaner.packs.rule import Rule

from .markdown import NOTE, code, fence, plain, table

ROOT = Path(__file__).parents[2]
OWN = ROOT / "cleaner" / "packs" / "code_rules.toml"
_SHOWN = 8  # phrases of a rule
_KEYS = ("phrases", "pattern", "shape", "of", "labels", "find", "replace")


def pages() -> dict[str, str]:
    """Path -> Markdown."""
    rules = [rule for pack in known_packs() for rule in pack.rules]
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        found[rule.group].append(rule)
    about = {pack: _table(pack).get("about", "") for pack in sorted({rule.pack for rule in rules})}
    return {
        "reference/rules/index.md": _index(found, about),
        "reference/rules/in-code.md": _in_code(),
        **{f"reference/rules/{name}.md": _group(name, found[name]) for name in found},
    }


@cache
def _table(pack: str) -> dict[str, Any]:
    return tomllib.loads(Path(pack).read_text(encoding="utf-8"))


@cache
def _written(pack: str) -> dict[str, dict[str, Any]]:
    """The tables of a pack's rules, by their ids."""
    return {rule["id"]: rule for rule in _table(pack)["rule"]}


def _index(found: Mapping[str, Sequence[Rule]], about: Mapping[str, str]) -> str:
    rows = []
    for name in sorted(found):
        rules = found[name]
        languages = {language for rule in rules for language in rule.languages}
        rows.append(
            (f"[{code(name)}]({name}.md)", str(len(rules)), str(len(languages)) if languages else "all", plain(_about(rules, about)))
        )
    names = "\n".join(sorted(found))
    return f"""{NOTE}
# Rule catalogue

The program has {sum(map(len, found.values())):,} rules in {len(found)} groups. A rule's group is its id up to the dot; `--disable` takes a group or an id.
[The rule format](../rule-format.md) describes every key.

{table(("group", "rules", "languages", "about"), rows)}
[Rules in code](in-code.md) belong to models and to repairs of whole texts, such as `html.boilerplate`, `weights.line` and `fragment.join`.

```{{toctree}}
:hidden:

{names}
in-code
```
"""


def _in_code() -> str:
    """The page about rules that are in no pack."""
    entries = tomllib.loads(OWN.read_text(encoding="utf-8"))["own"]
    rows = ((code(own["id"]), code(own["action"]), plain(own["about"]), plain(own.get("off", ""))) for own in entries)
    return f"""{NOTE}
# Rules in code

The findings of these rules come from code or from a fitted model, so they are in no pack. `cleaner rules show` has more about each.

{table(("rule", "action", "about", "switched off by"), rows)}"""


def _about(rules: Sequence[Rule], about: Mapping[str, str]) -> str:
    """The purpose of the pack that contains most of the group's rules, if there is one."""
    general = [rule.pack for rule in rules if "languages/" not in rule.pack]
    pack, count = Counter(general or [rule.pack for rule in rules]).most_common(1)[0]
    return about[pack] if 2 * count > len(general) else "Rules of several packs"


def _group(name: str, rules: Sequence[Rule]) -> str:
    general = [rule for rule in rules if "languages/" not in rule.pack]
    others = [rule for rule in rules if "languages/" in rule.pack]
    parts = [NOTE, f"# {name}\n", *(_rule(rule) for rule in general)]
    if others:
        parts.append("## In other languages\n" if general else "")
        rows = ((code(rule.id), " ".join(sorted(rule.languages)), rule.action, plain(rule.about), code(_line(rule))) for rule in others)
        parts.append(table(("rule", "language", "action", "about", "an example"), rows))
    return "\n".join(parts)


def _rule(rule: Rule) -> str:
    written = _written(rule.pack).get(rule.id, {})
    facts = [
        ("action", code(rule.action)),
        ("kind", code(rule.kind)),
        ("confidence", f"{rule.confidence:g}"),
        ("languages", ", ".join(sorted(rule.languages)) or "all"),
        ("defined in", f"{code(Path(rule.pack).resolve().relative_to(ROOT).as_posix())}, line {rule.line}"),
    ]
    if rule.near:
        needed = ", ".join(map(code, rule.near.rules))
        facts.append(("near", f"{rule.near.count} finding(s) of {needed} within {rule.near.within} lines"))
    if rule.place:
        facts.append(("place", code(rule.place)))
    facts += [(key, _value(written[key])) for key in _KEYS if key in written]
    facts += [(f"{{{name}}}", code(_short(entry))) for name, entry in vocabulary_of(written, _table(rule.pack)).items()]
    parts = [f"## {code(rule.id)}\n", f"{plain(rule.about)}.\n", table(("", ""), facts)]
    for title, key in (("It matches:\n", "hits"), ("It does not match:\n", "misses")):
        sample = _first(written, key)
        parts += [title, fence(sample)] if sample else []
    return "\n".join(parts)


def _first(written: Mapping[str, Any], key: str) -> str:
    """The first sample of a rule that is printable text, or an empty string."""
    samples = (sample if isinstance(sample, str) else sample.get("text", "") for sample in written.get(key, ()))
    return next((sample for sample in samples if sample and sample.replace("\n", "").isprintable()), "")


def _value(value: Any) -> str:
    if isinstance(value, list):
        more = f" and {len(value) - _SHOWN} more" if len(value) > _SHOWN else ""
        return ", ".join(code(str(item)) for item in value[:_SHOWN]) + more
    return code(str(value))


def _short(pattern: str) -> str:
    return pattern if len(pattern) <= 120 else f"{pattern[:119]}…"


def _line(rule: Rule) -> str:
    """The last line of the rule's first sample, short enough for a table."""
    line = (_first(_written(rule.pack).get(rule.id, {}), "hits").splitlines() or [""])[-1]
    return line if len(line) <= 60 else f"{line[:59]}…"

"""List and show rules: read from the built-in packs without validation or compiled patterns, which takes less time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import toml_positions
from .builtin_paths import builtin, builtin_folder
from .table_cache import cached_table
from .vocabulary import Entry, joined, of_pack, of_rule

OWN = Path(__file__).parent / "code_rules.toml"
_MODELS = Path(__file__).parents[1] / "models"
_USUAL = 0.9
_NO_PATTERNS = ("id", "about", "phrases", "after", "keywords", "triggers", "replacement", "hits", "misses")  # keys of texts


@dataclass(frozen=True, slots=True)
class Listed:
    """One rule, as a list shows it. `table` is the rule as its pack has it; from a list, without its examples."""

    id: str
    about: str
    action: str
    kind: str
    languages: tuple[str, ...]
    confidence: float
    examples: int
    pack: str
    line: int
    table: dict[str, Any] = field(compare=False)

    @property
    def group(self) -> str:
        return self.id.partition(".")[0]


def listed(packs: Iterable[str] = ()) -> list[Listed]:
    """Every rule of the built-in packs, those that are code, and those of the user's `packs`. Raises PackError for the user's."""
    ours = [rule for path in builtin("*") for rule in _of_pack(path, *cached_table(path))] + [*_own()]
    return ours + [rule for pack in packs for rule in _of_users(pack, packs)]


def found(id: str, packs: Iterable[str] = ()) -> Listed | None:
    """One rule with its examples; of the built-in packs, only those that name it are read. Raises PackError for the user's `packs`."""
    for pack in packs:
        for rule in _of_users(pack, packs):
            if rule.id == id:
                return _as_written(Path(pack), id) or rule
    for path in builtin("*"):
        if rule_as_written := _as_written(path, id):
            return rule_as_written
    return next((rule for rule in _own() if rule.id == id), None)


def _as_written(path: Path, id: str) -> Listed | None:
    """A rule of a valid pack with its patterns as they are written, and the vocabulary that they use."""
    text = path.read_text(encoding="utf-8")
    if id not in text:
        return None
    table = toml_positions.read(text)
    for rule in _of_pack(path, table, toml_positions.starts(text, "rule")):
        if rule.id == id:
            used = vocabulary_of(rule.table, table)
            return replace(rule, table=rule.table | ({"vocabulary": used} if used else {}))
    return None


def vocabulary_of(rule: Mapping[str, Any], pack: Mapping[str, Any]) -> dict[str, str]:
    """The entries of vocabularies that the patterns of a rule name, each as one string."""
    vocabulary = of_rule(rule, of_pack(pack))
    own: dict[str, Entry] = {}
    for key, value in rule.items():
        if key not in _NO_PATTERNS and (
            isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))
        ):
            own |= vocabulary.used(value)
    return {name: joined(entry) for name, entry in own.items()}


def measured(id: str) -> tuple[int, int, int] | None:
    """(findings, sites, findings that removed text) on which a rule was measured; None if it was not."""
    try:
        counts = json.loads((builtin_folder() / "confidence.json").read_bytes())[id]
        return int(counts["findings"]), int(counts["sites"]), int(counts["wrong"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def record_of(model: str) -> dict[str, Any]:
    """The record and the thresholds in a model's file."""
    stored = json.loads((_MODELS / f"{model}.json").read_bytes())
    return {"record": stored.get("record", {}), "thresholds": stored.get("thresholds", {})}


def _of_users(pack: str, packs: Iterable[str]) -> Iterator[Listed]:
    """The rules of a user's pack, each checked as it is before it is used."""
    from .catalogue import known_packs
    from .read import checked

    known_packs(tuple(packs))
    table, path, starts = checked(Path(pack).read_text(encoding="utf-8"), pack)
    yield from _of_pack(Path(path), table, starts)


def _of_pack(path: Path, table: dict[str, Any], starts: Iterable[int]) -> Iterator[Listed]:
    own = _codes(table.get("lang"))
    for rule, line in zip(table["rule"], starts, strict=True):
        yield Listed(
            rule["id"],
            rule["about"],
            rule["action"],
            rule["kind"],
            _codes(rule.get("lang")) or own,
            float(rule.get("confidence", _USUAL)),
            rule.get("examples", len(rule["hits"]) + len(rule["misses"])),
            str(path),
            line,
            rule,
        )


def _own() -> Iterator[Listed]:
    text = OWN.read_text(encoding="utf-8")
    for rule, line in zip(toml_positions.read(text)["own"], toml_positions.starts(text, "own"), strict=True):
        yield Listed(rule["id"], rule["about"], rule["action"], rule["kind"], (), rule.get("confidence", _USUAL), 0, str(OWN), line, rule)


def _codes(value: str | list[str] | None) -> tuple[str, ...]:
    return tuple(sorted([value] if isinstance(value, str) else value or ()))

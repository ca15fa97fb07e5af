"""Run the examples of rules: a rule must match its hits and must not match its misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .packs.checks import line_of
from .packs.rule import Rule, Sample
from .parse.text_lines import lines
from .scan import scan
from .scan.ruleset import RuleSet
from .stitch.fields import lifted


@dataclass(frozen=True, slots=True)
class Failure:
    """One example that failed."""

    rule: Rule
    sample: Sample
    problem: str

    @property
    def line(self) -> int:
        """The line in the pack where the rule's list of hits or misses begins."""
        lines = Path(self.rule.pack).read_text(encoding="utf-8").split("\n")
        return line_of(lines, self.rule.line, "hits" if self.sample in self.rule.hits else "misses")

    def __str__(self) -> str:
        return f"{self.rule.pack}:{self.line}: {self.rule.id}: {self.problem}\n    {self.sample.text!r}"


def run(rules: Iterable[Rule], context: Iterable[Rule]) -> Iterator[Failure]:
    """Yield the failed examples of `rules`. `context` are all rules that may produce neighbouring findings, including `rules`."""
    context = list(context)
    sets: dict[str | None, RuleSet] = {}
    for rule in rules:
        language = next(iter(sorted(rule.languages)), None)
        if language not in sets:
            wanted = {language, "en"}
            sets[language] = RuleSet((other for other in context if not other.languages or other.languages & wanted), exhaustive=True)
        for sample in rule.hits:
            if problem := _hit(rule, sample, sets[language]):
                yield Failure(rule, sample, problem)
        for sample in rule.misses:
            if problem := _miss(rule, sample, sets[language]):
                yield Failure(rule, sample, problem)


def _hit(rule: Rule, sample: Sample, rules: RuleSet) -> str | None:
    found = scan(sample.text, lines(sample.text), rules)
    matched = any(finding.rule == rule.id for finding in found.findings())
    confirmed = any(line.gone and any(hit.rule is rule for hit in line.hits) for line in found.lines)
    if not matched and not confirmed:
        others = sorted({finding.rule for finding in found.findings()})
        return "does not match its own hit" + (f"; {', '.join(others)} matched instead" if others else "")
    if isinstance(sample.gives, str):
        got = "\n".join(line.text for line in found.lines if not line.gone)
        return None if got == sample.gives else f"gives {got!r}, not {sample.gives!r}"
    if isinstance(sample.gives, dict):
        fields = lifted(found.lines)
        for name, wanted in sample.gives.items():
            if fields.get(name) != wanted:
                return f"extracts {name} = {fields.get(name)!r}, not {wanted!r}"
    return None


def _miss(rule: Rule, sample: Sample, rules: RuleSet) -> str | None:
    found = scan(sample.text, lines(sample.text), rules)
    match = next((finding for finding in found.findings() if finding.rule == rule.id), None)
    return f"matches its own miss, at {match.text[:60]!r}" if match else None

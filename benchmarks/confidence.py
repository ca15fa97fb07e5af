"""The confidence of rules, from how often they were right on gold: what `cleaner eval GOLD --by rule --json` counted.

python benchmarks/confidence.py EVAL.json...           # keep the counts in rules/confidence.json
python benchmarks/confidence.py --write                # set `confidence` in the packs, for rules with findings enough

A rule with at least 30 findings on at least 5 sites gets the share of them that were right, to two decimals, from 0.5 to 0.99; the others keep
what their authors gave them. Only rows that may be learned from are counted: `--fold train` of `cleaner eval`.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

RULES = Path(__file__).parents[1] / "rules"
FILE = RULES / "confidence.json"
FINDINGS, SITES = 30, 5
LOWEST, HIGHEST = 0.5, 0.99
_RULE = re.compile(r"^\[\[rule\]\]$", re.M)
_ID = re.compile(r'^id\s*=\s*"([^"]+)"', re.M)
_KIND = re.compile(r"^kind(\s*)=.*\n", re.M)
_CONFIDENCE = re.compile(r"^confidence\s*=.*\n", re.M)


def counted(paths: list[Path]) -> dict[str, dict[str, int]]:
    """Findings, wrong ones and sites of each rule, over several evaluations; a site of two of them counts twice."""
    out: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in paths:
        for rule, counts in json.loads(path.read_text(encoding="utf-8"))["rules"].items():
            out[rule].update({name: counts[name] for name in ("findings", "wrong", "sites")})
    return {rule: dict(sorted(counts.items())) for rule, counts in sorted(out.items())}


def measured() -> dict[str, float]:
    """The confidence of each rule that was measured often enough."""
    known = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    return {
        rule: round(min(max(1 - counts["wrong"] / counts["findings"], LOWEST), HIGHEST), 2)
        for rule, counts in known.items()
        if counts["findings"] >= FINDINGS and counts["sites"] >= SITES
    }


def stated(pack: str, confidences: dict[str, float]) -> str:
    """A pack's text with the confidences set; a rule that states none gets the line below its kind."""
    starts = [match.start() for match in _RULE.finditer(pack)]
    parts = [pack[: starts[0]] if starts else pack, *(pack[a:b] for a, b in zip(starts, [*starts[1:], len(pack)], strict=True))]
    return "".join(_with(part, confidences) for part in parts)


def _with(table: str, confidences: dict[str, float]) -> str:
    name = _ID.search(table)
    if not name or name[1] not in confidences or not (kind := _KIND.search(table)):
        return table
    plain = _CONFIDENCE.sub("", table)
    kind = _KIND.search(plain)
    assert kind
    width = max(len("kind" + kind[1]), len("confidence "))
    return f"{plain[: kind.end()]}{'confidence'.ljust(width)}= {confidences[name[1]]}\n{plain[kind.end() :]}"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("evaluations", type=Path, nargs="*")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    if chosen.evaluations:
        FILE.write_text(json.dumps(counted(chosen.evaluations), indent=0) + "\n", encoding="utf-8")
    if chosen.write:
        for path in sorted(RULES.rglob("*.toml")):
            before = path.read_text(encoding="utf-8")
            after = stated(before, measured())
            if after != before:
                path.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()

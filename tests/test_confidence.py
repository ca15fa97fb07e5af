"""A rule's confidence is its measured precision, where it was measured often enough."""

from __future__ import annotations

import json
from pathlib import Path

import confidence
import pytest

from cleaner.packs import all_packs

PACK = """about = "x"

[[rule]]
id      = "share.a"
kind    = "phrase"
phrases = ["A"]

[[rule]]
id         = "share.b"
kind       = "phrase"
confidence = 0.8
phrases    = ["B"]
"""


def test_the_packs_state_what_was_measured() -> None:
    """`python benchmarks/confidence.py --write` sets it."""
    rules = {rule.id: rule.confidence for pack in all_packs() for rule in pack.rules}
    wanted = {name: value for name, value in confidence.measured().items() if name in rules}
    assert len(wanted) > 20
    assert {name: rules[name] for name in wanted} == wanted


def test_a_confidence_is_set_or_put_below_the_kind() -> None:
    told = confidence.stated(PACK, {"share.a": 0.97, "share.b": 0.5, "share.c": 0.6})
    assert 'kind    = "phrase"\nconfidence = 0.97\nphrases = ["A"]' in told
    assert 'kind       = "phrase"\nconfidence = 0.5\nphrases' in told
    assert confidence.stated(told, {"share.a": 0.97, "share.b": 0.5}) == told
    assert confidence.stated(PACK, {}) == PACK


def test_few_findings_and_few_sites_set_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path, wrong in zip(paths, (2, 1), strict=True):
        rules = {"often": (50, wrong, 5), "rarely": (10, 0, 5), "on one site": (100, 0, 1), "always": (40, 0, 9), "never": (20, 20, 3)}
        told = {name: dict(zip(("findings", "wrong", "sites"), counts, strict=True)) | {"precision": 1} for name, counts in rules.items()}
        path.write_text(json.dumps({"rules": told}))
    monkeypatch.setattr(confidence, "FILE", tmp_path / "confidence.json")
    confidence.FILE.write_text(json.dumps(confidence.counted(paths)))
    assert confidence.measured() == {"often": 0.97, "always": 0.99, "never": 0.5}

"""No regular expression in the Python code takes a time that grows faster than its input: all of them, found in the modules, on hostile texts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from patterns import CARELESS_ON_SHORT_LINES

from cleaner.packs import known_packs
from cleaner.packs.kinds.pattern import Pattern
from cleaner.scan.ruleset import UNTIMED, RuleSet
from cleaner.text.shape import shape

SCRIPT = Path(__file__).with_name("patterns.py")
HANGS = 300  # seconds after which the whole run counts as hanging


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the limit of processor time needs a timer that this system has not")
def test_every_pattern_is_done_with_hostile_texts_in_time() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=HANGS, check=True)
    found = json.loads(done.stdout)
    assert found["count"] > 100, done.stderr
    assert found["missed"] == []
    assert found["late"] == {}


def test_every_built_in_pattern_is_quick_on_hostile_short_lines() -> None:
    """What takes longer says `timed = true` in its pack, and keeps the time limit."""
    done = subprocess.run([sys.executable, str(SCRIPT), "--rules"], capture_output=True, text=True, timeout=HANGS, check=True)
    found = json.loads(done.stdout)
    assert found["count"] > 800, done.stderr
    assert found["careless"] == list(CARELESS_ON_SHORT_LINES)
    assert found["late"] == {}


@pytest.mark.parametrize("pack", [None, "user"])
def test_only_built_in_patterns_do_without_a_time_limit(pack: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    packs = known_packs(())
    rule = next(
        rule for each in packs for rule in each.rules if rule.kind == "pattern" and rule.spec.scope == "line" and not rule.spec.timed
    )
    wide = replace(rule, spec=replace(rule.spec, max_chars=2 * UNTIMED), **({"pack": pack} if pack else {}))
    asked: list[bool] = []
    monkeypatch.setattr(Pattern, "find", lambda self, text, timed=True: asked.append(timed) or ())
    for length in (UNTIMED - 100, UNTIMED + 100):
        text = (rule.spec.keywords[0] + " x" * length)[:length]
        RuleSet([wide]).match_line(text, shape(text), set())
    assert asked == ([True, True] if pack else [False, True])


@pytest.mark.parametrize(
    "text",
    ["<!--a--> " * 200 + "text", "<!--" * 400, "<?xml" + " " * 1_900, '<meta charset="' + " " * 3_000, "<" * 2_000, "<p " * 600],
    ids=["comments", "open-comments", "xml", "charset", "brackets", "tags"],
)
def test_no_beginning_of_a_page_hangs_the_look_at_it(text: str) -> None:
    code = (
        "import sys; from cleaner.ingest import ingest; raw = sys.stdin.buffer.read();"
        "ingest(raw); ingest(raw.decode()); ingest(raw + bytes([0xff, 0xfe]))"
    )
    subprocess.run([sys.executable, "-c", code], input=text.encode(), timeout=60, check=True)

"""No regular expression in the Python code takes a time that grows faster than its input: all of them, found in the modules, on hostile texts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("patterns.py")
HANGS = 300  # seconds after which the whole run counts as hanging


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the limit of processor time needs a timer that this system has not")
def test_every_pattern_is_done_with_hostile_texts_in_time() -> None:
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=HANGS, check=True)
    found = json.loads(done.stdout)
    assert found["count"] > 100, done.stderr
    assert found["missed"] == []
    assert found["late"] == {}


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

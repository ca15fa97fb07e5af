"""How long the program takes to answer: its help, and one small page cleaned. Run: python benchmarks/startup.py"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 7
PAGE = """Ferry timetable changes on Monday

Short Url
Updated 04 March 2025
Follow

The ferry to the outer islands will leave an hour earlier from Monday, because the tide in the new channel is too low in the morning.

Passengers with a ticket for the old time can use it until the end of the week, the harbour office said in a short note on its door.
"""


def median_seconds(arguments: list[str]) -> float:
    """The median time of a run of the program, in a process of its own each."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "cleaner", *arguments], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Print each figure beside its limit; 1 when one is over."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.txt")
        page.write_text(PAGE, encoding="utf-8")
        measured = [
            ("cleaner --help", median_seconds(["--help"]), 0.3),
            ("cleaner clean page.txt", median_seconds(["clean", str(page)]), 0.6),
        ]
    for name, seconds, limit in measured:
        print(f"{name:<24}{seconds:6.3f} s   limit {limit:.1f} s   {'ok' if seconds <= limit else 'OVER'}")
    return int(any(seconds > limit for _, seconds, limit in measured))


if __name__ == "__main__":
    sys.exit(main())

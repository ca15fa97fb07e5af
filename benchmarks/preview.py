"""How long the preview lets one wait: for the first page of a large folder, and for the cursor on a large page. Run: python benchmarks/preview.py"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

from cleaner.config import Settings
from cleaner.console.preview.decision_keys import Preview
from cleaner.inputs import find
from cleaner.interactive.session import Session

FILES = 2_000
MEGABYTES = 10
MOVES = 40
MARK = "Bargemen"  # stands on the first page, and in no file name
_WORDS = [
    "tide",
    "harbour",
    "lantern",
    "quay",
    "bread",
    "winter",
    "county",
    "ferry",
    "stone",
    "market",
    "early",
    "slow",
    "river",
    "letter",
    "window",
    "road",
    "ladder",
    "cellar",
]


def page(seed: int, head: str) -> str:
    """A story with boilerplate, of about 2 kB."""
    pick = random.Random(seed)
    paragraphs = [" ".join(pick.choices(_WORDS, k=60)).capitalize() + "." for _ in range(5)]
    title = f"{head} {' '.join(pick.choices(_WORDS, k=6))}"
    return (
        "\n\n".join(
            [title, "Short Url\nUpdated 04 March 2025\nFollow", *paragraphs[:3], "Advertisement", *paragraphs[3:], "Share\nFacebook"]
        )
        + "\n\n\n"
    )


def first_page(folder: Path) -> float:
    """Seconds from the start of the program, in a terminal of its own, until the first page stands on the screen."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder.parent)
        os.execve(sys.executable, [sys.executable, "-m", "cleaner", "preview", str(folder)], os.environ | {"TERM": "xterm-256color"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    start, seen = time.perf_counter(), b""
    try:
        while MARK.encode() not in seen and time.perf_counter() - start < 60:
            if select.select([terminal], [], [], 0.05)[0]:
                seen += os.read(terminal, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(child, signal.SIGTERM)
        os.close(terminal)
        os.waitpid(child, 0)


async def cursor(path: Path) -> list[float]:
    """Seconds that each move of the cursor takes, down, by pages, and to the next finding."""
    app = Preview(Session(find([str(path)]), Settings()))
    times = []
    async with app.run_test(size=(140, 40)) as pilot:
        while app.model is None:
            await pilot.pause(0.1)
        await pilot.pause(1.5)
        for key in ("down", "pagedown", "n", "end", "up", "pageup", "p"):
            for _ in range(MOVES if key != "end" else 1):
                start = time.perf_counter()
                app.simulate_key(key)
                await app._animator.wait_until_complete()
                await pilot._wait_for_screen()
                times.append(time.perf_counter() - start)
    return times


def main() -> int:
    """Print each figure beside its limit; 1 when one is over."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "pages")
        folder.mkdir()
        for number in range(FILES):
            (folder / f"{number:04}.txt").write_text(page(number, MARK if number == 0 else "Bakers"), encoding="utf-8")
        shown = statistics.median(first_page(folder) for _ in range(5))
        large = Path(name, "large.txt")
        large.write_text("".join(page(number, "Bakers") for number in range(MEGABYTES * 500)), encoding="utf-8")
        moves = asyncio.run(cursor(large))
    measured = [
        (f"first page of {FILES} files", shown, 1.0),
        (f"cursor on {MEGABYTES} MB, median", statistics.median(moves), 0.05),
        (f"cursor on {MEGABYTES} MB, 95 %", statistics.quantiles(moves, n=20)[-1], 0.05),
    ]
    for what, seconds, limit in measured:
        print(f"{what:<28}{seconds:6.3f} s   limit {limit:.2f} s   {'ok' if seconds <= limit else 'OVER'}")
    return int(any(seconds > limit for _, seconds, limit in measured))


if __name__ == "__main__":
    sys.exit(main())

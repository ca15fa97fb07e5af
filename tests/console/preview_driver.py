"""A person at the preview, played: keys are pressed one after the other, and the screen is read."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from cleaner.config import Settings
from cleaner.console.preview.decision_keys import Preview
from cleaner.inputs import find
from cleaner.interactive.session import Session

FERRY = """Night ferry to sail again from Monday

By Ilse Marrow
Updated 04 March 2025
Follow

The night ferry between Sandeby and Elmsund will sail again from Monday, the county said, after eleven weeks in the dry dock。The first boat leaves at 21:40.
Advertisement
Tickets are on sale at the quay, and cost what they did last autumn.

Share
Facebook
© 2025 Sandeby Courier. All rights reserved.


Bakery fire in Elmsund leaves nobody hurt

Updated 5 min ago
Follow

A fire in a bakery on Mill Street was put out within an hour on Tuesday morning, and nobody was hurt, the fire brigade said.
The shop will open again on Friday, its owner said, with bread from a friend’s kitchen.
"""
TIDE = """Spring tide floods the lower market

Updated 06 March 2025
Listen to the bell

The spring tide came over the quay on Thursday morning and stood in the lower market until noon, the harbour office said.
Nobody was hurt, and the stalls will open again on Saturday, the market’s warden said.
"""
Step = str | Callable[[Preview], object]


def preview(*paths: Path, settings: Settings | None = None, url: str | None = None, out: Path | None = None) -> Preview:
    return Preview(Session(find([str(path) for path in paths], out), settings or Settings(), url, None, out))


def play(app: Preview, *steps: Step, size: tuple[int, int] = (80, 24)) -> Preview:
    """Press the keys; a key that begins with " is typed letter by letter, and a function is called with the app."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await _calm(app, pilot)
            for step in steps:
                if callable(step):
                    step(app)
                elif step.startswith('"'):
                    await pilot.press(*("space" if letter == " " else letter for letter in step[1:]))
                elif step.startswith("size "):
                    width, height = step.split()[1:]
                    await pilot.resize_terminal(int(width), int(height))
                elif step.startswith("click "):
                    where, x, y = step.split()[1:]
                    await pilot.click(where, offset=(int(x), int(y)))
                else:
                    await pilot.press(step)
                await _calm(app, pilot)

    asyncio.run(run())
    return app


async def _calm(app: Preview, pilot: object) -> None:
    """Until nothing is under way any more."""
    for _ in range(600):
        await pilot.pause(0.02)  # type: ignore[attr-defined]
        await app.workers.wait_for_complete()
        resting = app._looking is None or app._looking._task is None or app._looking._task.done()
        if app.first_page is not None and not app._background.left and resting:
            await pilot.pause(0.02)  # type: ignore[attr-defined]
            await app.workers.wait_for_complete()
            return
    raise AssertionError("the preview does not come to rest")


def shown(app: Preview) -> str:
    """The screen's text; what is measured by weights, and moves with them, is left out."""
    rows = ["".join(segment.text for segment in strip).rstrip() for strip in app.screen._compositor.render_strips()]
    return re.sub(r"\b(0\.\d+|1\.00)\b", "#.##", "\n".join(rows)) + "\n"


def on_line(number: int) -> Callable[[Preview], object]:
    """Put the cursor on a line."""
    return lambda app: app._go(number)

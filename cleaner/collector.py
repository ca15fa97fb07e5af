"""When Python's cyclic garbage collector runs: not while a page is cleaned, and seldom in a program of its own.

A page makes hundreds of thousands of small objects, nearly all of which are freed by their reference counts when it is done. The
collector would visit them, and the caches of all pages before, again and again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 50_000  # new objects, of those that the collector tracks; Python's own setting is 700


def seldom() -> None:
    """Let the collector run after many new objects only. For the command line: what it loads at its start stays to its end."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


@contextmanager
def paused() -> Iterator[None]:
    """Run the block without the collector, and start it again afterwards; if it is off already, leave it so.

    The setting is the process's. Of several threads only the one that paused it starts it again, when its own page is done: however
    many threads are at work, the collector runs between pages.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

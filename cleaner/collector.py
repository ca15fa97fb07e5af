"""When Python's cyclic garbage collector runs: not while a page is cleaned, and seldom in a program of its own, at whose end it does nothing.

A page makes hundreds of thousands of small objects, nearly all of which are freed by their reference counts when it is done. The
collector would visit them, and the caches of all pages before, again and again.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 200_000  # new objects, of those that the collector tracks; more than a start makes. Python's own setting is 700


def seldom() -> None:
    """Let the collector run after many new objects only, and not when the program ends.

    For the command line: what it loads at its start stays to its end, and then the system frees the memory at once. Python would visit all
    of it several times first, which takes up to a fifth of the time of a short run.
    """
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)


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

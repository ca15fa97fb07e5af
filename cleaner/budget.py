"""The time budget of one page: `until` sets it, and `check` tests it between stages and in long loops.

`check` is cheap and raises `OutOfTime` when the time is up, so that nothing is interrupted in the middle of a change. For libraries
that never call `check`, `interruptible` makes the interpreter raise `OutOfTime` in the running Python code, after any call into C
code has returned.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_deadline: ContextVar[float] = ContextVar("deadline", default=math.inf)


class OutOfTime(BaseException):
    """The time is up. Not a subclass of Exception, so that no library catches it as an error of its own."""


@contextmanager
def until(deadline: float) -> Iterator[None]:
    """Limit the work in the block to `deadline`, in seconds of `time.monotonic`, or to an earlier enclosing deadline."""
    token = _deadline.set(min(deadline, _deadline.get()))
    try:
        yield
    finally:
        _deadline.reset(token)


def check() -> None:
    """Raise OutOfTime if the deadline has passed."""
    if monotonic() > _deadline.get():
        raise OutOfTime


def left() -> float:
    """The remaining seconds, at least 0; infinite without a deadline."""
    return max(0.0, _deadline.get() - monotonic())


@contextmanager
def interruptible() -> Iterator[None]:
    """Allow the block to be interrupted anywhere when the time is up: it must not leave shared state half changed."""
    seconds = left()
    if seconds == math.inf:
        yield
        return
    check()
    lock, done = threading.Lock(), threading.Event()
    worker = ctypes.c_ulong(threading.get_ident())

    def interrupt() -> None:
        with lock:
            if not done.is_set():
                ctypes.pythonapi.PyThreadState_SetAsyncExc(worker, ctypes.py_object(OutOfTime))

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            done.set()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(worker, None)  # clear one that is pending
        timer.cancel()
    check()

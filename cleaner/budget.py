"""The time that one page may take: set around its work, asked for between stages and in long loops.

Asking is cheap, and raises `OutOfTime` when the time is up; nothing is interrupted in the middle of a change. Only around a library
that asks nothing, `interruptible` has the interpreter raise `OutOfTime` in the running Python code; a call that is inside C code
ends first.
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
    """The time is up. No Exception, so that no library takes it for a fault of its own."""


@contextmanager
def until(deadline: float) -> Iterator[None]:
    """Work that has to end before `deadline`, in seconds of `time.monotonic`, or before that of the work around it."""
    token = _deadline.set(min(deadline, _deadline.get()))
    try:
        yield
    finally:
        _deadline.reset(token)


def check() -> None:
    """Raise OutOfTime when the time is up."""
    if monotonic() > _deadline.get():
        raise OutOfTime


def left() -> float:
    """Seconds that are left; infinite where no time was set, and never below 0."""
    return max(0.0, _deadline.get() - monotonic())


@contextmanager
def interruptible() -> Iterator[None]:
    """Python code that may be interrupted anywhere when the time is up: it must hold nothing that half a change would harm."""
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
            ctypes.pythonapi.PyThreadState_SetAsyncExc(worker, None)  # one that was sent and has not arrived
        timer.cancel()
    check()

"""The three standard streams when they are closed, full, or have an encoding that lacks a character."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any

from ..errors import CleanerError, InputError, OutputError

_TOO_MANY = (errno.EMFILE, errno.ENFILE)


def prepare() -> None:
    """Set up the streams: writing to a closed stdout raises OSError, and writing to stderr never fails.

    Characters that the encoding lacks are escaped.
    """
    _occupy()
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Closed()), encoding="utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(_Lenient(sys.stderr)), encoding=getattr(sys.stderr, "encoding", "utf-8"), line_buffering=True
    )
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def close() -> None:
    """Flush stdout. Raises OSError."""
    if sys.stdout is not None and not sys.stdout.closed:
        sys.stdout.flush()


def give_up() -> None:
    """Discard what stdout has buffered, so that the interpreter does not fail again when it flushes at exit."""
    with suppress(OSError, ValueError, AttributeError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    sys.stdout = io.StringIO()


def fault(error: OSError) -> CleanerError:
    """An error message for an OSError that no command handled."""
    why = error.strerror or str(error)
    if error.errno in _TOO_MANY:
        remedy = "Raise the limit, as with `ulimit -n 256`, or use fewer --workers."
        return InputError(f"there are too few file descriptors ({why})", place=error.filename or "the system", remedy=remedy)
    if error.filename:
        return OutputError(f"it cannot be used ({why})", place=str(error.filename), remedy="Check the path and its permissions.")
    return OutputError(f"it cannot be written to ({why})", place="stdout", remedy="Check where it leads, and that there is room.")


def _occupy() -> None:
    """Open the null device for each closed stream, since the next opened file would otherwise get its descriptor and its output."""
    with suppress(OSError):
        while (found := os.open(os.devnull, os.O_RDWR)) < 3:
            os.set_inheritable(found, True)
        os.close(found)


class _Closed(io.RawIOBase):
    """A stream that was closed before the program began."""

    def writable(self) -> bool:
        return True

    def write(self, raw: Any) -> int:
        raise OSError(errno.EBADF, "it is closed")


class _Lenient(io.RawIOBase):
    """A stream for messages that drops what cannot be written, so that a lost message never stops a run."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        if self._stream is None:
            raise OSError(errno.EBADF, "it is closed")
        return int(self._stream.fileno())

    def isatty(self) -> bool:
        return self._stream is not None and bool(self._stream.isatty())

    def write(self, raw: Any) -> int:
        piece = bytes(raw)
        with suppress(OSError, ValueError, AttributeError):
            self._stream.buffer.write(piece)
            self._stream.buffer.flush()
        return len(piece)

"""Printed errors: place, problem and remedy. Never a traceback."""

from __future__ import annotations

import sys

from ..errors import CleanerError
from .safe import visible, visible_lines


def report(error: CleanerError) -> None:
    """Print `error` on stderr."""
    head = f"{visible(error.place)}: {visible_lines(error.problem).rstrip()}" if error.place else visible_lines(error.problem).rstrip()
    remedy = f"\n  {visible_lines(error.remedy)}" if error.remedy else ""
    print(f"error: {head}{remedy}", file=sys.stderr)


def warn(text: str) -> None:
    """Print one line on stderr about something that still works but should be changed."""
    print(f"warning: {visible(text)}", file=sys.stderr)


def note(text: str) -> None:
    """Print one line of information, which is not a result, on stderr."""
    print(visible(text), file=sys.stderr)

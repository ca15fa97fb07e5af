"""The number of processors available to this process."""

from __future__ import annotations

import os
import sys


def processors() -> int:
    """The number of processors this process may use, at least 1."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1

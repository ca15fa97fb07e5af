"""The scripts in examples/, and the environment to run them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "examples"


def script(name: str) -> str:
    return str(_FOLDER / name)


def environment(**more: str) -> dict[str, str]:
    """This process's environment, extended so that `cleaner` can be imported."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))} | more

"""What every fuzz test has: an end to a run that hangs, with the place at which it hung."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator

import pytest

from .mutations import ROUNDS

HANGS = 120  # seconds for one test, where the rounds are not multiplied


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    faulthandler.dump_traceback_later(HANGS * ROUNDS, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()

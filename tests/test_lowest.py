"""The lower bounds of the dependencies are the releases that `make lowest` tests."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TESTED = ("corpus", "dedupe", "fast", "preview")  # the extras that are installed for it
BOUNDS = [*PROJECT["dependencies"], *(bound for extra in TESTED for bound in PROJECT["optional-dependencies"][extra])]


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_lower_bound_is_the_release_that_is_tested(bound: str) -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints-lowest.txt").read_text(encoding="utf-8"), re.MULTILINE))
    found = re.match(r"([\w.-]+)>=([\d.]+)", bound)
    assert found, f"{bound} has no lower bound"
    assert re.match(rf"{re.escape(found[2])}(?:\.|$)", pinned[found[1]]), f"{bound}, but {pinned[found[1]]} is tested"


def test_the_extras_that_are_tested_are_those_of_the_makefile() -> None:
    assert f"'.[{','.join(TESTED)}]'" in (ROOT / "Makefile").read_text(encoding="utf-8")

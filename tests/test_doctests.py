"""The examples in docstrings run, and come out as they say."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent
MODULES = [
    ".".join(("cleaner", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


def test_there_are_some() -> None:
    assert {"cleaner", "cleaner.parallel", "cleaner.packs.renamed_rules"} <= {*MODULES}


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    try:
        module = import_module(name)
    except (ImportError, cleaner.CleanerError) as error:
        pytest.skip(str(error))
    found = doctest.testmod(module)
    assert found.attempted and not found.failed

"""Names that a package loads when they are first used."""

from __future__ import annotations

import pkgutil

import pytest

import cleaner
from cleaner import packs


@pytest.mark.parametrize("package", [packs, cleaner])
def test_no_module_hides_a_name_of_its_package(package: object) -> None:
    modules = {module.name for module in pkgutil.iter_modules(package.__path__)}  # type: ignore[attr-defined]
    assert not modules & set(package._HOMES)  # type: ignore[attr-defined]

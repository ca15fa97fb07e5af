"""A runner, the pack and page of `zebra` as files, a browser, and a review in it: what the console's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cleaner import segment
from cleaner.cli import app
from cleaner.segment.boundary import boundaries

from .browser import Browser
from .invented_debris import PACK, PAGE, Run
from .review_driver import reviews


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in an empty folder, with a plain environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "PAGER", "LESS", "TERM"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "zebra.toml"
    path.write_text(PACK, encoding="utf-8")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every boundary that is found has a confidence of 0.6."""
    monkeypatch.setattr(segment, "boundaries", lambda *given: [(i, replace(found, confidence=0.6)) for i, found in boundaries(*given)])


@pytest.fixture
def run() -> Run:
    """Run the program: run("diff", path, input=None)."""

    def invoke(*arguments: object, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input, prog_name="cleaner")

    return invoke


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as started:
        yield started


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Browser]]:
    """Open a review of pages in the browser: opened({"name.txt": text}, *options)."""
    yield from reviews(browser)

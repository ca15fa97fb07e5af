"""What the documentation lists is complete, and what it names exists."""

from __future__ import annotations

import dataclasses
import importlib
import re
import tomllib
from pathlib import Path

import pytest
import typer

import cleaner
from cleaner import data, errors
from cleaner.cli import app
from cleaner.cli.option_types import Dedupe, format_names
from cleaner.models import load
from cleaner.training.registry import TRAINERS

from .pages import DOCS, ROOT, name_of, pages

README = (ROOT / "README.md").read_text(encoding="utf-8")
PUBLIC: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "public.toml").read_text(encoding="utf-8"))
MOST = 8 * 1024  # bytes of the README
_NAME = re.compile(r"`(\w+)(?:\(\))?`")
_LINK = re.compile(r"\]\((?P<path>[^)#:\s]+)?(?P<anchor>#[^)]*)?\)")
GENERATED = {  # pages of the site that are made when it is built
    *(f"docs/reference/{name}.md" for name in ("command-line", "settings", "rows", "audit", "extras", "rule-format", "rules/index")),
    *(f"docs/{name}.md" for name in ("changelog", "contributing", "security")),
}


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def rows(text: str, header: str) -> list[list[str]]:
    """The cells of the table whose head begins with `header`."""
    table = text.partition(f"\n| {header} |")[2].partition("\n\n")[0].splitlines()[2:]
    assert table, header
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_readme_is_short_and_says_what_people_search_for() -> None:
    assert len(README.encode()) <= MOST
    for words in ("boilerplate removal", "article extraction", "splitting"):
        assert words in README


def test_the_readme_names_every_command() -> None:
    table = README.partition("\n## Which command do I want?\n")[2].partition("\n## ")[0]
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        if not command.hidden:
            assert f"`cleaner {name}" in table, name


@pytest.mark.parametrize("kind", [data.Page, data.Article, data.Finding], ids=lambda kind: kind.__name__)
def test_the_tables_name_every_attribute(kind: type) -> None:
    own = {name for name in (*kind.__annotations__, *vars(kind)) if not name.startswith("_")}
    header = f"of {'an' if kind is data.Article else 'a'} `{kind.__name__}`"
    named = {name for cells in rows(read("reference/api.md"), header) for name in _NAME.findall(" ".join(cells))}
    internal = {"fetched", "stated_language"}
    about_boundary = {field.name for field in dataclasses.fields(data.Boundary)} if kind is data.Article else set()
    assert own - internal <= named
    assert named - about_boundary - {"str"} <= own


def test_the_public_interface_is_what_the_list_says() -> None:
    assert sorted(cleaner.__all__) == PUBLIC["cleaner"]
    family = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.CleanerError)}
    assert sorted(family) == PUBLIC["cleaner.errors"]


@pytest.mark.parametrize("module", [name for name in PUBLIC if not name.startswith("cleaner.adapters.")])
def test_every_public_name_is_there_and_documented(module: str) -> None:
    text = read("reference/api.md")
    found = importlib.import_module(module)
    for name in PUBLIC[module]:
        assert hasattr(found, name)
        if name != "__version__" and name not in PUBLIC["cleaner.errors"]:  # all of the errors' module is shown
            assert f"{module}.{name}" in text, f"{module}.{name}"


@pytest.mark.parametrize("module", [name for name in PUBLIC if name.startswith("cleaner.adapters.")])
def test_every_public_step_is_there_and_documented(module: str) -> None:
    assert f"`{module}.{PUBLIC[module][0]}`" in read("reference/api.md")
    try:
        found = importlib.import_module(module)
        there = [name for name in PUBLIC[module] if hasattr(found, name)]
    except (ImportError, errors.CleanerError) as error:
        pytest.skip(str(error))
    assert there == PUBLIC[module]


def test_the_ways_to_identify_a_copy_are_all_there() -> None:
    shown = rows(read("how-to/copies.md"), "`--dedupe` | two stories are the same")
    assert [_NAME.findall(mode)[0] for mode, _ in shown] == [mode.value for mode in Dedupe]


def test_the_formats_are_all_there() -> None:
    shown = {name for cells in rows(read("reference/output.md"), "format | layout") for name in re.findall(r"`([a-z.]+)`", cells[0])}
    assert shown == set(format_names())


def test_every_model_is_explained_where_languages_are() -> None:
    text = read("benchmark.md").partition("\n## Languages\n")[2].partition("\n## ")[0]
    assert "Polish" in text and f"{load('text').record['scores']['language']['pl'][1]:.3f}" in text
    assert {trainer.name for trainer in TRAINERS} <= set(re.findall(r"^\| (\w+) \|", read("benchmark.md"), re.MULTILINE))


@pytest.mark.parametrize("path", pages(), ids=name_of)
def test_links_paths_and_targets_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in _LINK.finditer(text):
        if link["path"] and not link["path"].startswith("mailto"):
            target = (path.parent / link["path"]).resolve()
            assert name_of(target) in GENERATED or target.exists(), link["path"]
    for named in re.findall(r"`((?:cleaner|rules|fixtures|tests|docs|tools)/[\w./-]*)`", text):
        assert (ROOT / named).exists(), named
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target

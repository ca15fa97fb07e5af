"""Every block of code in the documentation is tested, page by page from top to bottom."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.config import Settings, from_file
from cleaner.decisions import Decisions
from cleaner.packs import known_packs, parse
from cleaner.rule_examples import run as failures_of

from . import commands
from .pages import EXAMPLES, ROOT, Block, blocks, name_of, pages

PAGES = pages()
_ESTIMATE = re.compile(r"^(?:confidence|likeness): ([\d.]+)$", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example files, in which the page is tried; programs find the command `cleaner`."""
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_block_holds(path: Path) -> None:
    names: dict[str, Any] = {}
    for block in blocks(path.read_text(encoding="utf-8")):
        way = WAYS.get(block.way) if block.way else DEFAULTS.get(block.language)
        assert way, f"{name_of(path)}:{block.line}: nothing tests this block; see tests/docs/pages.py"
        try:
            way(block, names)
        except Exception as error:
            error.add_note(f"{name_of(path)}:{block.line}")
            raise


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_command_mentioned_exists(path: Path) -> None:
    for words in commands.mentioned(path.read_text(encoding="utf-8")):
        commands.check(words)


def write(block: Block, _: dict[str, Any]) -> None:
    path = Path(block.value)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.code, encoding="utf-8")
    if path.suffix == ".toml":
        toml(block, _)


def shows(block: Block, _: dict[str, Any]) -> None:
    path, _word, command = block.value.partition(" after: ")
    if command:
        commands.run(command)
    held = Path(path).read_text(encoding="utf-8")
    assert _ESTIMATE.sub("", held) == _ESTIMATE.sub("", block.code)
    assert _estimates(block.code) == pytest.approx(_estimates(held), abs=0.01)


def _estimates(text: str) -> list[float]:
    """What the models say, confidences and likenesses, whose last digits differ between processors."""
    return [float(value) for value in _ESTIMATE.findall(text)]


def keys(block: Block, _: dict[str, Any]) -> None:
    (Path("pages") / "tide.txt").write_text(Path("page.txt").read_text(encoding="utf-8").replace("ferry", "tide"), encoding="utf-8")
    commands.run(f"cleaner clean pages/ --out {Path(block.value).parent} --dedupe near")
    assert _shape(json.loads(block.code)) == _shape(json.loads(Path(block.value).read_text(encoding="utf-8").splitlines()[0]))


def _shape(value: Any) -> Any:
    """The keys of a JSON value, and of what it holds."""
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    return [_shape(item) for item in value[:1]] if isinstance(value, list) and value and isinstance(value[0], dict) else None


def bash(block: Block, _: dict[str, Any]) -> None:
    for line in commands.lines(block):
        commands.run(line)


def ends(block: Block, _: dict[str, Any]) -> None:
    *before, last = commands.lines(block)
    for line in before:
        commands.run(line)
    commands.run(last, int(block.value))


def checked(block: Block, _: dict[str, Any]) -> None:
    """A block that is not run has a reason, and names what exists."""
    assert block.value
    for line in commands.lines(block) if block.language == "bash" else ():
        for words in commands.calls(line):
            commands.check(words)
        for target in re.findall(r"\bmake ([a-z]+)", line):
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), target
        for extras in re.findall(r"'\.\[([\w,]+)\]'", line):
            assert set(extras.split(",")) <= set(_project()["optional-dependencies"]), line
        for script in re.findall(r"python (\S+\.py)", line):
            assert (ROOT / script).is_file(), script


def _project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def python(block: Block, names: dict[str, Any]) -> None:
    exec(compile(block.code, f"line {block.line}", "exec"), names)


def toml(block: Block, _: dict[str, Any]) -> None:
    """A pack whose examples hold, decisions that are read, or settings that are taken."""
    table = tomllib.loads(block.code)
    if "rule" in table:
        text = block.code if "about" in table else f'about = "Shown in the documentation"\n{block.code}'
        rules = parse(text, "shown.toml").rules
        builtin = [rule for pack in known_packs() for rule in pack.rules]
        own = {rule.id for rule in rules}
        assert [failure.problem for failure in failures_of(rules, [rule for rule in builtin if rule.id not in own] + list(rules))] == []
    elif "decision" in table:
        for name in table.get("packs", ()):
            shutil.copy("my-pack.toml", name)
        Path("read.toml").write_text(block.code, encoding="utf-8")
        assert len(_decisions("read.toml").entries) == len(table["decision"])
    else:
        Path("read.toml").write_text(block.code, encoding="utf-8")
        assert from_file(Path("read.toml")).settings != Settings()


def _decisions(path: str) -> Decisions:
    from cleaner.decisions.file import load

    return load(Path(path))


def scrapy(block: Block, names: dict[str, Any]) -> None:
    adapter = pytest.importorskip("cleaner.adapters.scrapy")
    python(block, names)
    assert [*names["ITEM_PIPELINES"]] == [f"cleaner.adapters.scrapy.{adapter.CleanerPipeline.__name__}"]
    Settings(**names["CLEANER_SETTINGS"])


def hooks(block: Block, _: dict[str, Any]) -> None:
    yaml = pytest.importorskip("yaml")
    used = {hook["id"] for repo in yaml.safe_load(block.code)["repos"] for hook in repo["hooks"]}
    assert used == {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def action(block: Block, _: dict[str, Any]) -> None:
    yaml = pytest.importorskip("yaml")
    steps = next(iter(yaml.safe_load(block.code)["jobs"].values()))["steps"]
    used = next(step["with"] for step in steps if "with" in step)
    assert set(used) <= set(yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"])


Way = Callable[[Block, dict[str, Any]], None]
WAYS: dict[str, Way] = {
    "file": write,
    "shows": shows,
    "keys": keys,
    "exit": ends,
    "not run": checked,
    "setting": scrapy,
    "pre-commit": hooks,
    "action": action,
}
DEFAULTS: dict[str, Way] = {"bash": bash, "python": python, "toml": toml}


def test_a_block_that_nothing_tests_is_refused() -> None:
    untested = next(blocks("Text:\n\n```ruby\nputs 1\n```\n"))
    assert untested.language == "ruby" and not untested.way
    assert untested.language not in DEFAULTS
    (named,) = blocks("<!-- file: a.txt -->\n```text\nx\n```\n")
    assert (named.way, named.value, named.code) == ("file", "a.txt", "x\n")
    assert list(blocks("```{include} a.md\n```\n")) == []


def test_a_command_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AssertionError, match="no option --colour"):
        commands.check(["diff", "page.txt", "--colour"])
    with pytest.raises(AssertionError, match="no command scrub"):
        commands.check(["scrub", "page.txt"])

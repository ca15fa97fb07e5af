"""What README.md and CONTRIBUTING.md show is true: pages come out as shown, examples run, and what they name exists."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from cleaner import Settings, corpus, data
from cleaner.cli import app
from cleaner.cli.exits import ExitCode
from cleaner.cli.options import Dedupe
from cleaner.config import from_file
from cleaner.corpus.rows import STATUSES
from cleaner.dedupe.record import RECORD
from cleaner.packs import all_packs, parse
from cleaner.selftest import run

ROOT = Path(__file__).parents[1]
DOCS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")}
README = DOCS["README.md"]
_BLOCK = re.compile(r"(?:<!-- (?P<file>\S+) -->\n)?^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_NAME = re.compile(r"`(\w+)(?:\(\))?`")


def blocks(text: str, language: str) -> list[str]:
    return [match["code"] for match in _BLOCK.finditer(text) if match["language"] == language]


def shown(file: str) -> str:
    """The content that the README shows of a file."""
    return next(match["code"] for match in _BLOCK.finditer(README) if match["file"] == file)


def calls(text: str) -> Iterator[list[str]]:
    """The arguments of every `cleaner ...` in a block of commands or in a span of code."""
    lines = [line for block in blocks(text, "bash") for line in block.splitlines()]
    for line in [*lines, *_SPAN.findall(_BLOCK.sub("", text))]:
        for part in line.split("|"):
            if part.strip().startswith("cleaner "):
                yield shlex.split(part, comments=True)[1:]


def rows(header: str) -> list[list[str]]:
    """The cells of the README's table whose head begins with `header`."""
    table = README.partition(f"\n| {header} |")[2].partition("\n\n")[0].splitlines()[2:]
    assert table, header
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def cleaner(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="cleaner")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the examples ask for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(shown("page.txt"), encoding="utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_text(shown("page.txt"), encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(next(block for block in blocks(README, "json") if '"gold"' in block), encoding="utf-8")
    (tmp_path / "crawl.jsonl").write_text(next(block for block in blocks(README, "json") if "ferry-7" in block), encoding="utf-8")
    (tmp_path / "cleaner-decisions.toml").write_text("[[decision]]\ndrop = 'A line'\n", encoding="utf-8")
    (tmp_path / "my-pack.toml").write_text(next(block for block in blocks(README, "toml") if "[[rule]]" in block), encoding="utf-8")
    return tmp_path


def test_the_page_at_the_top_comes_out_as_shown(folder: Path) -> None:
    assert cleaner(*next(calls(README))).exit_code == ExitCode.FINE
    for file in ("clean/page-1.md", "clean/page-2.md"):
        assert _without_confidence((folder / file).read_text(encoding="utf-8")) == _without_confidence(shown(file))
    assert sorted(path.name for path in (folder / "clean").glob("*.*")) == ["page-1.md", "page-2.md", "page.audit.json"]


def _without_confidence(text: str) -> str:
    """A boundary's confidence moves with every new piece of evidence."""
    return re.sub(r"^confidence: [\d.]+$", "", text, flags=re.MULTILINE)


@pytest.mark.usefixtures("folder")
def test_the_python_examples_run() -> None:
    names: dict[str, Any] = {}
    code = blocks(README, "python")
    assert code
    for block in code:
        exec(compile(block, "README.md", "exec"), names)


def options(command: Any) -> set[str]:
    return {"--help"}.union(*((*param.opts, *param.secondary_opts) for param in command.params))


@pytest.mark.parametrize("name", DOCS)
def test_every_command_and_option_exists(name: str) -> None:
    found = list(calls(DOCS[name]))
    assert found
    for words in found:
        command: Any = typer.main.get_command(app)
        for word in words:
            below = getattr(command, "commands", {})
            if word.startswith("-") and word != "-":
                assert word in options(command), f"no option {word} in: cleaner {' '.join(words)}"
            elif below:
                assert word in below, f"no command {word} in: cleaner {' '.join(words)}"
                command = below[word]


def test_every_option_in_the_table_belongs_to_its_commands() -> None:
    program: Any = typer.main.get_command(app)
    for named, of, _ in rows("option | of"):
        for command in _NAME.findall(of):
            assert set(re.findall(r"--[a-z][a-z0-9-]*", named)) <= options(program.commands[command]), f"{command}: {named}"


def test_the_corpus_comes_out_as_told(folder: Path) -> None:
    section = README.partition("\n## Corpora\n")[2].partition("\n## ")[0]
    for words in calls(section):
        assert cleaner(*words).exit_code == ExitCode.FINE, words
    assert len(list((folder / "rows").glob("*.parquet"))) == 1
    told = section.partition("\nA row has ")[2].partition(" A record that")[0]
    assert _NAME.findall(told) == list(corpus.COLUMNS)
    assert [_SPAN.findall(status)[0] for status, _ in rows("`status` | the record")] == list(STATUSES)


@pytest.mark.usefixtures("folder")
def test_every_example_of_a_command_runs() -> None:
    assert cleaner("clean", "crawl.jsonl", "--out", "rows").exit_code == ExitCode.FINE
    for _, _, example in rows("command | what it does | an example"):
        words = shlex.split(example.strip("`"))[1:]
        if words[0] in ("preview", "review"):
            continue  # they wait for somebody; tests/console/test_preview_terminal.py and test_review_browser.py play one
        if words[0] == "fit":
            continue  # it needs many pages; tests/test_training.py has some
        result = cleaner(*words)
        assert result.exit_code == (ExitCode.FOUND if words[0] == "diff" else ExitCode.FINE), f"{words}: {result.output}"


def test_the_exit_codes_are_all_there() -> None:
    assert [int(code) for code, _ in rows("code | meaning")] == [code.value for code in ExitCode]


def test_the_settings_are_all_there(folder: Path) -> None:
    assert [_NAME.findall(key)[0] for key, _, _ in rows("key | default")] == [field.name for field in dataclasses.fields(Settings)]
    path = folder / "cleaner.toml"
    path.write_text(next(block for block in blocks(README, "toml") if "max_loss" in block), encoding="utf-8")
    assert from_file(path).settings.max_loss != Settings().max_loss


def test_the_ways_to_know_a_copy_are_all_there() -> None:
    assert [_NAME.findall(mode)[0] for mode, _ in rows("`--dedupe` | two stories are the same")] == [mode.value for mode in Dedupe]


def test_the_record_of_copies_has_the_names_that_are_shown(folder: Path) -> None:
    page = shown("page.txt")
    (folder / "pages" / "tide.txt").write_text(page.replace("ferry", "tide").replace("Monday", "Sunday"), encoding="utf-8")
    assert cleaner("clean", "pages", "--out", "clean", "--dedupe", "near").exit_code == ExitCode.FINE
    found = json.loads((folder / "clean" / RECORD).read_text(encoding="utf-8"))
    told = json.loads(next(block for block in blocks(README, "json") if "also_in" in block))
    assert list(told) == list(found)
    assert list(told["also_in"][0]) == list(found["also_in"][0])


@pytest.mark.parametrize("kind", [data.Page, data.Article, data.Finding], ids=lambda kind: kind.__name__)
def test_the_tables_name_every_attribute(kind: type) -> None:
    own = {name for name in (*kind.__annotations__, *vars(kind)) if not name.startswith("_")}
    named = {
        name for cells in rows(f"of {'an' if kind is data.Article else 'a'} `{kind.__name__}`") for name in _NAME.findall(" ".join(cells))
    }
    internal = {"fetched", "stated_language"}
    about_boundary = {field.name for field in dataclasses.fields(data.Boundary)} if kind is data.Article else set()
    assert own - internal <= named
    assert named - about_boundary - {"str"} <= own


@pytest.mark.parametrize("name", DOCS)
def test_the_rules_shown_hold(name: str) -> None:
    packs = [block for block in blocks(DOCS[name], "toml") if "[[rule]]" in block]
    assert packs
    for text in packs:
        rules = parse(text if text.startswith("about") else f'about = "Shown in {name}"\n{text}', name).rules
        builtin = [rule for pack in all_packs() for rule in pack.rules]
        assert not {rule.id for rule in rules} & {rule.id for rule in builtin}
        assert [failure.problem for failure in run(rules, [*builtin, *rules])] == []


@pytest.mark.parametrize("name", DOCS)
def test_make_targets_links_and_paths_exist(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z]+)", DOCS[name]):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for link in re.findall(r"\]\(([^)#:]+)\)", DOCS[name]):
        assert (ROOT / link).exists(), link
    for path in re.findall(r"`((?:cleaner|rules|fixtures|tests|docs)/[\w./-]*)`", DOCS[name]):
        assert (ROOT / path).exists(), path

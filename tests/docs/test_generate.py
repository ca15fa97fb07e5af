"""The generated reference is complete: every command, option, setting, column, key and rule."""

from __future__ import annotations

import dataclasses
import doctest

import generate
import generate.markdown
import generate.settings
import pytest
import typer

from cleaner import Settings
from cleaner.cli import app
from cleaner.corpus import COLUMNS
from cleaner.packs import known_packs


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return generate.pages()


@pytest.mark.parametrize("module", [generate.markdown, generate.settings], ids=lambda module: module.__name__)
def test_examples_hold(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted and not result.failed


def test_every_command_and_option_is_there(made: dict[str, str]) -> None:
    text = made["reference/command-line.md"]
    for name, command in generate.commands.commands(typer.main.get_command(app)):
        section = text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert section, name
        for param in command.params:
            if param.param_type_name == "option" and not param.hidden:
                assert all(f"`{option}`" in section for option in param.opts), f"{name}: {param.opts}"


def test_exit_codes_are_rows_of_their_tables(made: dict[str, str]) -> None:
    text = made["reference/command-line.md"]
    tables = text.split("| exit code | meaning |\n| --- | --- |\n")[1:]
    assert len(tables) == text.count("\n## cleaner ")
    for table in tables:
        rows = [line.split("|")[1:3] for line in table.partition("\n\n")[0].splitlines()]
        assert rows[0] == [" `0` ", " all is well "]
        assert all(number.strip(" `").isdigit() and meaning.strip() for number, meaning in rows)


def test_every_setting_is_there_with_its_meaning(made: dict[str, str]) -> None:
    for field in dataclasses.fields(Settings):
        (row,) = [line for line in made["reference/settings.md"].splitlines() if line.startswith(f"| `{field.name}` |")]
        assert len(row.split("|")[5].split()) > 2, row


def test_every_column_is_there(made: dict[str, str]) -> None:
    assert all(f"| `{name}` |" in made["reference/rows.md"] for name in COLUMNS)


def test_every_rule_is_on_the_page_of_its_group(made: dict[str, str]) -> None:
    rules = [rule for pack in known_packs() for rule in pack.rules]
    assert rules
    for rule in rules:
        assert f"`{rule.id}`" in made[f"reference/rules/{rule.group}.md"], rule.id


def test_rules_in_code_are_there(made: dict[str, str]) -> None:
    assert all(f"`{name}`" in made["reference/rules/in-code.md"] for name in ("weights.line", "html.boilerplate", "fragment.join"))


def test_text_of_rules_is_no_markup() -> None:
    assert generate.markdown.fence("```\nx").startswith("````text\n")
    assert generate.markdown.plain("a <b> *c* `d*e`") == "a \\<b\\> \\*c\\* `d*e`"


def test_pages_of_groups_that_are_gone_are_removed(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "reference" / "rules").mkdir(parents=True)
    (folder / "reference" / "rules" / "gone.md").write_text("old")
    monkeypatch.setattr(generate, "pages", lambda: {"reference/rules/share.md": "new"})
    generate.write(folder)
    assert [path.name for path in (folder / "reference" / "rules").iterdir()] == ["share.md"]

"""Where settings come from, what `cleaner config show` says of them, and how a wrong one is reported."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest

from cleaner import Settings
from cleaner.cli.exits import ExitCode
from cleaner.cli.option_types import size
from cleaner.errors import ConfigError, WrongTypeError

from .invented_debris import Run


def settings(run: Run) -> dict[str, tuple[object, str]]:
    shown = json.loads(run("config", "show", "--json").stdout)["settings"]
    return {name: (entry["value"], entry["from"]) for name, entry in shown.items()}


def test_each_setting_and_where_it_comes_from(run: Run) -> None:
    assert settings(run)["appended"] == ("keep", "default")
    Path("cleaner.toml").write_text('appended = "drop"\nmax_loss = 0.3\n')
    assert settings(run)["appended"] == ("drop", "cleaner.toml")
    assert settings(run)["max_loss"] == (0.3, "cleaner.toml")
    lines = run("config", "show").stdout.splitlines()
    assert lines[0] == "# cleaner.toml"
    assert any(line.startswith('appended = "drop"') and line.endswith("# cleaner.toml") for line in lines)
    assert any(line.startswith("language = (not set)") and line.endswith("# default") for line in lines)


def test_a_file_of_decisions_in_the_folder_is_shown(run: Run) -> None:
    Path("cleaner-decisions.toml").write_text('[[decision]]\noff = "share"\n')
    assert settings(run)["decisions"] == ("cleaner-decisions.toml", "this folder")


def test_a_configuration_above_the_folder_holds(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("cleaner.toml").write_text('appended = "only"\nrules = ["mine.toml"]\n')
    below = Path("shelf/pages")
    below.mkdir(parents=True)
    top = Path().resolve()
    monkeypatch.chdir(below)
    assert settings(run)["appended"] == ("only", str(top / "cleaner.toml"))
    assert settings(run)["rules"][0] == [str(top / "mine.toml")]
    Path("cleaner.toml").write_text('appended = "drop"\n')
    assert settings(run)["appended"] == ("drop", "cleaner.toml")  # the nearest one, whole
    assert settings(run)["rules"] == ([], "default")


def test_a_project_file_may_hold_the_settings(run: Run) -> None:
    Path("pyproject.toml").write_text('[project]\nname = "lanterns"\n')
    assert settings(run)["appended"] == ("keep", "default")
    Path("pyproject.toml").write_text('[tool.cleaner]\nappended = "drop"\n')
    assert settings(run)["appended"] == ("drop", "pyproject.toml [tool.cleaner]")
    Path("cleaner.toml").write_text("max_loss = 0.2\n")
    assert settings(run)["appended"] == ("keep", "default")  # a file of its own comes first


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("apended = 'drop'", ("cleaner.toml: unknown key `apended`", "Did you mean `appended`?")),
        ("colour = 'red'", ("cleaner.toml: unknown key `colour`", "Keys are appended, ")),
        ("appended = 'some'", ("cleaner.toml: appended: ", "Use keep, drop or only.")),
        ("min_confidence = 2", ("cleaner.toml: min_confidence: ", "a number from 0 to 1")),
        ("min_confidence = true", ("cleaner.toml: min_confidence: ", "Give it a number.")),
        ("strict = 'yes'", ("cleaner.toml: strict: ", "Give it true or false.")),
        ("rules = 'mine.toml'", ("cleaner.toml: rules: ", "Give it a list of texts.")),
    ],
)
def test_a_wrong_setting_is_reported_with_file_and_key(run: Run, page: Path, line: str, words: tuple[str, ...]) -> None:
    Path("cleaner.toml").write_text(line + "\n")
    result = run("clean", page)
    assert result.exit_code == ExitCode.USAGE
    assert all(word in result.stderr for word in words), result.stderr


def test_a_wrong_setting_of_a_project_names_the_table(run: Run, page: Path) -> None:
    Path("pyproject.toml").write_text("[tool.cleaner]\nappended = 'some'\n")
    assert "pyproject.toml [tool.cleaner]: appended: " in run("clean", page).stderr


def test_the_former_name_of_a_setting_works_and_is_said(run: Run, page: Path) -> None:
    Path("cleaner.toml").write_text('html = "default"\n')
    result = run("config", "show")
    assert result.exit_code == ExitCode.FINE
    assert "warning: cleaner.toml: `html` is now called `reader`" in result.stderr
    assert settings(run)["reader"] == ("full", "cleaner.toml")
    result = run("clean", page, "--html", "trafilatura")
    assert (result.exit_code, "warning: --html is now called --reader" in result.stderr) == (ExitCode.FINE, True)


def test_the_former_argument_of_settings_works_and_warns() -> None:
    with pytest.warns(DeprecationWarning, match="reader"):
        assert Settings(html="default").reader == "full"
    with pytest.warns(DeprecationWarning):
        assert Settings(html="fast") == Settings(reader="fast")
    with warnings.catch_warnings(), pytest.raises(ConfigError, match="reader cannot be 'slow'"):
        warnings.simplefilter("ignore")
        Settings(html="slow")


@pytest.mark.parametrize("wrong", [{"rules": "mine.toml"}, {"disable": 3}, {"max_loss": "much"}, {"language": 7}, {"max_seconds": None}])
def test_settings_of_wrong_types_are_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(WrongTypeError) as caught:
        Settings(**wrong)  # type: ignore[arg-type]
    assert caught.value.place == next(iter(wrong))
    assert caught.value.remedy


def test_sizes_have_units(run: Run) -> None:
    assert [size(text) for text in ("16MB", "16 mb", "512kB", "1GiB", "2.5K", "99")] == [16_000_000, 16_000_000, 512_000, 2**30, 2500, 99]
    Path("a.jsonl").write_text('{"text": "one"}\n')
    result = run("clean", "a.jsonl", "--out", "rows", "--max-record", "16XB")
    assert result.exit_code == ExitCode.USAGE
    assert "is not a size, such as 16MB" in result.stderr


def test_a_rule_is_known_by_its_former_id(run: Run, page: Path) -> None:
    assert run("clean", page, "--disable", "label.footer").exit_code == ExitCode.FINE
    assert run("clean", page, "--disable", "button.comment-de").exit_code == ExitCode.FINE
    shown = run("rules", "show", "label.footer")
    assert shown.stdout.startswith("label.site-link\n")
    assert "warning: the rule label.footer is now called label.site-link" in shown.stderr

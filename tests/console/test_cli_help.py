"""Help: every command has some, with an example, and says how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from cleaner import __version__
from cleaner.cli import app
from cleaner.cli.exits import ExitCode, epilog


def commands() -> Iterator[tuple[str, ...]]:
    """The names that lead to each command, groups included."""

    def below(command: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, sub in getattr(command, "commands", {}).items():
            yield from below(sub, (*path, name))

    return below(typer.main.get_command(app), ())


def options(path: tuple[str, ...]) -> list[object]:
    command = typer.main.get_command(app)
    for name in path:
        command = command.commands[name]  # type: ignore[attr-defined]
    return list(command.params)


ALL = list(commands())
IMPORTABLE = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_the_commands_are_all_there() -> None:
    assert {path[0] for path in ALL if path} == {
        *("clean", "config", "decisions", "diff", "why", "eval", "fit", "preview", "report", "restore", "review", "rules", "stats"),
    }
    assert {" ".join(path) for path in ALL if len(path) == 2} == {
        *("rules list", "rules show", "rules test", "config show", "decisions show", "decisions check", "decisions merge"),
    }


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_has_an_example_and_the_exit_codes(path: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*path, "--help"], prog_name="cleaner")
    assert result.exit_code == 0
    example = result.output.partition("Example:")[2]
    assert f"cleaner {' '.join(path)}".rstrip() in example
    assert "Exit codes:" in result.output
    assert "  0  all is well" in result.output


@pytest.mark.parametrize(
    "wanted", ["clean a folder", "see what was removed", "undo it", "clean a corpus, on all cores", "rules of your own"]
)
def test_the_first_help_answers_what_a_stranger_asks(wanted: str) -> None:
    assert wanted in CliRunner().invoke(app, ["--help"], prog_name="cleaner").output


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    for option in options(path):
        assert getattr(option, "help", None), f"{' '.join(path)}: {option}"


def test_the_epilog_tells_every_code() -> None:
    assert all(f"  {code.value}  " in epilog() for code in ExitCode)
    assert "  1  " not in epilog("restore")
    assert "would change" in epilog("diff")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str) -> None:
    result = CliRunner().invoke(app, [option])
    assert (result.exit_code, result.output) == (0, f"cleaner {__version__}\n")


@pytest.mark.parametrize("path", ["", "rules", "config"])
def test_no_help_is_cut_off(path: str) -> None:
    result = CliRunner().invoke(app, [*path.split(), "--help"], prog_name="cleaner", terminal_width=80)
    commands = result.output.partition("Commands:")[2].partition("Exit codes:")[0]
    assert commands.strip()
    assert "..." not in commands


def test_no_command_shows_the_help_and_is_a_usage_error() -> None:
    result = CliRunner().invoke(app, [], prog_name="cleaner")
    assert result.exit_code == ExitCode.USAGE
    assert "Commands:" in result.output


def test_the_module_runs() -> None:
    found = subprocess.run([sys.executable, "-m", "cleaner", "--version"], capture_output=True, text=True, check=True, env=IMPORTABLE)
    assert found.stdout.startswith("cleaner ")


def test_help_loads_nothing_heavy() -> None:
    code = "import sys\nfrom cleaner.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass\nprint(sorted(sys.modules), file=sys.stderr)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=IMPORTABLE)
    for heavy in ("rich", "regex", "numpy", "trafilatura", "dateparser", "cleaner.flow", "cleaner.batch", "cleaner.evaluate"):
        assert f"'{heavy}'" not in found.stderr, heavy


def test_a_clean_without_a_terminal_does_without_rich(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("Ferry timetable changes\n\nThe ferry will leave an hour earlier from Monday, the office said.\n")
    code = (
        "import sys\nfrom cleaner.cli import app\ntry: app(['clean', 'a.txt'])\nexcept SystemExit: pass\nassert 'rich' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=tmp_path, env=IMPORTABLE)


def test_the_shell_is_told_the_commands() -> None:
    env = {"_CLEANER_COMPLETE": "complete_bash", "COMP_WORDS": "cleaner rules ", "COMP_CWORD": "2"}
    result = CliRunner().invoke(app, [], prog_name="cleaner", env=env)
    assert result.output.split() == ["list", "show", "test"]


def test_the_shell_is_told_the_rules() -> None:
    env = {"_CLEANER_COMPLETE": "complete_bash", "COMP_WORDS": "cleaner rules show headline.rep", "COMP_CWORD": "3"}
    result = CliRunner().invoke(app, [], prog_name="cleaner", env=env)
    assert "headline.repeated" in result.output.split()

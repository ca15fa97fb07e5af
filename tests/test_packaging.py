"""What the repository offers to other tools: an image, hooks, an action, a citation, and the script that makes a release."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import release
import typer

import cleaner
from cleaner.cli import app

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGE = "Night ferry to sail again\n\nShort Url\nFollow\n\nThe night ferry between Sandeby and Elmsund will sail again from Monday.\n"


def test_the_image_runs_without_rights_and_holds_what_it_copies() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    steps = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    users = [number for number, (word, _) in enumerate(steps) if word == "USER"]
    assert users and steps[users[-1]][1] not in ("root", "0")
    assert users[-1] < max(number for number, (word, _) in enumerate(steps) if word == "ENTRYPOINT")
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            for name in rest.split()[:-1]:
                assert (ROOT / name).exists() and name in let_in, name
    (extras,) = re.findall(r"'\.\[([\w,]+)\]'", "\n".join(lines))
    assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])


def test_the_hooks_call_commands_that_exist() -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        program, *words = hook["entry"].split()
        assert program in PROJECT["scripts"] and hook["language"] == "python"
        command = typer.main.get_command(app)
        while getattr(command, "commands", None):
            command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
        known = {option for param in command.params for option in (*param.opts, *param.secondary_opts)}
        assert {word for word in words if word.startswith("-")} <= known
        assert re.search(hook["files"], "my-pack.toml" if "rules" in hook["id"] else "pages/page.txt")


def action(folder: Path, **given: str) -> tuple[int, str]:
    """Run the action's script; returns its exit code and the job's summary."""
    summary = folder / "summary.md"
    summary.write_text("")
    paths = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = os.environ | {"PATH": paths, "GITHUB_STEP_SUMMARY": str(summary)} | given
    done = subprocess.run(["bash", ROOT / "tools" / "action.sh"], cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, summary.read_text(encoding="utf-8")


def test_the_action_shows_the_diff_and_fails_when_asked(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    code, shown = action(tmp_path, PAGES="page.txt")
    assert code == 0
    assert "Short Url" in shown and all(line.startswith("    ") for line in shown.splitlines()[1:])
    assert action(tmp_path, PAGES="page.txt", FAIL="true")[0] == 1


def test_the_action_takes_no_name_for_a_command_or_an_option(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    code, _ = action(tmp_path, PAGES="$(touch${IFS}owned) --help `touch owned`")
    assert code == 2
    assert not (tmp_path / "owned").exists()


def test_every_input_of_the_action_reaches_its_script() -> None:
    described = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    steps = described["runs"]["steps"]
    text = str(steps)
    for name in described["inputs"]:
        assert f"inputs.{name} " in text, name
    assert all("${{" not in step.get("run", "") for step in steps)  # values come through the environment


def test_the_citation_has_the_version() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == cleaner.__version__ == release.version()
    assert cited["license"] == PROJECT["license"]


def test_a_release_is_refused_while_the_changelog_does_not_name_it() -> None:
    assert release.problems("## 1.0.0 - 2026-01-02\n", "version: 1.0.0\n", "1.0.0") == []
    assert len(release.problems("## 1.0.0 - unreleased\n", "version: 0.9.0\n", "1.0.0")) == 2
    assert len(release.problems("## 1.0.01 - 2026-01-02\n", "version: 1.0.0\n", "1.0.0")) == 1

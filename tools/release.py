"""Build, check and tag a release.

python tools/release.py build    # sdist and wheel into dist/, `twine check`, the wheel installed and tried with each Python that is there
python tools/release.py tag      # the tag v<version>, when the tree is clean and the changelog and CITATION.cff name the version
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
PYTHONS = ("python3.11", "python3.12", "python3.13")
_TRIAL = "Night ferry to sail again\n\nShort Url\nFollow\n\nThe night ferry between Sandeby and Elmsund will sail again from Monday.\n"


def version() -> str:
    """The version that the package states."""
    found = re.search(r'^__version__ = "(.+)"$', (ROOT / "cleaner" / "__init__.py").read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise SystemExit('cleaner/__init__.py: no __version__ found. State it as __version__ = "X.Y.Z".')
    return found[1]


def build() -> None:
    """Build both distributions, check their metadata, and try the wheel in clean environments."""
    shutil.rmtree(DIST, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        tools = _environment(sys.executable, Path(folder) / "tools")
        _run([tools, "-m", "pip", "install", "--quiet", "build", "twine"])
        _run([tools, "-m", "build", "--outdir", DIST, ROOT])
        made = sorted(DIST.iterdir())
        _run([tools, "-m", "twine", "check", "--strict", *made])
        wheel = next(path for path in made if path.suffix == ".whl")
        for python in pythons():
            try_wheel(python, wheel, Path(folder) / Path(python).name)


def pythons() -> list[str]:
    """The supported Pythons that are there and start; at least the one that runs this."""
    found = [path for name in PYTHONS if (path := shutil.which(name)) and _starts(path)]
    return found or [sys.executable]


def _starts(python: str) -> bool:
    return subprocess.run([python, "-c", "import venv"], capture_output=True).returncode == 0


def try_wheel(python: str, wheel: Path, folder: Path) -> None:
    """Install the wheel in a new environment of `python`, and clean a page with it, outside the checkout."""
    inside = _environment(python, folder)
    _run([inside, "-m", "pip", "install", "--quiet", wheel])
    (folder / "page.txt").write_text(_TRIAL, encoding="utf-8")
    command = inside.parent / "cleaner"
    _run([command, "--version"], folder)
    _run([command, "clean", "page.txt", "--out", "out", "--quiet"], folder)
    text = (folder / "out" / "page.md").read_text(encoding="utf-8")
    if "Follow" in text or "night ferry" not in text:
        raise SystemExit(f"{wheel.name}: with {python} the page comes out wrong:\n{text}")
    print(f"{wheel.name}: good with {python}")


def _environment(python: str, folder: Path) -> Path:
    """A new virtual environment; returns its Python."""
    _run([python, "-m", "venv", folder])
    return folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def problems(changelog: str, citation: str, number: str) -> list[str]:
    """What keeps this version from being tagged.

    >>> problems("## 1.0.0 - 2026-01-02", "version: 1.0.0", "1.0.0")
    []
    """
    found = []
    if not re.search(rf"^## {re.escape(number)} - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE):
        found.append(f"CHANGELOG.md has no heading `## {number} - YYYY-MM-DD`")
    if not re.search(rf"^version: {re.escape(number)}$", citation, re.MULTILINE):
        found.append(f"CITATION.cff does not have `version: {number}`")
    return found


def tag() -> None:
    """Tag the commit, unless something is missing."""
    number = version()
    found = problems(*((ROOT / name).read_text(encoding="utf-8") for name in ("CHANGELOG.md", "CITATION.cff")), number)
    if subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True).stdout:
        found.append("the tree has changes that are not committed")
    if found:
        raise SystemExit(f"not tagged: {'; '.join(found)}.")
    _run(["git", "tag", "--annotate", f"v{number}", "--message", f"cleaner {number}"])


def _run(command: Sequence[str | Path], folder: Path = ROOT) -> None:
    subprocess.run([str(word) for word in command], cwd=folder, check=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("work", choices=("build", "tag"))
    {"build": build, "tag": tag}[options.parse_args().work]()


if __name__ == "__main__":
    main()

"""Configuration files: `cleaner.toml`, or the table `[tool.cleaner]` of a `pyproject.toml`, in the working folder or above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .. import toml_positions
from ..errors import ConfigError
from .settings import RENAMED_KEYS, RENAMED_VALUES, Settings

FILE_NAME = "cleaner.toml"
PROJECT_NAME = "pyproject.toml"
_PATHS = ("site_config", "decisions", "models")  # settings that are paths relative to the configuration file


@dataclass(frozen=True, slots=True)
class FoundSettings:
    """Settings and where they come from: `path` is the file, or None; `keys` are the settings that it sets."""

    settings: Settings = field(default_factory=Settings)
    path: Path | None = None
    keys: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The file, for messages, with the table's name if it is a `pyproject.toml`."""
        return _place(self.path) if self.path else ""


def find(folder: Path) -> FoundSettings:
    """The settings of the nearest configuration file in `folder` or above it, or the defaults. Raises ConfigError."""
    path = locate(folder)
    return from_file(path) if path else FoundSettings()


def locate(folder: Path) -> Path | None:
    """The nearest configuration file in `folder` or above it; within one folder, `cleaner.toml` is preferred to `pyproject.toml`."""
    start = folder.absolute()
    for above in (start, *start.parents):
        own, project = above / FILE_NAME, above / PROJECT_NAME
        near = above == start
        if own.is_file():
            return Path(FILE_NAME) if near and start == Path().absolute() else own
        if project.is_file() and _has_table(project):
            return Path(PROJECT_NAME) if near and start == Path().absolute() else project
    return None


def from_file(path: Path) -> FoundSettings:
    """The settings in a TOML file. Its paths are relative to the file. Raises ConfigError, which names the file and the key."""
    table, warnings = _renamed(_table(path), path)
    known = {item.name: getattr(Settings(), item.name) for item in fields(Settings)}
    for key, value in table.items():
        if key not in known:
            import difflib  # only for a message

            close = difflib.get_close_matches(key, known, 1)
            remedy = f"Did you mean `{close[0]}`?" if close else f"Keys are {', '.join(sorted(known))}."
            raise ConfigError(f"unknown key `{key}`", place=_place(path), remedy=remedy)
        table[key] = _value(key, value, known[key], path)
    try:
        return FoundSettings(Settings(**table), path, tuple(table), tuple(warnings))
    except ConfigError as error:
        raise ConfigError(error.problem, place=f"{_place(path)}: {error.place}", remedy=error.remedy) from error


def _table(path: Path) -> dict[str, Any]:
    try:
        table = toml_positions.read(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"the configuration cannot be read ({error})", place=str(path), remedy="Correct or remove it.") from error
    if path.name != PROJECT_NAME:
        return table
    found = table.get("tool", {})
    own = found.get("cleaner", {}) if isinstance(found, dict) else {}
    if not isinstance(own, dict):
        raise ConfigError(
            "`tool.cleaner` is not a table", place=str(path), remedy="Write [tool.cleaner], and one setting per line below it."
        )
    return dict(own)


def _has_table(path: Path) -> bool:
    """Whether a project file has a table for this program. A damaged file counts as having none: other tools report it."""
    try:
        tool = toml_positions.read(path.read_text(encoding="utf-8")).get("tool")
    except (OSError, ValueError):
        return False
    return isinstance(tool, dict) and "cleaner" in tool


def _renamed(table: Mapping[str, Any], path: Path) -> tuple[dict[str, Any], list[str]]:
    """The table with former keys replaced by the present ones, and a warning for each."""
    out, warnings = {}, []
    for key, value in table.items():
        new = RENAMED_KEYS.get(key, key)
        if new != key:
            value = RENAMED_VALUES.get(new, {}).get(value, value) if isinstance(value, str) else value
            warnings.append(f"{_place(path)}: `{key}` is now called `{new}`; the old name will be removed in the next version")
        out[new] = value
    return out, warnings


def _value(key: str, value: Any, default: Any, path: Path) -> Any:
    """The value of a setting, with relative paths joined to the file's folder. Raises ConfigError for a value of the wrong type."""
    wanted = str if default is None else type(default)
    if wanted is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(str(path.parent / item) if key == "rules" else item for item in value)
    fits = isinstance(value, wanted) and not (wanted is not bool and isinstance(value, bool))
    if not fits and not (wanted is float and isinstance(value, int) and not isinstance(value, bool)):
        names = {str: "text in quotation marks", bool: "true or false", float: "a number", tuple: "a list of texts"}
        problem = f"`{key}` cannot be {value!r}"
        raise ConfigError(problem, place=f"{_place(path)}: {key}", remedy=f"Give it {names.get(wanted, wanted.__name__)}.")
    return str(path.parent / value) if key in _PATHS else value


def _place(path: Path) -> str:
    return f"{path} [tool.cleaner]" if path.name == PROJECT_NAME else str(path)

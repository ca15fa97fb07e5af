"""From options to settings: defaults < configuration file < command line, all of it checked."""

from __future__ import annotations

from dataclasses import fields, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .option_groups import SettingsOptions
from .option_types import FormerReader

if TYPE_CHECKING:
    from ..config import FoundSettings, Settings

_NAMES = {"lang": "language", "type_": "page_type"}  # option -> setting, where they differ
_OTHERS = ("config", "reader", "html")  # options that are not a setting of the same name


def settings_from(options: SettingsOptions, beginning: bool = False) -> Settings:
    """The settings of a run, with every pack and name checked. Raises CleanerError.

    With `beginning`, the file of decisions need not exist yet, and is not read.
    """
    from ..config import override

    given = {_NAMES.get(name, name): _plain(value) for name, value in _values(options).items() if name not in _OTHERS}
    settings = override(configured(options.config).settings, reader=_reader(options), **given)
    settings = _with_decisions(settings, beginning)
    if settings.models:
        from ..models.model import check

        check(settings.models)
    if settings.disable or settings.rules:
        from ..packs import known_packs
        from ..scan.ruleset import check_names

        if settings.disable:
            check_names(settings.disable, settings.rules)
        else:
            known_packs(settings.rules)
    return settings


def _values(options: SettingsOptions) -> dict[str, Any]:
    return {field.name: getattr(options, field.name) for field in fields(options)}


def _plain(value: Any) -> Any:
    """An option's value in the form of settings: None if it was not given, also for a flag that is off."""
    return value.value if isinstance(value, Enum) else str(value) if isinstance(value, Path) else None if value is False else value


def _reader(options: SettingsOptions) -> str | None:
    """The reader, under its present or its former option name."""
    values = _values(options)
    reader, former = values.get("reader"), values.get("html")
    if reader is None and former is not None:
        return "full" if former is FormerReader.default else str(former.value)
    return reader and str(reader.value)


def configured(config: Path | None) -> FoundSettings:
    """The configuration file that is named, or the nearest one. Warnings about outdated keys go to stderr. Raises ConfigError."""
    from ..config import find, from_file
    from ..console.errors import warn

    found = from_file(config) if config else find(Path())
    for warning in found.warnings:
        warn(warning)
    return found


def decisions_path(settings: Settings) -> str | None:
    """The decision file that the settings name, or the one in the working folder, if there is one."""
    from ..config import DECISIONS_NAME

    return settings.decisions or (DECISIONS_NAME if Path(DECISIONS_NAME).is_file() else None)


def _with_decisions(settings: Settings, beginning: bool) -> Settings:
    """The settings with the decision file of the working folder, if they name no other and it exists, checked. Raises CleanerError."""
    if settings.decisions is None:
        path = decisions_path(settings)
        if path is None:
            return settings
        settings = replace(settings, decisions=path)
    if not beginning:
        from ..flow import check_decisions

        check_decisions(settings)
    return settings

"""Options that belong together, as dataclasses: a command has a parameter for each group, and `grouped` turns it into options for typer.

A new option of settings is a field here; every command with that group then has it.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_type_hints

from ..formats import is_rows
from .option_types import Engine
from .options import (
    Address,
    AppendedStories,
    Audit,
    Config,
    DecisionsFile,
    Disable,
    EngineName,
    Fetched,
    FieldNames,
    FollowSymlinks,
    HiddenText,
    Html,
    Lang,
    LinkTargets,
    MaxRecord,
    MaxSeconds,
    MinConfidence,
    Models,
    OutputFormat,
    Pictures,
    Reader,
    Resume,
    Rules,
    SiteConfig,
    Strict,
    Type,
    Url,
    Workers,
)


@dataclass(frozen=True)
class SettingsOptions:
    """Options of every command that cleans pages. An option that was not given is None."""

    rules: Rules = None
    disable: Disable = None
    lang: Lang = None
    min_confidence: MinConfidence = None
    site_config: SiteConfig = None
    models: Models = None
    config: Config = None


@dataclass(frozen=True)
class DecidedOptions(SettingsOptions):
    """Options of commands that obey a file of decisions."""

    decisions: DecisionsFile = None


@dataclass(frozen=True)
class DiffOptions(DecidedOptions):
    """Options of `cleaner diff`, whose `--html` is a different option."""

    reader: Reader = None


@dataclass(frozen=True)
class PageOptions(DiffOptions):
    """Options of commands that explain or write pages."""

    html: Html = None


@dataclass(frozen=True)
class EvalOptions(SettingsOptions):
    """Options of `cleaner eval`, which ignores decisions."""

    appended: AppendedStories = None
    reader: Reader = None
    html: Html = None


@dataclass(frozen=True)
class CleanOptions(PageOptions):
    """Options of `cleaner clean`: all settings."""

    appended: AppendedStories = None
    strict: Strict = False
    max_seconds: MaxSeconds = None
    hidden: HiddenText = None
    type_: Type = None
    links: LinkTargets = None
    images: Pictures = None


@dataclass(frozen=True)
class RunOptions:
    """Options of `cleaner clean` about inputs and outputs."""

    format: OutputFormat = None
    url: Url = None
    fetched: Fetched = None
    workers: Workers = None
    follow_symlinks: FollowSymlinks = False
    resume: Resume = None
    field: FieldNames = None
    max_record: MaxRecord = None
    engine: EngineName = None
    address: Address = None
    audit: Audit = None

    @property
    def fresh(self) -> bool:
        """Whether existing rows are written again."""
        return self.resume is False

    @property
    def for_files(self) -> dict[str, bool]:
        """Option -> whether it was given, for options that make no sense for a stream."""
        return {"--workers": bool(self.workers), "--engine": bool(self.engine), "--fresh": self.fresh}

    @property
    def of_pages(self) -> dict[str, bool]:
        """Option -> whether it was given, for options that are only for pages."""
        return {"--url": self.url is not None, "--fetched": self.fetched is not None}

    @property
    def of_records(self) -> dict[str, bool]:
        """Option -> whether it was given, for options that are only for rows."""
        return {"--field": bool(self.field), "--engine": self.engine is Engine.ray, "--address": bool(self.address)}

    def rows_in(self, inputs: list[str], out: str | None) -> bool:
        """Whether the output is rows in a folder."""
        return is_rows(self.format) and out is not None and "-" not in inputs


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command as typer needs it: each parameter that is a group is replaced by the options of the group."""
    parameters: dict[str, inspect.Parameter] = {}
    groups: dict[str, tuple[Any, list[str]]] = {}
    for parameter in inspect.signature(command, eval_str=True).parameters.values():
        group = parameter.annotation
        if not is_dataclass(group):
            parameters[parameter.name] = parameter
            continue
        hints = get_type_hints(group, include_extras=True)
        groups[parameter.name] = group, [field.name for field in fields(group)]
        for field in fields(group):
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
            parameters[field.name] = inspect.Parameter(field.name, kind, default=field.default, annotation=hints[field.name])

    @functools.wraps(command)
    def called(**values: Any) -> None:
        members = {name: group(**{field: values.pop(field) for field in names}) for name, (group, names) in groups.items()}
        command(**values, **members)

    called.__signature__ = inspect.Signature(list(parameters.values()))  # type: ignore[attr-defined]
    called.__annotations__ = {name: parameter.annotation for name, parameter in parameters.items()}
    return called

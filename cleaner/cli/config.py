"""`cleaner config`: the settings and where they come from."""

from __future__ import annotations

from typing import Annotated

import typer

from .exits import epilog, usage_checked
from .options import Config
from .settings import configured, decisions_path

config_app = typer.Typer(name="config", epilog=epilog("config"), no_args_is_help=True, rich_markup_mode=None)


@config_app.callback()
def _config() -> None:
    """Show the settings that apply in this folder.

    \b
    Example:
      cleaner config show
    """


@config_app.command("show", epilog=epilog("config show"))
def show(
    config: Config = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of lines.")] = False,
) -> None:
    """Show each setting, its value and where it comes from.

    Settings come from the nearest cleaner.toml or [tool.cleaner] of a pyproject.toml, in this folder or above it; other settings
    have their defaults. Options of a command override both.

    \b
    Example:
      cleaner config show
      cleaner config show --json
    """
    from dataclasses import fields

    from ..console.config import show as print_settings

    with usage_checked():
        found = configured(config)
    values = [
        (item.name, getattr(found.settings, item.name), found.place if item.name in found.keys else "") for item in fields(found.settings)
    ]
    by_itself = decisions_path(found.settings)
    if by_itself and not found.settings.decisions:
        values = [(name, by_itself, "this folder") if name == "decisions" else (name, value, place) for name, value, place in values]
    print_settings(found.place, values, as_json)

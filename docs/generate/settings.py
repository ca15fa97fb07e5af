"""The page about settings, from the dataclass that defines them."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import typer

from cleaner import Settings
from cleaner.cli import app

from .markdown import NOTE, code, plain, table

_OPTIONS = {"language": "--lang", "page_type": "--type"}  # settings whose option has another name


def page() -> str:
    """The page, with the type, default, option and meaning of every setting."""
    about = described()
    options = _options()
    hints = {name: hint for name, hint in Settings.__annotations__.items() if name in about}
    rows = []
    for field in dataclasses.fields(Settings):
        option = _OPTIONS.get(field.name, f"--{field.name.replace('_', '-')}")
        rows.append(
            (
                code(field.name),
                code(_written(str(hints[field.name]))),
                code(_default(field.default)),
                code(option) if option in options else "",
                plain(about[field.name]),
            )
        )
    return f"""{NOTE}
# Settings

Settings are read from `cleaner.toml` in the working folder or the nearest folder above it, from the table `[tool.cleaner]` of a
`pyproject.toml` there, or from the file named with `--config`. Options on the command line override them; options that take lists
add to them. Paths are relative to the file. `cleaner config show` lists each setting and where its value comes from. In Python,
the same names are the arguments of `cleaner.Settings`. [An example](../how-to/settings.md) shows a complete file.

{table(("key", "type", "default", "option", "what it is"), rows)}"""


def described() -> dict[str, str]:
    """Setting -> its description in the docstring of the dataclass, written as `name: text.` or `name, name: text.`"""
    names = [field.name for field in dataclasses.fields(Settings)]
    text = " ".join((Settings.__doc__ or "").partition("Raises ")[0].split())
    one = rf"\b(?:{'|'.join(names)}|html)"
    parts = re.split(rf"({one}(?:, {one})*): ", text)
    found = {name: about.strip() for heads, about in zip(parts[1::2], parts[2::2], strict=True) for name in heads.split(", ")}
    return {name: found[name][:1].upper() + found[name][1:] for name in names}


def _options() -> set[str]:
    program: Any = typer.main.get_command(app)
    return {option for command in program.commands.values() for param in command.params for option in param.opts}


def _written(hint: str) -> str:
    """A type in the words of a configuration file.

    >>> _written("tuple[str, ...]"), _written("Literal['a', 'b']"), _written("str | None")
    ('list of strings', 'a, b', 'string')
    """
    literal = re.fullmatch(r"Literal\[(.*)\]", hint)
    if literal:
        return re.sub(r"['\"]", "", literal[1])
    names = {"tuple[str, ...]": "list of strings", "str | None": "string", "float": "number", "bool": "boolean"}
    return names[hint]


def _default(value: Any) -> str:
    if value is None:
        return "none"
    return str(list(value)) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else str(value)

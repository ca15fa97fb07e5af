"""The command line, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from cleaner.cli import app

from .markdown import NOTE, code, fence, plain, table

_EXAMPLE = re.compile(r"\n*\x08?\n?Example:\n(?P<lines>(?:  .*\n?)+)")


def page() -> str:
    """The page: every command with its help, examples, arguments, options and exit codes."""
    program: Any = typer.main.get_command(app)
    parts = [
        NOTE,
        "# Command line\n",
        "Every command has `--help`; this page is generated from the same text. `cleaner --install-completion` sets up shell completion of "
        "commands, options and rule names.\n",
        table(("command", "what it does"), ((f"[{code(name)}](#{_anchor(name)})", plain(_short(one))) for name, one in commands(program))),
    ]
    parts += [_section(name, command) for name, command in commands(program)]
    parts += ["## Exit codes\n", fence("\n".join(line.strip() for line in _exit_codes(program)))]
    return "\n".join(parts)


def commands(group: Any, above: str = "cleaner") -> Iterator[tuple[str, Any]]:
    """(full name, command) of every command that is not just a group."""
    for name, command in group.commands.items():
        full = f"{above} {name}"
        if getattr(command, "commands", None):
            yield from commands(command, full)
        elif not command.hidden:
            yield full, command


def _section(name: str, command: Any) -> str:
    text = _cleaned(command.help)
    example = _EXAMPLE.search(text)
    parts = [f"## {name}\n", _paragraphs(_EXAMPLE.sub("\n", text))]
    if example:
        lines = "\n".join(line[2:] for line in example["lines"].splitlines())
        parts.append(fence(lines, "bash"))
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option" and not param.hidden]
    parts.append(table(("argument or option", "what it is"), [*map(_argument, arguments), *map(_option, options)]))
    codes = (line.strip().partition("  ") for line in _exit_codes(command))
    parts.append(table(("exit code", "meaning"), ((code(number), plain(meaning.strip())) for number, _, meaning in codes)))
    return "\n".join(parts)


def _exit_codes(command: Any) -> list[str]:
    """The lines of the epilog that describe an exit code."""
    return [line for line in _cleaned(command.epilog).splitlines() if line.lstrip()[:1].isdigit()]


def _argument(param: Any) -> tuple[str, str]:
    return code((param.metavar or param.name).upper()), plain(param.help or "")


def _option(param: Any) -> tuple[str, str]:
    names = ", ".join(map(code, [*param.opts, *param.secondary_opts]))
    values = "" if param.is_flag else f" {code(_values(param))}"
    default = (
        ""
        if param.is_flag or param.default in (None, (), [], "")
        else f" Default: {code(str(getattr(param.default, 'value', param.default)))}."
    )
    return names + values, plain(param.help or "") + default


def _values(param: Any) -> str:
    choices = getattr(param.type, "choices", None)
    return param.metavar or ("|".join(str(getattr(choice, "value", choice)) for choice in choices) if choices else param.type.name.upper())


def _paragraphs(text: str) -> str:
    """Help text as Markdown; a block that click does not rewrap (marked with a backspace character) becomes a fenced block."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip()) if block.strip("\x08 \n")]
    return "".join(fence(block.strip("\x08\n")) + "\n" if "\x08" in block else f"{plain(block)}\n\n" for block in blocks)


def _short(command: Any) -> str:
    return (command.short_help or _cleaned(command.help)).strip().splitlines()[0]


def _cleaned(text: str | None) -> str:
    return (text or "").strip("\n")


def _anchor(name: str) -> str:
    return name.replace(" ", "-")

"""`cleaner rules`: list, show and test rules."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, epilog, usage_checked
from .options import RuleName, Rules

if TYPE_CHECKING:
    from ..packs import Pack

rules_app = typer.Typer(name="rules", epilog=epilog("rules"), no_args_is_help=True, rich_markup_mode=None)


@rules_app.callback()
def _rules() -> None:
    """Look at the rules, and run their examples.

    A rule of your own is a table in a TOML file. Start from what `show` prints of a similar rule, test the file with `test`, and
    name it with --rules, or under `rules` in cleaner.toml.

    \b
    Example:
      cleaner rules list --group share
      cleaner rules show share.follow-button
      cleaner rules test my-pack.toml
      cleaner clean pages/ --out clean/ --rules my-pack.toml
    """


@rules_app.command("list", epilog=epilog("rules list"))
def list_rules(
    group: Annotated[str | None, typer.Option("--group", metavar="G", help="Only rules of this group, such as share.")] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", metavar="L", help="Only rules of this language; those for every language are left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a table.")] = False,
    rules: Rules = None,
) -> None:
    """List rules and what each is for.

    \b
    Example:
      cleaner rules list
      cleaner rules list --group clock --lang de
    """
    from ..console.rules import show_list
    from ..packs.listing import listed

    with usage_checked():
        found = listed(rules or ())
        for option, wanted, known in (
            ("--group", group, {rule.group for rule in found}),
            ("--lang", lang, {code for rule in found for code in rule.languages}),
        ):
            if wanted is not None and wanted not in known:
                raise typer.BadParameter(f"there is none called {wanted!a}; known are {', '.join(sorted(known))}", param_hint=option)
    chosen = [rule for rule in found if group in (None, rule.group) and (lang is None or lang in rule.languages)]
    show_list(sorted(chosen, key=lambda rule: rule.id), as_json)


@rules_app.command("show", epilog=epilog("rules show"))
def show_rule(name: RuleName, rules: Rules = None) -> None:
    """Show one rule in full.

    What it is for, how it matches, the context that it needs, how often it was right on measured pages, and its examples. For a rule
    that is a model's verdict: what the model reads, what it was fitted on, and how it scores.

    \b
    Example:
      cleaner rules show share.follow-button
      cleaner rules show weights.line
    """
    from ..console.errors import warn
    from ..console.rules import show
    from ..packs.listing import found, listed, measured, record_of
    from ..packs.renamed_rules import current

    with usage_checked():
        if (present := current(name)) != name:
            warn(f"the rule {name} is now called {present}; the old name will be removed in the next version")
            name = present
        rule = found(name, rules or ())
        if rule is None:
            close = difflib.get_close_matches(name, [other.id for other in listed(rules or ())], 3)
            remedy = f"did you mean {', '.join(close)}?" if close else "`cleaner rules list` shows all."
            raise typer.BadParameter(f"there is no rule {name!a}; {remedy}", param_hint="ID")
        show(rule, measured(name), record_of(rule.table["model"]) if "model" in rule.table else None)


@rules_app.command("test", epilog=epilog("rules test"))
def test_rules(
    pack: Annotated[
        Path | None,
        typer.Argument(metavar="PACK", help="Only test the rules of this pack; by default all built-in ones.", show_default=False),
    ] = None,
) -> None:
    """Run the rules' examples.

    A rule must match its hits and must not match its misses. The findings of the built-in rules are its context, as when pages are cleaned.
    If a pattern of PACK is too long to be read, a line says where it is and how to divide it.

    \b
    Example:
      cleaner rules test
      cleaner rules test my-pack.toml
    """
    from ..console.errors import note
    from ..console.rules import show_tested
    from ..packs.advice import advice_for

    with usage_checked():
        chosen, context = _under_test(pack)
        for advice in advice_for(str(pack)) if pack else ():
            note(advice)
    raise typer.Exit(ExitCode.FOUND if show_tested(chosen, context) else ExitCode.FINE)


def _packs(rules: list[str] | None) -> tuple[Pack, ...]:
    from ..packs import all_packs

    return all_packs(tuple(rules or ()))


def _under_test(path: Path | None) -> tuple[list[Pack], list[Pack]]:
    """(packs to test, packs whose findings are context), each loaded again with every pattern compiled. Raises PackError."""
    from ..packs import load

    builtin = [load(pack.path) for pack in _packs(None)]
    if path is None:
        return builtin, builtin
    mine = [pack for pack in builtin if Path(pack.path).resolve() == path.resolve()]
    if mine:
        return mine, builtin
    _packs([str(path)])  # raises if a built-in pack has one of its ids
    mine = [load(str(path))]
    return mine, builtin + mine

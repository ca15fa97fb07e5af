"""`cleaner rules`: the rules themselves, listed, shown and tested."""

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
    """Look at the rules, and run the examples that they carry.

    A rule of your own is a table in a TOML file. Begin with what `show` prints of a rule that is like it, put the file to the test, and
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
    """List rules with what each is for.

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
                raise typer.BadParameter(f"there is none called {wanted!a}; there are {', '.join(sorted(known))}", param_hint=option)
    chosen = [rule for rule in found if group in (None, rule.group) and (lang is None or lang in rule.languages)]
    show_list(sorted(chosen, key=lambda rule: rule.id), as_json)


@rules_app.command("show", epilog=epilog("rules show"))
def show_rule(name: RuleName, rules: Rules = None) -> None:
    """Show one rule in full.

    What it is for, how it matches, the company it asks for, how often it was right where it was measured, and its examples. Of a rule
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
            warn(f"the rule {name} is now called {present}; the old name will go in the next version")
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
        typer.Argument(metavar="PACK", help="Only the rules of this pack; all built-in ones when left out.", show_default=False),
    ] = None,
) -> None:
    """Run the rules' own examples.

    A rule must speak on its hits and stay silent on its misses. The built-in rules are there as company, as they are when pages are cleaned.

    \b
    Example:
      cleaner rules test
      cleaner rules test my-pack.toml
    """
    from ..console.rules import show_tested

    with usage_checked():
        chosen, company = _under_test(pack)
    raise typer.Exit(ExitCode.FOUND if show_tested(chosen, company) else ExitCode.FINE)


def _packs(rules: list[str] | None) -> tuple[Pack, ...]:
    from ..packs import all_packs

    return all_packs(tuple(rules or ()))


def _under_test(path: Path | None) -> tuple[list[Pack], list[Pack]]:
    """The packs to test and all that may be company, each read anew with every pattern compiled. Raises PackError."""
    from ..packs import load

    builtin = [load(pack.path) for pack in _packs(None)]
    if path is None:
        return builtin, builtin
    mine = [pack for pack in builtin if Path(pack.path).resolve() == path.resolve()]
    if mine:
        return mine, builtin
    _packs([str(path)])  # its ids must not stand in a built-in pack
    mine = [load(str(path))]
    return mine, builtin + mine

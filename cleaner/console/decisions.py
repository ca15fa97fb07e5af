"""Printed decisions: one per line, with what each applies to."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from ..data import Block
from ..decisions import Decision
from .safe import visible

_SHOWN = 160  # characters of a line


def print_list(decisions: Iterable[Decision]) -> None:
    """Print decisions, grouped by what they apply to."""
    where = None
    for decision in decisions:
        if where != (where := place(decision)):
            print(visible(where))
        print(f"  {described(decision)}")


def print_json(decisions: Iterable[Decision]) -> None:
    """Print decisions as a JSON list, with the keys of the file."""
    names = [field.name for field in fields(Decision) if field.name not in ("verb", "what", "line")]
    rows = [{one.verb: one.what} | {name: getattr(one, name) for name in names if getattr(one, name) is not None} for one in decisions]
    print(json.dumps(rows, indent=1))


def print_unmet(name: str, decision: Decision, like: Block | None, path: Path | None, why: str = "") -> None:
    """Print a decision that matches no line, and the most similar line."""
    print(f"{visible(name)}: {described(decision)}")
    print(f"  {visible(f'{path}:{decision.line}')}: {why or 'no line of the page matches'}")
    if like is not None:
        print(f"  nearest, line {like.line}: {_short(like.text)}")


def print_contradiction(before: Decision, after: Decision) -> None:
    """Print, on stderr, two decisions that contradict each other; the second one is used."""
    print(f"{visible(place(after))}: {described(before)} is replaced by: {described(after)}", file=sys.stderr)


def place(decision: Decision) -> str:
    """What a decision applies to, in words."""
    kinds = (("file", decision.file), ("record", decision.record), ("site", decision.site))
    return next((f"{kind} {value}" for kind, value in kinds if value), "everywhere")


def described(decision: Decision) -> str:
    """A decision on one line."""
    text = f"{decision.verb} {_short(decision.what)}"
    if decision.verb == "field":
        text += f" = {_short(decision.to or '(cleared)')}"
    if decision.of:
        text += f"   of: {_short(decision.of)}"
    if decision.rule:
        text += f"   against {visible(decision.rule)}"
    return text + (f"   # {_short(decision.note)}" if decision.note else "")


def _short(text: str) -> str:
    return visible(text.replace("\n", "; ") if len(text) <= _SHOWN else f"{text[:_SHOWN]} …")

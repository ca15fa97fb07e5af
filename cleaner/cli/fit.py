"""`cleaner fit`: the models fitted anew, from data of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .exits import usage_checked


def fit(
    data: Annotated[
        list[Path], typer.Argument(metavar="DATA", help="Files of rows, .jsonl or .jsonl.gz, or folders of them.", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the models.", show_default=False)],
    only: Annotated[list[str] | None, typer.Option("--only", metavar="NAME", help="Fit only this model. Repeatable.")] = None,
) -> None:
    """Fit the models anew on pages whose right result is known.

    Rows have the form that `cleaner eval` reads; those with "fold": "dev" are left out, to be measured on. Every model is also fitted
    without each fifth of the domains: from those fits come the scores in its record, and what models that read it are fitted on.
    DIR then serves as --models DIR of the other commands, or as models in cleaner.toml; the program's own models stay as they
    are. The same data give the same bytes. Needs the extra fit, and up to hours for thousands of pages.

    \b
    Example:
      cleaner fit gold/ --out models/
      cleaner eval kept-back.jsonl --models models/
    """
    from ..training import Data
    from ..training import fit as fit_models

    with usage_checked():
        made = fit_models(Data.of(data), out, only or (), lambda line: typer.echo(line, err=True))
    for path in made:
        typer.echo(path)

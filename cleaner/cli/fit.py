"""`cleaner fit`: refit the models on other data."""

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
    workers: Annotated[int, typer.Option("--workers", min=1, metavar="N", help="Processes that fit models at the same time.")] = 1,
) -> None:
    """Refit the models on pages whose right result is known.

    Rows have the format that `cleaner eval` reads; rows with "fold": "dev" are not used, so that you can measure on them. Each model is
    also fitted without each fifth of the domains, which gives the out-of-fold scores in its record and the inputs of models that read it.
    Use DIR with --models DIR of the other commands, or as models in cleaner.toml; the built-in models do not change.
    The text model also learns from HTML pages that no row has the text of. The same data give the same bytes. Needs the extra fit, and
    up to two hours for thousands of pages, an hour with --workers 2, which takes twice the memory.

    \b
    Example:
      cleaner fit gold/ --out models/
      cleaner eval kept-back.jsonl --models models/
    """
    from ..training import Data
    from ..training import fit as fit_models

    with usage_checked():
        made = fit_models(Data.of(data), out, only or (), lambda line: typer.echo(line, err=True), workers)
    for path in made:
        typer.echo(path)

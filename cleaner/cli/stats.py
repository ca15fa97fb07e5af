"""`cleaner stats`: what a run over a corpus did."""

from __future__ import annotations

from typing import Annotated

import typer

from .exits import usage_checked


def stats(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder or URL that a run over a corpus wrote to.", show_default=False)],
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many rules, hosts and languages to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as one JSON object.")] = False,
) -> None:
    """Show what a run over a corpus did.

    Changes by rule, records by host, articles by language, how much of the pages went, which records call for a look, and which
    rules never spoke. Nothing is read but the marks that the run left in OUT/_cleaner.

    \b
    Example:
      cleaner stats rows/
      cleaner stats rows/ --json
    """
    from ..console import stats as console
    from ..corpus.report import report

    with usage_checked():
        found = report(out)
    if as_json:
        print(console.as_json(found))
    else:
        console.show(found, top)

"""`cleaner stats`: the figures of a run, in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .exits import usage_checked


def stats(
    out: Annotated[str, typer.Argument(metavar="OUT", help="The folder or URL that `cleaner clean --out` wrote to.", show_default=False)],
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many rules, hosts and languages to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")] = False,
) -> None:
    """Show the figures of a run in the terminal: those of `cleaner report`, without the pages.

    Changes by rule, pages by host, articles by language, how much text was removed, which pages need a look, and which
    rules never matched.

    \b
    Example:
      cleaner stats clean/
      cleaner stats rows/ --json
    """
    from ..backends.remote import is_remote
    from ..console import stats as console
    from ..corpus.report import report
    from ..report.sums import sums_of_pages

    with usage_checked():
        found = report(out, None if is_remote(out) else sums_of_pages(Path(out)))
    if as_json:
        print(console.as_json(found))
    else:
        console.show(found, top)

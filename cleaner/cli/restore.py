"""`cleaner restore`: the inputs again, from their audits."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .exits import ExitCode, usage_checked


def restore(
    audits: Annotated[
        list[Path], typer.Argument(metavar="AUDIT", help="The .audit.json files that stand beside the articles.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Folder to write to. May be left out for one audit: the input then goes to stdout."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Rebuild inputs byte for byte from their audits.

    Each is checked by its hash, and written to DIR under the name of its source, whatever folder that came from.

    \b
    Example:
      cleaner restore clean/page.audit.json --out back/
      cleaner restore clean/page.audit.json > page.txt
    """
    from ..batch import prepare_folder, restored, write_restored
    from ..console.errors import note, report
    from ..console.stdout import write_bytes
    from ..errors import CleanerError

    if out is None and len(audits) > 1:
        raise typer.BadParameter(f"{len(audits)} audits need a folder to go to", param_hint="--out")
    with usage_checked():
        for audit in audits:
            if not audit.is_file():
                raise CleanerError("there is no such file", place=str(audit), remedy="Give .audit.json files.")
        if out:
            prepare_folder(out)
    code = ExitCode.FINE
    written: set[Path] = set()
    for audit in audits:
        try:
            found = restored(audit)
            if out is None:
                write_bytes(found.raw)
            else:
                note(str(write_restored(found, out, force, written)))
        except CleanerError as error:
            report(error)
            code = ExitCode.FAILED
    raise typer.Exit(code)

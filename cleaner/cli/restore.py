"""`cleaner restore`: the inputs again, from what a run wrote."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import ExitCode, usage_checked

if TYPE_CHECKING:
    from ..audits import Stored


def restore(
    written: Annotated[
        list[Path],
        typer.Argument(metavar="OUT", help="Folders that `cleaner clean --out` wrote to, or single .audit.json files.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder to write to. May be left out for one input, which then goes to stdout."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Rebuild inputs byte for byte from what a run wrote.

    Each is checked by its hash. Of a folder, every input is written below DIR where it stood below the folder that was cleaned; of a
    single audit, it gets its name there. Records of a corpus can be rebuilt when it was cleaned with --audit.

    \b
    Example:
      cleaner restore clean/ --out back/
      cleaner restore clean/page.audit.json > page.txt
    """
    from ..audits import restored, write_restored
    from ..batch import prepare_folder
    from ..console.errors import note, report
    from ..console.stdout import write_bytes
    from ..errors import CleanerError

    with usage_checked():
        audits = [stored for path in written for stored in _audits(path)]
        if out is None and len(audits) > 1:
            raise typer.BadParameter(f"{len(audits)} inputs need a folder to go to", param_hint="--out")
        if out:
            prepare_folder(out)
    code = ExitCode.FINE
    done: set[Path] = set()
    for stored in audits:
        try:
            found = restored(stored)
            if out is None:
                write_bytes(found.raw)
            else:
                note(str(write_restored(found, out, force, done)))
        except CleanerError as error:
            report(error)
            code = ExitCode.FAILED
    raise typer.Exit(code)


def _audits(path: Path) -> list[Stored]:
    """The audits that a path leads to. Raises CleanerError where there is none, or none but samples."""
    from ..audits import Stored, find
    from ..errors import InputError

    if path.is_file():
        return [Stored(path)]
    if not path.exists():
        raise InputError("there is no such file or folder", place=str(path), remedy="Give what `cleaner clean --out` wrote.")
    found = [stored for stored in find(path) if not stored.sample]
    if not found:
        problem = "the rows there are of a corpus, of which only samples have audits"
        raise InputError(
            problem, place=str(path), remedy="The corpus stays as it is; to restore from its rows alone, clean it with --audit."
        )
    return found
